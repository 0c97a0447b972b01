"""When two names are one: asked here wherever names are held against one another."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# fmt: off
TITLES = frozenset([
    "ald", "alderman", "alderwoman", "baroness", "canon", "cllr", "councillor", "dame", "doctor",
    "dr", "father", "hon", "honourable", "imam", "lady", "lord", "madam", "mayor", "miss", "mr",
    "mrs", "ms", "mx", "prof", "professor", "rabbi", "rev", "revd", "reverend", "right", "rt",
    "sir", "sister", "the",
])
HONOURS = frozenset(["bem", "cbe", "dbe", "esq", "jp", "kbe", "mba", "mbe", "mp", "obe", "phd"])
# fmt: on
# Letters that Unicode does not take apart into a plain one and its accent.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i"})
ACCENTS = range(0x0300, 0x0370)  # Latin, Greek and Cyrillic; other scripts need their marks


def is_same_name(typed: str, full_name: str) -> bool:
    """Whether both are one name: case, accents, spaces, dots, titles and honours do not count."""
    return bool(core_of(typed)) and core_of(typed) == core_of(full_name)


def is_nearly(one: str, other: str, least: float) -> bool:
    """Whether so much of both is alike, between 0 and 1, that they may be one name misspelt."""
    match = SequenceMatcher(None, core_of(one), core_of(other), autojunk=False)
    return match.real_quick_ratio() >= least and match.quick_ratio() >= least <= match.ratio()


def core_of(name: str) -> str:
    """What is alike in all spellings of one name."""
    words = [_letters(word) for word in _plain(name).replace(".", " ").split()]
    words = [word for word in words if word]
    return "".join(_without_titles(words)) or "".join(name.split())


def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in apart if ord(char) not in ACCENTS).translate(PLAIN)


def _letters(word: str) -> str:
    """Letters, figures and the marks that belong to them; no hyphen, apostrophe or joiner."""
    return "".join(char for char in word if unicodedata.category(char)[0] in "LNM")


def _without_titles(words: list[str]) -> Iterable[str]:
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    while len(words) > 2 and words[-1] in HONOURS:  # noqa: PLR2004 - "Jane Mp" is a whole name
        words = words[:-1]
    return words
