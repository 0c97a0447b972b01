"""Documents as PDF, tagged for screen readers (PDF/UA-1) and made to last (PDF/A-2a), by typst.

A document never fails for what somebody typed: a character that no font of ours can draw is
replaced, and named at the end of the document. The same facts give the same bytes on every machine.
"""

from __future__ import annotations

import functools
import json
import logging
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fontpkg
import typst
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from collections.abc import Set

logger = logging.getLogger(__name__)

FOLDER = Path("templates") / "documents"
FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Tamil", "Hind Siliguri")
"""Latin, Greek, Cyrillic and Devanagari; Arabic and Urdu; Tamil; Bengali."""
STANDARDS: list[Any] = ["ua-1", "a-2a"]
REPLACEMENT = "\ufffd"
PLAIN = frozenset(range(0x20, 0x7F)) | {ord("\n"), ord(REPLACEMENT)}
# Joiners shape Bengali and Arabic. Anything else that does not print could turn a line around.
JOINERS = {"\u200c", "\u200d"}
UNPRINTED = {"Cc", "Cf", "Cn", "Co", "Cs"}
AFTER_AN_EMOJI = {"\u200d", "\ufe0e", "\ufe0f"}
NAMED = 20
"""Characters that are named one by one; the others are counted."""


def pdf(template: str, facts: Mapping[str, Any]) -> bytes:
    """The document ``templates/documents/<template>.typ`` about these facts.

    ``facts`` must hold ``title`` and ``dated_at`` (the moment that the file gives as its own); the
    rest is what the template asks for. All of it reaches typst as data, none of it as markup. Takes
    10 ms and is not for the transaction of an act. Raises ``typst.TypstError`` for a broken
    template only.
    """
    try:
        return _compiled(template, facts, covered())
    except typst.TypstError:
        logger.warning("A text was refused: printed in ASCII", extra={"template": template})
        return _compiled(template, facts, PLAIN)


def _compiled(template: str, facts: Mapping[str, Any], drawn: Set[int]) -> bytes:
    folder = settings.BASE_DIR / FOLDER
    missing: list[str] = []
    shown = drawable({name: facts[name] for name in facts if name != "dated_at"}, drawn, missing)
    shown["unprinted"] = in_words(missing)
    shown["page_of"] = _("Page %(page)s of %(pages)s") % {"page": "#1", "pages": "#2"}
    made = typst.compile(
        folder / f"{template}.typ",
        root=folder,
        font_paths=fonts(),
        sys_inputs={"facts": json.dumps(shown)},
        format="pdf",
        pdf_standards=STANDARDS,
        timestamp=facts["dated_at"].replace(microsecond=0),  # the file knows whole seconds
    )
    if not isinstance(made, bytes):
        raise TypeError("A document is one file")
    return made


@functools.cache
def fonts() -> typst.Fonts:
    """The fonts of the pinned packages and no others, found once."""
    folders = {str(file.path.parent) for name in FAMILIES for file in fontpkg.family(name).files}
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=sorted(folders)
    )


@functools.cache
def covered() -> frozenset[int]:
    """Every character that one of the fonts can draw in each of its weights."""
    return frozenset().union(*map(_covered_by, FAMILIES)) | {ord("\n")}


def _covered_by(family: str) -> frozenset[int]:
    upright = [file.path for file in fontpkg.family(family).files if file.style == "normal"]
    maps = [_letters_of(path) for path in upright]
    return maps[0].intersection(*maps[1:])


def _letters_of(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def drawable(value: Any, drawn: Set[int], missing: list[str]) -> Any:
    """The value with nothing in its texts but what is drawn; what is not goes to ``missing``."""
    if isinstance(value, str):
        return drawable_text(value, drawn, missing)
    if isinstance(value, Mapping):
        return {name: drawable(part, drawn, missing) for name, part in value.items()}
    if isinstance(value, Sequence):
        return [drawable(part, drawn, missing) for part in value]
    return value


def drawable_text(text: str, drawn: Set[int], missing: list[str]) -> str:
    """The text with a replacement for what can't be drawn, and without what is not to be seen."""
    kept: list[str] = []
    for char in text.replace("\r\n", "\n").replace("\t", " "):
        if char in AFTER_AN_EMOJI and kept[-1:] == [REPLACEMENT]:
            continue
        if is_drawn(char, drawn):
            kept.append(char)
            continue
        missing.append(char)
        if unicodedata.category(char) != "Cf":
            kept.append(REPLACEMENT)
    return "".join(kept)


def is_drawn(char: str, drawn: Set[int]) -> bool:
    if ord(char) not in drawn:
        return False
    return ord(char) in PLAIN or char in JOINERS or unicodedata.category(char) not in UNPRINTED


def in_words(missing: Sequence[str]) -> str:
    """Which characters could not be printed: U+1F600 GRINNING FACE. Empty if all could."""
    if not missing:
        return ""
    names = [f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip() for char in missing]
    different = list(dict.fromkeys(names))
    listed = ", ".join(different[:NAMED])
    if len(different) > NAMED:
        listed = _("%(listed)s and %(n)s others") % {"listed": listed, "n": len(different) - NAMED}
    told = ngettext(
        "%(n)s character could not be printed: %(listed)s.",
        "%(n)s characters could not be printed: %(listed)s.",
        len(missing),
    )
    return told % {"n": len(missing), "listed": listed}
