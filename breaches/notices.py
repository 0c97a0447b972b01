"""The messages about incidents. None says what happened, or to whom: they carry a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from breaches.models import Incident
from councilgov.notices.kinds import NoticeKind, Urgency

if TYPE_CHECKING:
    from councilgov.notices.models import Notice


def is_open(notice: Notice) -> bool:
    """Somebody still looks into it, or has to."""
    incident = notice.subject
    return isinstance(incident, Incident) and incident.is_open


def may_look(notice: Notice) -> bool:
    """It is open, and whoever is told has no part in it that was noted meanwhile."""
    incident = notice.subject
    if not isinstance(incident, Incident) or not incident.is_open:
        return False
    return not incident.has_part(notice.to)


KINDS = [
    NoticeKind(
        name="incident_reported",
        urgency=Urgency.NOW,
        rule=_("Information officers are told at once of whatever is reported."),
        next=_("Say within four working hours whether personal data is affected."),
        still_true=may_look,
    ),
    NoticeKind(
        name="incident_told",
        urgency=Urgency.NOW,
        rule=_("Whoever reports something gets a receipt at once."),
        next=_("Somebody looks into it, and you can read here what comes of it."),
    ),
    NoticeKind(
        name="incident_note",
        urgency=Urgency.NOW,
        rule=_("Information officers are told at once of what is added to a report."),
        next=_("Read it: it may change what has to be done, and by when."),
        still_true=may_look,
    ),
    NoticeKind(
        name="incident_ruled",
        urgency=Urgency.NOW,
        rule=_("Whoever reported something is told what was found."),
        next=_("If you know more, add it to your report."),
        still_true=is_open,
    ),
]
