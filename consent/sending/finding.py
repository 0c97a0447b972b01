"""What in a draft says whom it is about, or is sensitive, passage by passage.

Rules, and no list is whole: they remind, and the councillor decides (Barnet policy, 1.1: "taking a
moment to consider whether the communication is fully formed and appropriate").
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from consent.sending.kinds import WHY, WHY_OWN, Group, Kind, group_of
from consent.sending.names import greeted, names
from consent.sending.numbers import found_numbers
from consent.sending.words import found_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise

STRAIGHT = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\u2011": "-", "–": "-"})
"""One for one, so that every passage stays where it is."""


class Finding(NamedTuple):
    """A passage of the draft, and what it may be."""

    start: int
    end: int
    kind: Kind


class Reason(NamedTuple):
    """One kind of thing that was found: in which words, and why it matters."""

    kind: Kind
    group: Group
    why: StrOrPromise
    words: Sequence[str]


class Piece(NamedTuple):
    """Some of the draft; marked if something was found in it."""

    text: str
    kinds: Sequence[Kind]


def find(draft: str) -> list[Finding]:
    """What was found, as it stands in the draft. Who is greeted counts beside something else."""
    text = draft.translate(STRAIGHT)
    spans = {(*span, kind) for kind, span in (*found_numbers(text), *found_words(text))}
    spans |= {(*span, Kind.NAME) for span in names(text)}
    if spans:
        spans |= {(*span, Kind.NAME) for span in greeted(text)}
    found = [Finding(*span) for span in sorted(spans)]
    return [one for one in found if not any(_covers(other, one) for other in found)]


def _covers(other: Finding, one: Finding) -> bool:
    """Whether a longer passage says the same, or these digits belong to another number."""
    if not (other.start <= one.start and one.end <= other.end) or other == one:
        return False
    is_longer = other.end - other.start > one.end - one.start
    if other.kind == one.kind:
        return is_longer
    are_both_numbers = {group_of(other.kind), group_of(one.kind)} == {Group.IDENTIFIER}
    return are_both_numbers and (is_longer or _gravity(other.kind) < _gravity(one.kind))


def reasons(draft: str, found: Sequence[Finding]) -> list[Reason]:
    """Each kind once, the gravest first, with the words in which it was found."""
    kinds = {one.kind for one in found}
    return [
        Reason(
            kind,
            group_of(kind),
            WHY_OWN.get(kind, WHY[group_of(kind)]),
            list(dict.fromkeys(draft[one.start : one.end] for one in found if one.kind == kind)),
        )
        for kind in sorted(kinds, key=_gravity)
    ]


def _gravity(kind: Kind) -> tuple[int, int]:
    order = (Group.ARTICLE_10, Group.ARTICLE_9, Group.SENSITIVE, Group.IDENTIFIER)
    return order.index(group_of(kind)), list(Kind).index(kind)


def pieces(draft: str, found: Sequence[Finding]) -> list[Piece]:
    """The whole draft in order, cut where something begins or ends."""
    cuts = sorted({0, len(draft), *(one.start for one in found), *(one.end for one in found)})
    held: dict[int, list[Kind]] = {}
    for one in found:
        for cut in cuts[bisect_left(cuts, one.start) : bisect_left(cuts, one.end)]:
            held.setdefault(cut, []).append(one.kind)
    return [Piece(draft[start:end], held.get(start, [])) for start, end in pairwise(cuts)]
