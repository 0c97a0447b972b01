"""That there are reports which an officer can't read: a number and a day, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Value
from django.db.models.functions import TruncDate
from django.urls import reverse

from breaches.models import Incident, SafetyReport

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from councilgov.people.models import User

INCIDENT, SAFETY = "INC", "SAFE"


@dataclass(frozen=True)
class Entry:
    """One report, as far as somebody may know of it who can't read it."""

    reference: str
    day: date
    href: str
    """The page on which it can be opened in an emergency; empty for what nobody opens."""


def shut_rows(user: User) -> Any:
    """What is shut to this person, the last first: kind, key and day of each. One query."""
    shut = _rows(Incident.objects.shut_to(user), INCIDENT)
    theirs = SafetyReport.objects.visible_to(user).values("pk")
    safety = _rows(SafetyReport.objects.exclude(pk__in=theirs), SAFETY)
    return shut.union(safety, all=True).order_by("-day", "what", "-pk")


def _rows(rows: QuerySet[Any], what: str) -> Any:
    kind = Value(what, CharField())
    return (
        rows.order_by()
        .annotate(what=kind, day=TruncDate("reported_at"))
        .values_list("what", "pk", "day")
    )


def entry(what: str, pk: int, day: date) -> Entry:
    """A row as the page shows it."""
    reference = f"{what}-{pk:06d}"
    href = reverse("breaches:open_confidential", args=[reference]) if what == INCIDENT else ""
    return Entry(reference, day, href)
