"""What a policy refers to: the parts that we do not have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.text.clauses import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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


def _mentions(text: str, phrases: Iterable[str]) -> bool:
    """Whether a phrase stands in the text: "Appendix A" does not stand in "Appendix AB"."""
    return any(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text) for phrase in phrases)
