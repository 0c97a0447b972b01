"""The messages of alarms. None says what happened, or to whom: they carry a link."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from breaches.alarming.judging import still_runs, to_confirm, to_rule
from breaches.models import HOURS, Alarm, AlarmPhone, Circle, Incident, Regulator
from councilgov.days import deadline_in_words
from councilgov.deadlines import hours_after
from councilgov.notices.kinds import NoticeKind, Urgency

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice


def _facts(notice: Notice) -> Mapping[str, Any]:
    """How the clock stands when it is sent."""
    alarm = notice.subject
    assert isinstance(alarm, Alarm)  # noqa: S101  # what is no alarm any more is not sent
    row = alarm.assessment
    return {
        "reference": row.incident.reference,
        "hour": alarm.hour,
        "left": HOURS - alarm.hour,
        "is_over": alarm.is_over,
        "is_late": alarm.is_late,
        "due": deadline_in_words(row.due_at),
        "reached": deadline_in_words(alarm.due_at),
        "is_provisional": row.is_provisional,
        "is_decided": row.regulator == Regulator.NOTIFIABLE,
        "is_own": row.councillor_id == notice.to_id,
        "is_first": alarm.circle == Circle.FIRST,
    }


def _hours(notice: Notice) -> Mapping[str, Any]:
    """How long it waits when this is sent, in whole hours."""
    incident = notice.subject
    assert isinstance(incident, Incident)  # noqa: S101  # what is no report any more is not sent
    knew_at = incident.council_knew_at
    return {
        "hours": (timezone.now() - knew_at) // timedelta(hours=1),
        "knew": deadline_in_words(knew_at),
        "due": deadline_in_words(hours_after(knew_at, HOURS)),
    }


def _alarm_number(notice: Notice) -> str:
    """Of whoever is told, if they have shown that it is theirs."""
    phone = AlarmPhone.objects.confirmed().filter(person=notice.to).first()
    return phone.number if phone else ""


def _asked_number(notice: Notice) -> str:
    """To which the code goes."""
    phone = notice.subject
    return phone.number if isinstance(phone, AlarmPhone) else ""


def _is_newest(notice: Notice) -> bool:
    """The code can be entered, and none was asked for since."""
    phone = notice.subject
    if not isinstance(phone, AlarmPhone) or not phone.waits(timezone.now()):
        return False
    return notice.cause == f"{phone.pk}-{phone.asked_at.timestamp()}"


NEXT = _(
    "Open the report. If nobody opens it in time, the next people are told. The alarms end when "
    "the regulator was told, or somebody decided that it need not be."
)
KINDS = [
    NoticeKind(
        name="breach_alarm",
        urgency=Urgency.NOW,
        rule=_("The regulator is told of a breach within 72 hours: alarms tell how many are left."),
        next=NEXT,
        still_true=still_runs,
        context=_facts,
    ),
    NoticeKind(
        name="breach_alarm_text",
        urgency=Urgency.NOW,
        rule=_("Alarms also go to the phone of who asked for that."),
        next=NEXT,
        still_true=still_runs,
        context=_facts,
        number=_alarm_number,
    ),
    NoticeKind(
        name="alarm_phone_code",
        urgency=Urgency.NOW,
        rule=_("A number is used for alarms once somebody has shown that it is theirs."),
        next=_("Enter the code in the portal."),
        still_true=_is_newest,
        number=_asked_number,
    ),
    NoticeKind(
        name="breach_unheard",
        urgency=Urgency.NOW,
        rule=_("Administrators are told where nobody else is left who can be told of an alarm."),
        next=_("Ring them. Then see to it that somebody is on call."),
        still_true=still_runs,
        context=_facts,
    ),
    NoticeKind(
        name="incident_to_rule",
        urgency=Urgency.NOW,
        rule=_("Reports are looked at within four working hours."),
        next=_("Say whether personal data is affected. The 72 hours may already be running."),
        still_true=to_rule,
    ),
    NoticeKind(
        name="incident_unruled",
        urgency=Urgency.NOW,
        rule=_("Whoever rules and whoever decides are told of each stage of the 72 hours."),
        next=_("Say whether personal data is affected. Ring whoever is to do so, if it isn’t you."),
        still_true=to_rule,
        context=_hours,
    ),
    NoticeKind(
        name="incident_to_confirm",
        urgency=Urgency.NOW,
        rule=_("What may be a breach is confirmed or dismissed within 24 hours."),
        next=_("Confirm it, or say that no personal data is affected."),
        still_true=to_confirm,
    ),
]
