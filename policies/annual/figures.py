"""The figures of a municipal year: six queries, however many policies and councillors."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from councilgov.disclosure import FEWEST, groups_told, left_over
from councilgov.people.models import GroupMembership
from policies.conditions import SIGNED_ON
from policies.models import (
    SIGNED,
    Acknowledgement,
    AcknowledgementStatus,
    Event,
    Exemption,
    PolicyVersion,
)
from policies.reminders import ASKED, ASKED_AGAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Line = tuple[int, int]

SIX_WEEKS = timedelta(days=42)
MAY = 5


@dataclass(frozen=True, slots=True, order=True)
class Figure:
    """How many were asked, how many of them signed within six weeks, and how many by now."""

    asked: int = 0
    soon: int = 0
    signed: int = 0

    def __add__(self, other: Figure) -> Figure:
        return Figure(self.asked + other.asked, self.soon + other.soon, self.signed + other.signed)

    @property
    def soon_percent(self) -> int:
        """Never rounded up: 100 is everybody."""
        return self.soon * 100 // self.asked if self.asked else 0

    @property
    def signed_percent(self) -> int:
        return self.signed * 100 // self.asked if self.asked else 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One major version that was published in the year."""

    version: PolicyVersion
    total: Figure
    groups: list[tuple[str, Figure]] = field(default_factory=list)
    objected: int = 0
    declined: int = 0
    exempted: int = 0
    reminders: int = 0
    reminded: int = 0
    """People who got the reminders."""

    @property
    def is_small(self) -> bool:
        """Asked so few that nothing is told but that."""
        return self.total.asked < FEWEST

    @property
    def six_weeks_end_on(self) -> date:
        """When the first six weeks are over: before it, their rate still grows."""
        published = self.version.effective_on
        assert published is not None  # noqa: S101  # the database gives every published one its day
        return published + SIX_WEEKS


@dataclass(frozen=True, slots=True)
class Report:
    """A municipal year, from May to April, and the total of the one before it."""

    year: int
    entries: Sequence[Entry]
    before: Figure

    @property
    def told(self) -> list[Entry]:
        """Those with figures."""
        return [entry for entry in self.entries if not entry.is_small]

    @property
    def total(self) -> Figure:
        return sum((entry.total for entry in self.told), Figure())

    @property
    def has_groups(self) -> bool:
        return any(entry.groups for entry in self.entries)


def year_of(day: date) -> int:
    """The municipal year of a day, called after the May in which it begins."""
    return day.year if day.month >= MAY else day.year - 1


def in_words(year: int) -> str:
    """May 2026 to April 2027."""
    return _("May %(first)s to April %(last)s") % {"first": year, "last": year + 1}


def years() -> list[int]:
    """The municipal years in which a version came into force, newest first."""
    published = PolicyVersion.objects.once_in_force().order_by()
    days = published.dates("effective_on", "month")
    return sorted({year_of(day) for day in days}, reverse=True)


def report_of(year: int) -> Report:
    """The figures as they are now: signatures come in after the year, too."""
    before = Report(year - 1, entries_of(year - 1), Figure())
    return Report(year, entries_of(year), before.total)


def entries_of(year: int) -> list[Entry]:
    """Each policy, once for each major version that came into force in the year.

    Whoever was asked by 2.0 and signed 2.1 has signed. Left out are those who left without signing.
    """
    versions = published_in(year)
    if not versions:
        return []
    counts = counted(versions)
    big = [groups for groups in map(asked_by_group, counts.values()) if is_told(groups)]
    told = groups_told(big)
    reminders, exempted = reminders_of(versions), exempted_of(versions)
    return [
        entry(version, counts[line], told, reminders[line], exempted[line])
        for version in versions
        for line in [line_of(version)]
    ]


def is_told(groups: Mapping[str, int]) -> bool:
    return sum(groups.values()) >= FEWEST


def published_in(year: int) -> list[PolicyVersion]:
    """The first version of each major number that came into force in the year."""
    first, last = date(year, MAY, 1), date(year + 1, MAY, 1) - timedelta(days=1)
    ever = PolicyVersion.objects.once_in_force()
    earlier = ever.filter(policy=OuterRef("policy"), major=OuterRef("major")).order_by("minor")
    rows = ever.filter(
        effective_on__range=(first, last),
        minor=Subquery(earlier.values("minor")[:1]),
    )
    in_order = rows.select_related("policy").defer("clauses", "gaps")
    return list(in_order.order_by("policy__title", "policy", "major"))


def line_of(version: PolicyVersion) -> Line:
    return version.policy_id, version.major


def asked_in(versions: Iterable[PolicyVersion], prefix: str = "") -> Q:
    """Requests of these policies under these major numbers."""
    found = Q(pk__in=[])
    for version in versions:
        one = {
            f"{prefix}version__policy": version.policy_id,
            f"{prefix}version__major": version.major,
        }
        found |= Q(**one)
    return found


def counted(versions: Sequence[PolicyVersion]) -> dict[Line, list[dict[str, Any]]]:
    """For each version a row for each group of that day, "" for none: one query. Each person
    counts once, by their newest request; whose newest has lapsed, not at all.
    """
    on_that_day = GroupMembership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=OuterRef("asked_on")),
        councillor=OuterRef("councillor"),
        starts_on__lte=OuterRef("asked_on"),
    ).order_by("-starts_on")
    newest = Acknowledgement.objects.filter(asked_in(versions)).newest_of_each()
    signed = Q(status__in=SIGNED)
    soon = signed & Q(day_signed__lte=F("asked_on") + SIX_WEEKS)
    rows = (
        newest.exclude(status=AcknowledgementStatus.LAPSED)
        .alias(day_signed=SIGNED_ON)
        .annotate(group=Coalesce(Subquery(on_that_day.values("group__name")[:1]), Value("")))
        .order_by()
        .values("version__policy", "version__major", "group")
        .annotate(
            asked=_people(),
            soon=_people(soon),
            signed=_people(signed),
            objected=_people(Q(status=AcknowledgementStatus.OBJECTED)),
            declined=_people(Q(status=AcknowledgementStatus.DECLINED)),
        )
    )
    found: dict[Line, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["version__policy"], row["version__major"]].append(dict(row))
    return found


def _people(condition: Q | None = None) -> Count:
    return Count("councillor", filter=condition, distinct=True)


def reminders_of(versions: Sequence[PolicyVersion]) -> dict[Line, tuple[int, int]]:
    """How many reminders the mail server took, without the first request, and of how many people.

    One query.
    """
    sent = Event.objects.reminders().sent().exclude(what__in=[ASKED, ASKED_AGAIN])
    sent = sent.filter(asked_in(versions, "acknowledgement__"))
    return defaultdict(lambda: (0, 0), _by_line(sent))


def exempted_of(versions: Sequence[PolicyVersion]) -> dict[Line, int]:
    """How many people were exempt at some time: one query."""
    granted = Exemption.objects.filter(asked_in(versions, "acknowledgement__"))
    return defaultdict(int, {line: people for line, (_rows, people) in _by_line(granted).items()})


def _by_line(rows: Any) -> dict[Line, tuple[int, int]]:
    """Of each line how many rows there are, and of how many people."""
    asked = "acknowledgement__"
    found = rows.order_by().values_list(f"{asked}version__policy", f"{asked}version__major")
    counted = found.annotate(n=Count("pk"), people=Count(f"{asked}councillor", distinct=True))
    return {(policy, major): (n, people) for policy, major, n, people in counted}


def asked_by_group(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    return {row["group"]: row["asked"] for row in rows}


def entry(
    version: PolicyVersion,
    rows: Sequence[Mapping[str, Any]],
    told: frozenset[str],
    reminders: tuple[int, int],
    exempted: int,
) -> Entry:
    """One line of the report. Of a version that asked too few, only that it did."""
    total = sum((_figure(row) for row in rows), Figure())
    if total.asked < FEWEST:
        return Entry(version, Figure(asked=total.asked))
    return Entry(
        version,
        total,
        groups=_groups(rows, told),
        objected=sum(row["objected"] for row in rows),
        declined=sum(row["declined"] for row in rows),
        exempted=exempted,
        reminders=reminders[0],
        reminded=reminders[1],
    )


def _groups(rows: Sequence[Mapping[str, Any]], told: frozenset[str]) -> list[tuple[str, Figure]]:
    """The groups that are told, by name, and all others as one; none if none is told."""
    if not told:
        return []
    found = sorted((row["group"], _figure(row)) for row in rows if row["group"] in told)
    if left_over(asked_by_group(rows), told):
        rest = [_figure(row) for row in rows if row["group"] not in told]
        found = [*found, (_("Other groups and independents"), sum(rest, Figure()))]
    return found


def _figure(row: Mapping[str, Any]) -> Figure:
    return Figure(row["asked"], row["soon"], row["signed"])
