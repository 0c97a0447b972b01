"""What a policy refers to: the parts that we do not have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.text.clauses import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from policies.text.clauses import Clause
    from policies.text.sources import Lacking


@dataclass(frozen=True, slots=True)
class Gap:
    """A clause that relies on something we lack, with the sentence that tells readers so."""

    anchor: str
    place: str
    refers_to: str
    sentence: str


def gaps(clauses: Sequence[Clause], lacking: Iterable[Lacking]) -> list[Gap]:
    """One gap for each clause and each thing that it relies on and we lack, in reading order."""
    lacking, where = tuple(lacking), places(clauses)
    return [
        Gap(clause.anchor, where[clause.anchor], lack.refers_to, lack.sentence)
        for clause in clauses
        for lack in lacking
        if _mentions(clause.text, lack.mentions)
    ]


def still_open(
    known: Iterable[Mapping[str, str]], before: Sequence[Clause], after: Sequence[Clause]
) -> list[Gap]:
    """The gaps of a text that stand in its next one too: those whose clause says the same."""
    words, where = {clause.anchor: clause.text for clause in before}, places(after)
    now_at = {clause.text: clause.anchor for clause in after}
    return [
        Gap(anchor, where[anchor], gap["refers_to"], gap["sentence"])
        for gap in known
        if (anchor := now_at.get(words.get(gap["anchor"], "")))
    ]


def _mentions(text: str, phrases: Iterable[str]) -> bool:
    """Whether a phrase stands in the text: "Appendix A" does not stand in "Appendix AB"."""
    return any(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text) for phrase in phrases)
