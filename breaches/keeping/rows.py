"""Where the words of a report stand, and what becomes of each when its time is over.

Whatever tells of somebody goes, in its history too. Categories, moments, decisions and who took
them stay: the figures come out as before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from breaches.models import (
    Assessment,
    ContainmentTask,
    FollowUp,
    Incident,
    IncidentEvent,
    IncidentOpening,
    Involved,
    Letter,
    Notification,
    PackAnswer,
    Part,
    PublicNotice,
    Reader,
    Recipient,
)
from breaches.recipients import FORGOTTEN
from councilgov.records import keep_all

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from councilgov.records import Record

WHY = "Personal details erased"


class Place(NamedTuple):
    """Columns of a table, and by which of its own the rows of a report are found."""

    model: type[Record]
    of: str
    said: Sequence[str] = ()
    numbered: Sequence[str] = ()
    """Words of which no two may be the same in a report."""


class Gone(NamedTuple):
    """Rows that go whole."""

    model: type[Record]
    of: str
    which: Q = Q()


PLACES = (
    Place(IncidentEvent, "incident", ["words"]),
    Place(ContainmentTask, "incident", ["ended_words"], ["words"]),
    Place(FollowUp, "incident", ["words", "ended_words"]),
    Place(Reader, "incident", ["because"]),
    Place(IncidentOpening, "incident", ["reason"]),
    Place(PublicNotice, "assessment", ["text", "place"]),
    Place(Notification, "assessment", ["unknown", "late_because", "names_because"]),
    Place(
        Assessment,
        "id",
        [
            "aware_because",
            "advice",
            "unadvised_because",
            "regulator_because",
            "people_because",
        ],
    ),
)
GONE = (
    Gone(Letter, "assessment"),
    Gone(PackAnswer, "assessment"),
    Gone(Involved, "incident", ~Q(part=Part.OWNER)),
)
OF_INCIDENT = ["happened", "data_told", "teller", "ruled_because"]


def erase_rows(incidents: Sequence[Incident]) -> None:
    """The words of these reports, which are held: as many statements for one as for a hundred."""
    keys = [row.pk for row in incidents]
    parts = list(Assessment.objects.filter(incident__in=keys).values_list("pk", flat=True))
    ids: Mapping[str, Sequence[int]] = {"incident": keys, "assessment": parts, "id": parts}
    for gone in GONE:
        _delete(gone, ids[gone.of])
    for place in PLACES:
        rows = _forget_past(place.model, place.of, ids[place.of])
        for row in rows:
            _blank(row, place)
        _keep(rows, place)
    _forget_recipients(parts)


def _delete(gone: Gone, ids: Sequence[int]) -> None:
    which = gone.which & Q(**{f"{gone.of}__in": ids})
    past: Any = gone.model.history
    past.filter(which).delete()
    rows: QuerySet[Any] = QuerySet(gone.model).filter(which)
    rows._raw_delete(rows.db)


def _forget_past(model: type[Record], of: str, ids: Sequence[int]) -> list[Any]:
    """What the rows were goes, also of those that are no more; the rows as they are."""
    which = {f"{of}__in": ids}
    past: Any = model.history
    past.filter(**which).delete()
    rows: QuerySet[Any] = QuerySet(model).filter(**which).order_by("pk")
    return list(rows)


def _blank(row: Any, place: Place) -> None:
    """That something was said stays; what it was goes."""
    for name in place.said:
        setattr(row, name, erased() if getattr(row, name) else "")
    for name in place.numbered:
        setattr(row, name, f"{erased()} {row.pk}")
    if isinstance(row, Notification):
        row.answers = []


def _keep(rows: Sequence[Any], place: Place) -> None:
    more = ["answers"] if place.model is Notification else []
    keep_all(rows, by=None, why=WHY, fields=[*place.said, *place.numbered, *more])


def _forget_recipients(parts: Sequence[int]) -> None:
    """How many were told, when and how, stays."""
    now = timezone.now()
    rows: Sequence[Recipient] = _forget_past(Recipient, "assessment", parts)
    for row in rows:
        row.forget(now)
    keep_all(rows, by=None, why=WHY, fields=FORGOTTEN)


def blank(incident: Incident) -> Sequence[str]:
    """The words of the report itself; which columns that changes."""
    for name in OF_INCIDENT:
        setattr(incident, name, erased() if getattr(incident, name) else "")
    incident.about = ""
    incident.erases_on, incident.erased_at = None, timezone.now()
    return [*OF_INCIDENT, "about", "erases_on", "erased_at"]


def erased() -> str:
    return _("Erased")
