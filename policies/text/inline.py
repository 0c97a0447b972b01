"""Words in runs, bold, slanted or linked, as inline Markdown that reads back to the same words."""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple

from policies.text.markup import ADDRESS, PARSER, normal, plain

SPECIAL = re.compile(r"([\\*_\[\]<>`])")
ENTITY = re.compile(r"&(?=#?\w{1,32};)")
IN_ADDRESS = str.maketrans({" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E"})


class Run(NamedTuple):
    """Some words that look alike."""

    words: str
    is_bold: bool = False
    is_slanted: bool = False
    address: str = ""


def markup_of(runs: list[Run], *, is_heading: bool = False) -> str:
    """The runs as inline Markdown: with their looks if that says the same words, else without."""
    runs = [_bare(run, is_heading=is_heading) for run in runs]
    expected = normal("".join(_expected(run) for run in runs))
    for written in (_written(runs, escape=False), _written(runs, escape=True)):
        if plain(written) == expected:
            return written
    return normal(SPECIAL.sub(r"\\\1", expected))


def as_source(markup: str) -> str:
    """The markup for a file in which "&amp;" stands for a character."""
    return ENTITY.sub("&amp;", markup)


def _bare(run: Run, *, is_heading: bool) -> Run:
    address = run.address.translate(IN_ADDRESS) if ADDRESS.match(run.address) else ""
    return Run(run.words, run.is_bold and not is_heading, run.is_slanted, address)


def _expected(run: Run) -> str:
    address = PARSER.normalizeLink(run.address) if run.address else ""
    words = normal(run.words)
    if not address or not words or words in (address, address.partition(":")[2]):
        return run.words
    return f"{run.words.rstrip()} ({address})"


def _written(runs: list[Run], *, escape: bool) -> str:
    parts = []
    for (is_bold, is_slanted, address), alike in groupby(runs, key=lambda run: run[1:]):
        words = "".join(run.words for run in alike)
        words = SPECIAL.sub(r"\\\1", words) if escape else words
        mark = "**" * is_bold + "*" * is_slanted
        parts.append(_around(words, mark, address))
    return normal("".join(parts))


def _around(words: str, mark: str, address: str) -> str:
    """Marks stand at the words, not at the blanks before and after them."""
    inside = words.strip()
    if not inside:
        return words
    before, after = words[: words.index(inside[0])], words[len(words.rstrip()) :]
    marked = f"{mark}{inside}{mark[::-1]}"
    return f"{before}{f'[{marked}]({address})' if address else marked}{after}"
