"""The pages of a PDF as one text: without what repeats on every page, with gaps kept."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from policies.text.inline import as_source
from policies.text.markup import normal, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FEWEST = 3
"""Pages. On fewer, nothing can be said to stand on every page."""
MARGIN = 2
"""Lines at the top and at the foot of a page that may be its header and footer."""
WIDER = 1.25
"""Times the usual gap between lines: wider ones part paragraphs."""
SHORT = 60
"""Characters. A longer line that stands at the top of a paragraph is no heading."""
STOPS = (".", ",", ";", ":")
NUMBER = re.compile(r"\d+")
SPECIAL = re.compile(r"([\\*_\[\]`])")
SPACES = re.compile(r"(?<=\S)[ \t]{2,}")
INDENT = re.compile(r"^ *")


def as_text(pages: Sequence[str]) -> tuple[str, dict[str, int]]:
    """One text, each page after the first begun by a form feed, and what was left out."""
    usual = _usual_gap(pages)
    lines = [_spaced(page, usual) for page in pages]
    repeated = _repeated(lines)
    kept = [_without(page, repeated) for page in lines]
    margin = min((_indent(line) for page in kept for line in page if line.strip()), default=0)
    text = "\n\n\f".join("\n".join(_line(line[margin:]) for line in page) for page in kept)
    lost = {
        "repeated": len(repeated),
        "empty": sum(not page.strip() for page in pages),
    }
    return text, lost


def _gaps(page: str) -> Iterator[tuple[int, str]]:
    """Each written line, and how many empty ones stand before it."""
    gap = 0
    for line in page.splitlines():
        if line.strip():
            yield gap, line
        gap = 0 if line.strip() else gap + 1


def _usual_gap(pages: Iterable[str]) -> int:
    """How many empty lines stand between two lines of a paragraph: a fifth have fewer."""
    gaps = sorted(gap for page in pages for gap, _line in list(_gaps(page))[1:])
    return gaps[len(gaps) // 5] if gaps else 0


def _spaced(page: str, usual: int) -> list[str]:
    """The lines with one empty line where a gap is clearly wider than usual, or a heading ends."""
    found = [""]
    for gap, line in _gaps(page):
        if gap + 1 > (usual + 1) * WIDER or _ends_heading(found, line):
            found.append("")
        found.append(line)
    return found


def _ends_heading(above: Sequence[str], line: str) -> bool:
    """Whether the line above stands after a gap, short and without a stop, and this begins anew."""
    last = above[-1].strip()
    is_short = 0 < len(last) <= SHORT and last[0].isalnum() and not last.endswith(STOPS)
    return is_short and not above[-2].strip() and line.strip()[0].isupper()


def _repeated(pages: Iterable[Sequence[str]]) -> set[str]:
    """The lines, less their numbers, at the top or foot of more than half of all pages."""
    written = [page for page in pages if any(line.strip() for line in page)]
    counts = Counter(key for page in written for key in {_key(page[at]) for at in _margins(page)})
    most = max(len(written), FEWEST) / 2
    return {key for key, count in counts.items() if count > most and len(written) >= FEWEST}


def _without(page: Sequence[str], repeated: set[str]) -> list[str]:
    margins = set(_margins(page))
    return [line for at, line in enumerate(page) if at not in margins or _key(line) not in repeated]


def _margins(page: Sequence[str]) -> list[int]:
    written = [at for at, line in enumerate(page) if line.strip()]
    return [*written[:MARGIN], *written[MARGIN:][-MARGIN:]]


def _key(line: str) -> str:
    return NUMBER.sub("0", normal(line))


def _indent(line: str) -> int:
    found = INDENT.match(line)
    return len(found[0]) if found else 0


def _line(line: str) -> str:
    """The line with single spaces after its indent; signs of Markdown in it are words."""
    line = as_source(SPACES.sub(" ", line.replace("\f", "").rstrip()))
    return line if plain(line) == normal(line) else SPECIAL.sub(r"\\\1", line)
