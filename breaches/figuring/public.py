"""What the council tells everybody of its incidents: whole years, and nothing of any single one.

A year is told once it is over: from two figures of a running one, read a day apart, anybody could
work out what happened in between.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from breaches.machines import TOLD, IncidentStatus, People
from breaches.models import Assessment, Incident, IncidentKind
from councilgov.days import LONDON, begins_at, today
from councilgov.disclosure import groups_told, is_enough, left_over

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet


class Told(NamedTuple):
    """One figure: its name in files and in words, and how many; None where that tells too much."""

    key: str
    name: str
    number: int | None

    @property
    def cells(self) -> tuple[str, str]:
        """As a row of a table."""
        return self.name, _("Not told") if self.number is None else f"{self.number:,}"


class PublicYear(NamedTuple):
    """A calendar year, as London has it."""

    year: int
    totals: Sequence[Told]
    kinds: Sequence[Told]


PARTS = (
    ("breaches", "reports"),
    ("regulator_told", "breaches"),
    ("people_told", "breaches"),
)
"""Figures that count a part of another: neither the part nor the rest of it may be too small."""


def years() -> Sequence[PublicYear]:
    """Newest first: one query, however many incidents there are."""
    past = Incident.objects.of_the_council().filter(
        reported_at__lt=begins_at(today().replace(month=1, day=1))
    )
    by_kind: dict[int, dict[str, Counter[str]]] = {}
    for row in _counted(past.order_by().annotate(year=ExtractYear("reported_at", tzinfo=LONDON))):
        year, kind = row.pop("year"), row.pop("kind")
        by_kind.setdefault(year, {})[kind] = Counter(row)
    return [
        PublicYear(
            year,
            _totals(sum(kinds.values(), Counter())),
            _kinds({kind: counts["reports"] for kind, counts in kinds.items()}),
        )
        for year, kinds in sorted(by_kind.items(), reverse=True)
    ]


def _counted(rows: QuerySet[Incident]) -> QuerySet[Incident, Any]:
    """What is told of each kind in each year."""
    parts = Assessment.objects.of_the_council().filter(incident=OuterRef("pk"))
    asked = rows.annotate(
        is_told=Exists(parts.filter(regulator__in=TOLD)),
        is_sent=Exists(parts.filter(people=People.SENT)),
    )
    return asked.values("year", "kind").annotate(
        reports=Count("pk"),
        breaches=Count("pk", filter=Q(finding=IncidentStatus.CONFIRMED)),
        regulator_told=Count("pk", filter=Q(is_told=True)),
        people_told=Count("pk", filter=Q(is_sent=True)),
    )


def _totals(counts: Mapping[str, int]) -> Sequence[Told]:
    names = {
        "reports": _("Reports"),
        "breaches": _("Of these, breaches of personal data"),
        "regulator_told": _("Breaches of which the regulator was told"),
        "people_told": _("Breaches of which the people were told"),
    }
    shown = {"reports"} if is_enough(counts["reports"]) else set()
    for part, whole in PARTS:
        rest = counts[whole] - counts[part]
        if whole in shown and is_enough(counts[part]) and is_enough(rest):
            shown.add(part)
    return [Told(key, name, counts[key] if key in shown else None) for key, name in names.items()]


def _kinds(counts: Mapping[str, int]) -> Sequence[Told]:
    """The kinds that may be told, the most frequent first, and all others together."""
    if not is_enough(sum(counts.values())):
        return []
    told = groups_told([counts])
    names = dict(IncidentKind.choices)
    order = sorted(told, key=lambda key: (-counts[key], key))
    rows = [Told(key, str(names[key]), counts[key]) for key in order]
    rest = left_over(counts, told)
    return [*rows, Told("rest", _("All others"), rest)] if rest else rows
