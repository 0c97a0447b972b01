"""What a conversion to text leaves behind and is no part of the policy: page breaks, stamps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.utils.functional import _StrPromise

PAGE = gettext_lazy("a page number")
DEBRIS = (
    (
        re.compile(r"this page is intentionally left blank\.?", re.IGNORECASE),
        gettext_lazy("a blank page"),
    ),
    (
        re.compile(r"^[#*\s]*(?:(?:minute|agenda) item \d+|public document pack)[*\s]*$", re.I),
        gettext_lazy("a stamp of the meeting pack"),
    ),
    (re.compile(r"^\W*page \d+(?: of \d+)?\W*$", re.IGNORECASE), PAGE),
    (re.compile(r"^\s*[-–]\s*\d{1,4}\s*[-–]\s*$"), PAGE),
    (re.compile(r"!\[[^\[\]]*\]\([^()]*\)"), gettext_lazy("a picture")),
    (re.compile(r"^\s*(?:```|~~~)\s*\w*\s*$"), gettext_lazy("a mark of the layout")),
)
"""What is left out wherever it stands in a line, and what it is."""
NUMBER_ALONE = re.compile(r"^\s*\d{1,4}\s*$")
HEADING = re.compile(r"^\s*<h([1-6])(?:\s[^<>]*)?>(.*)</h\1>\s*$", re.IGNORECASE)
SLANTED = re.compile(r"<(i|em|u)>([^<]*)</\1>", re.IGNORECASE)
BOLD = re.compile(r"<(b|strong)>([^<]*)</\1>", re.IGNORECASE)
LAYOUT = re.compile(r"</?(?:p|div|span|br)(?:\s[^<>]*)?/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dropped:
    """Words of the file that are not in the policy, the line they stand in, and what they are."""

    line: int
    text: str
    what: str | _StrPromise


@dataclass(frozen=True, slots=True)
class Line:
    """A line without debris, and its place in the file, counted from 1."""

    at: int
    text: str


def clean(lines: Sequence[str], first: int = 1) -> tuple[list[Line], list[Dropped]]:
    """The lines without debris, and the debris, for somebody to check.

    ``first`` is the place of the first line in its file. HTML for emphasis and headings becomes
    Markdown.
    """
    dropped: list[Dropped] = []
    kept = []
    numbered = list(enumerate(_without_comments(lines, first, dropped), first))
    for (at, text), after in zip(numbered, [*(text for _, text in numbered[1:]), ""], strict=True):
        if NUMBER_ALONE.match(text) and after.startswith("\f"):
            dropped.append(Dropped(at, text.strip(), PAGE))
            kept.append(Line(at, ""))
        else:
            kept.append(Line(at, _as_markdown(_without_debris(text, at, dropped))))
    return kept, dropped


def _without_comments(lines: Sequence[str], first: int, dropped: list[Dropped]) -> list[str]:
    """The same lines without ``<!-- comments -->``, which may run over several of them."""
    text, kept, at, line = "\n".join(lines), [], 0, first
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        comment = text[start : end + 3]
        line += text.count("\n", at, start)
        dropped.append(Dropped(line, comment, gettext_lazy("a comment")))
        kept += [text[at:start], "\n" * comment.count("\n")]
        line += comment.count("\n")
        at = end + 3
    return "".join([*kept, text[at:]]).split("\n")


def _without_debris(text: str, at: int, dropped: list[Dropped]) -> str:
    for pattern, what in DEBRIS:
        dropped.extend(Dropped(at, found, what) for found in _matches(pattern, text))
        text = pattern.sub(" ", text)
    return text.replace("\f", "").rstrip()


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    return (found[0].strip() for found in pattern.finditer(text))


def _as_markdown(text: str) -> str:
    if "<" not in text:
        return text
    text = SLANTED.sub(lambda found: f"*{found[2].strip()}*", text)
    text = BOLD.sub(lambda found: f"**{found[2].strip()}**", text)
    if heading := HEADING.match(text):
        text = f"{'#' * int(heading[1])} {heading[2].strip()}"
    return LAYOUT.sub(" ", text).rstrip()
