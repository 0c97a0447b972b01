"""What changed between two versions of a policy: clause by clause, word by word."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from policies.text.clauses import Clause, Kind, places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.utils.safestring import SafeString

ALIKE = 0.5
"""Share of words that two clauses have in common from which one is taken for the other, changed."""
MOST_PAIRS = 40_000
"""Pairs of clauses that are compared for likeness; where there are more, nothing is alike."""
ISLAND = 2
"""So few unchanged words between two longer changes are read more easily as part of the change."""


class Op(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


Words = tuple[tuple[Op, str], ...]
"""Runs of words in reading order. Joined with spaces, those that are not added are the old wording
and those that are not removed the new."""
Block = tuple[bool, list[str], list[str]]
"""Whether some words stayed, what they were, what they are."""
Pair = tuple[Clause | None, Clause | None]
MARKED = (
    '<{0}><span class="govuk-visually-hidden">{1} </span>{2}'
    '<span class="govuk-visually-hidden"> {3}</span></{0}>'
)


@dataclass(frozen=True, slots=True)
class Change:
    """One clause in both versions, or in the one that has it."""

    kind: Op
    old: Clause | None
    new: Clause | None
    words: Words
    """Number and words of the clause."""
    place: str
    """Where it stands: "Responsibilities, paragraph 2"."""


def compare(old: Sequence[Clause], new: Sequence[Clause]) -> list[Change]:
    """All clauses of both versions in reading order, with what became of each.

    A clause that moved is removed in one place and added in another. Emphasis is not compared.
    """
    old_places, new_places = places(old), places(new)
    return [
        Change(
            _kind(before, after),
            before,
            after,
            word_changes(before.wording if before else "", after.wording if after else ""),
            new_places[after.anchor] if after else _was_at(before, old_places),
        )
        for before, after in _aligned(old, new)
    ]


def _was_at(clause: Clause | None, places: Mapping[str, str]) -> str:
    return _("%(place)s of the older version") % {"place": places[clause.anchor]} if clause else ""


def word_changes(old: str, new: str) -> Words:
    """The difference of two texts in runs of words; space between words doesn't count."""
    before, after = old.split(), new.split()
    if before == after:
        return ((Op.SAME, " ".join(after)),) if after else ()
    blocks = [
        (tag == "equal", before[i:j], after[k:m])
        for tag, i, j, k, m in SequenceMatcher(None, before, after).get_opcodes()
    ]
    return tuple(_runs(_without_islands(blocks)))


def summary(changed: Sequence[Change]) -> str:
    """In one line: "2 clauses changed, 1 added, 1 removed"."""
    counts = Counter(change.kind for change in changed)
    phrases = {
        Op.CHANGED: (ngettext("%d clause changed", "%d clauses changed", counts[Op.CHANGED]), ""),
        Op.ADDED: (
            ngettext("%d clause added", "%d clauses added", counts[Op.ADDED]),
            _("%d added"),
        ),
        Op.REMOVED: (
            ngettext("%d clause removed", "%d clauses removed", counts[Op.REMOVED]),
            _("%d removed"),
        ),
    }
    happened = [kind for kind in phrases if counts[kind]]
    if not happened:
        return _("No words changed")
    first, *others = happened
    return ", ".join(
        [phrases[first][0] % counts[first], *(phrases[kind][1] % counts[kind] for kind in others)]
    )


def as_sentences(changed: Sequence[Change]) -> list[str]:
    """The changes as a plain list, for a screen reader or a message."""
    return [
        f"{LABELS[change.kind]}: {change.place}. {' '.join(_sentences(change))}"
        for change in changed
        if change.kind is not Op.SAME
    ]


LABELS = {
    Op.CHANGED: gettext_lazy("Changed"),
    Op.ADDED: gettext_lazy("Added"),
    Op.REMOVED: gettext_lazy("Removed"),
}
COLOURS = {Op.CHANGED: "yellow", Op.ADDED: "green", Op.REMOVED: "red"}


def render(changed: Sequence[Change], *, whole: bool = True) -> SafeString:
    """The changes as a summary list; without ``whole``, the clauses that stayed are left out."""
    rows = [change for change in changed if whole or change.kind is not Op.SAME]
    if not rows:
        return format_html('<p class="govuk-body">{}.</p>', _("No words changed"))
    return format_html(
        '<dl class="govuk-summary-list app-changes">\n{}</dl>',
        format_html_join(
            "",
            '<div class="govuk-summary-list__row">\n'
            '<dt class="govuk-summary-list__key">{}{}</dt>\n'
            '<dd class="govuk-summary-list__value">{}</dd>\n</div>\n',
            ((change.place, _tag(change.kind), _marked(change.words)) for change in rows),
        ),
    )


def _tag(kind: Op) -> SafeString | str:
    if kind is Op.SAME:
        return ""
    tag = ' <strong class="govuk-tag govuk-tag--{}">{}</strong>'
    return format_html(tag, COLOURS[kind], LABELS[kind])


def _marked(words: Words) -> SafeString:
    return format_html_join(" ", "{}", ((_marked_run(op, text),) for op, text in words))


def _marked_run(op: Op, text: str) -> SafeString | str:
    if op is Op.ADDED:
        return format_html(MARKED, "ins", _("added:"), text, _("end of added words."))
    if op is Op.REMOVED:
        return format_html(MARKED, "del", _("removed:"), text, _("end of removed words."))
    return text


def _sentences(change: Change) -> Iterator[str]:
    if change.kind is not Op.CHANGED:
        yield f"“{change.words[0][1]}”" if change.words else ""
        return
    removed = ""
    for op, text in (*change.words, (Op.SAME, "")):
        if removed and op is Op.ADDED:
            yield _("“%(old)s” is now “%(new)s”.") % {"old": removed, "new": text}
        elif removed:
            yield _("Removed: “%(words)s”.") % {"words": removed}
        elif op is Op.ADDED:
            yield _("Added: “%(words)s”.") % {"words": text}
        removed = text if op is Op.REMOVED else ""


def _kind(old: Clause | None, new: Clause | None) -> Op:
    if old is None:
        return Op.ADDED
    if new is None:
        return Op.REMOVED
    return Op.SAME if old.wording == new.wording else Op.CHANGED


def _aligned(old: Sequence[Clause], new: Sequence[Clause]) -> Iterator[Pair]:
    """Each clause with its counterpart, in an order that reads as both versions do."""
    matcher = SequenceMatcher(
        None, [clause.wording for clause in old], [clause.wording for clause in new]
    )
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(old[i:j], new[k:m], strict=True)
        else:
            yield from _paired(old[i:j], new[k:m])


def _paired(old: Sequence[Clause], new: Sequence[Clause]) -> Iterator[Pair]:
    """The pairing in order that keeps most likeness; who has no like stands alone."""
    alike = _likeness(old, new)
    best = _totals(alike, len(old), len(new)) if alike else [[0.0]]
    i = j = 0
    while alike and i < len(old) and j < len(new):
        if best[i][j] == best[i + 1][j]:
            yield old[i], None
            i += 1
        elif best[i][j] == best[i][j + 1]:
            yield None, new[j]
            j += 1
        else:
            yield old[i], new[j]
            i, j = i + 1, j + 1
    yield from ((clause, None) for clause in old[i:])
    yield from ((None, clause) for clause in new[j:])


def _totals(alike: Mapping[tuple[int, int], float], rows: int, columns: int) -> list[list[float]]:
    """How much likeness can at most be kept from each pair of places on."""
    best = [[0.0] * (columns + 1) for _row in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            paired = best[i + 1][j + 1] + alike.get((i, j), 0.0)
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    return best


def _likeness(old: Sequence[Clause], new: Sequence[Clause]) -> dict[tuple[int, int], float]:
    """How much two clauses have in common, by their places, where it is enough."""
    if len(old) * len(new) > MOST_PAIRS:
        return {}
    before = [frozenset(clause.wording.lower().split()) for clause in old]
    after = [frozenset(clause.wording.lower().split()) for clause in new]
    shares = {
        (i, j): 2 * len(one & other) / (len(one) + len(other))
        for i, one in enumerate(before)
        for j, other in enumerate(after)
        if (old[i].kind is Kind.HEADING) == (new[j].kind is Kind.HEADING)
    }
    return {places: share for places, share in shares.items() if share >= ALIKE}


def _without_islands(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks, with few unchanged words between longer changes taken into the change."""
    merged: list[Block] = []
    for block in blocks:
        if len(merged) > 1 and _is_island(merged[-2], merged[-1], block):
            parts = [*merged[-2:], block]
            before = [word for part in parts for word in part[1]]
            after = [word for part in parts for word in part[2]]
            merged[-2:] = [(False, before, after)]
        else:
            merged.append(block)
    return merged


def _is_island(left: Block, middle: Block, right: Block) -> bool:
    size = len(middle[1])
    longer = [max(len(side[1]), len(side[2])) > size for side in (left, right)]
    return middle[0] and not left[0] and not right[0] and size <= ISLAND and all(longer)


def _runs(blocks: Sequence[Block]) -> Iterator[tuple[Op, str]]:
    for is_same, before, after in blocks:
        if is_same:
            yield Op.SAME, " ".join(after)
            continue
        if before:
            yield Op.REMOVED, " ".join(before)
        if after:
            yield Op.ADDED, " ".join(after)
