"""The messages about confidential reports. None says what it is, or about whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from breaches.models import Incident
from councilgov.notices.kinds import NoticeKind, Urgency

if TYPE_CHECKING:
    from councilgov.notices.models import Notice


def is_listed(notice: Notice) -> bool:
    """They are on the list of readers still."""
    incident = notice.subject
    return isinstance(incident, Incident) and not incident.is_shut_to(notice.to)


KINDS = [
    NoticeKind(
        name="incident_confided",
        urgency=Urgency.NOW,
        rule=_("Whoever is put on the list of a confidential report is told at once."),
        next=_("Only those on its list can read it. Do not pass it on."),
        still_true=is_listed,
    ),
    NoticeKind(
        name="incident_opened",
        urgency=Urgency.NOW,
        rule=_(
            "Whose report it is, its readers and the Monitoring Officer are told when a "
            "confidential report is opened."
        ),
        next=_(
            "It closes by itself. While it is open, the Monitoring Officer can close it at once."
        ),
    ),
]
