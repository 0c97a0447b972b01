"""The ladder of reminders: when each is due, and what became of every message about a request.

Calendar days from the last day for signing: 14, 7, 3 and 1 before it, on it, then each week. A
stage that falls on a day without reminders goes out on the next working day (``notices.digests``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, F, IntegerField, Value, When
from django.db.models.functions import Mod
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from councilgov.notices.stages import WEEK, days_between

if TYPE_CHECKING:
    from datetime import date

    from councilgov.notices.models import Notice
    from policies.requests import AcknowledgementQuerySet

BEFORE = (-1, -3, -7, -14)
"""Days to the last day, the nearest first."""
LEADER_AFTER, OFFICER_AFTER = 7, 14
"""Days after which the group leader, and the Monitoring Officer, are told who is late."""

SOON, TODAY, LATE = "policy_due_soon", "policy_due_today", "policy_overdue"
LADDER = (SOON, TODAY, LATE)
ASKED = "policy_to_sign"
ASKED_AGAIN = "exemption_ended"
CHASED = "policy_chased"
TO_LEADER, TO_OFFICER = "policy_late_in_group", "policy_late"
STEPS = {
    ASKED: gettext_lazy("Request to sign"),
    ASKED_AGAIN: gettext_lazy("Request to sign after an exemption"),
    CHASED: gettext_lazy("Reminder by an officer"),
    "policy_signed": gettext_lazy("Receipt for the signature"),
    "policy_declined_receipt": gettext_lazy("Receipt for the refusal"),
    "policy_objection": gettext_lazy("Objection, to the Monitoring Officer"),
    "policy_declined": gettext_lazy("Refusal, to the Monitoring Officer"),
    "policy_withdrawn": gettext_lazy("Nothing to sign any more"),
    "exemption_granted": gettext_lazy("Exempt for a while"),
    "signature_recorded": gettext_lazy("Signature recorded by an officer"),
    "signature_disputed": gettext_lazy("Dispute, to the Monitoring Officer"),
    "dispute_settled": gettext_lazy("Decision on the dispute"),
    "dispute_settled_officer": gettext_lazy("Decision on the dispute, to whoever recorded it"),
    TO_LEADER: gettext_lazy("Late, to the group leader"),
    TO_OFFICER: gettext_lazy("Late, to the Monitoring Officer"),
}
"""Messages about a request that are no rung of the ladder."""
ASKING = (ASKED, ASKED_AGAIN, CHASED, *LADDER)
"""Messages that ask a councillor to sign."""


def with_stage(rows: AcknowledgementQuerySet, today: date) -> models.QuerySet[Any]:
    """Each with the days it is ``late`` and its ``stage``: the last one reached, or None.

    A stage counts from the day after the request: who was asked three days before the last day is
    not told of the fourteenth.
    """
    late = F("late")
    reached = Case(
        When(late__gte=WEEK, then=late - Mod(late, WEEK)),
        When(late__gte=0, then=Value(0)),
        *(When(late__gte=days, then=Value(days)) for days in BEFORE),
        output_field=IntegerField(),
    )
    since = days_between(F("due_on"), F("asked_on"))
    dated = rows.annotate(late=days_between(F("due_on"), Value(today, models.DateField())))
    staged = dated.annotate(reached=reached, since=since)
    return staged.annotate(stage=Case(When(reached__gt=F("since"), then=F("reached"))))


def stage_of(notice: Notice) -> int:
    """Days from the last day for signing to the stage of a reminder; negative before it."""
    return int(notice.cause.rpartition(":")[2])


def due_day_of(notice: Notice) -> str:
    """The last day for signing that a reminder is about, as ISO 8601 writes it."""
    return notice.cause.split(":")[1]


def stage_in_words(notice: Notice) -> str:
    """Which step a message of the log was: "Reminder, 7 days before the last day"."""
    if notice.kind in LADDER:
        return _reminder_in_words(stage_of(notice))
    return str(STEPS.get(notice.kind, _("Message")))


def _reminder_in_words(stage: int) -> str:
    if stage == 0:
        return _("Reminder of the last day")
    days = abs(stage)
    told = (
        ngettext(
            "Reminder, %(n)s day before the last day",
            "Reminder, %(n)s days before the last day",
            days,
        )
        if stage < 0
        else ngettext(
            "Reminder, %(n)s day after the last day",
            "Reminder, %(n)s days after the last day",
            days,
        )
    )
    return told % {"n": days}
