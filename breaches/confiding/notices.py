"""The messages about confidential reports. None says what it is, or about whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from breaches.confiding.checks import is_asked_for, may_confide
from breaches.models import Incident
from councilgov.notices.kinds import NoticeKind, Urgency

if TYPE_CHECKING:
    from councilgov.notices.models import Notice


def is_listed(notice: Notice) -> bool:
    """They are on the list of readers still."""
    incident = notice.subject
    return isinstance(incident, Incident) and not incident.is_shut_to(notice.to)


def is_to_be_shut(notice: Notice) -> bool:
    """It is asked for still, and whoever is told may do it."""
    incident = notice.subject
    if not isinstance(incident, Incident):
        return False
    return is_asked_for(incident) and may_confide(incident, notice.to)


KINDS = [
    NoticeKind(
        name="incident_confided",
        urgency=Urgency.NOW,
        rule=_("Whoever is put on the list of a confidential report is told at once."),
        next=_("Only those on its list can read it. Do not pass it on."),
        still_true=is_listed,
    ),
    NoticeKind(
        name="confidential_asked",
        urgency=Urgency.NOW,
        rule=_(
            "Whoever looks into a report is told when its reporter asks to make it confidential."
        ),
        next=_("Read why, and make it confidential, or tell them why not."),
        still_true=is_to_be_shut,
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
