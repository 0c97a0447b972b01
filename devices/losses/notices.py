"""The messages about a loss. None says where or how it happened: they carry a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency
from devices.models import CostStatus, Loss

if TYPE_CHECKING:
    from councilgov.notices.models import Notice

CHASE = "police_reference_asked"


def is_open(notice: Notice) -> bool:
    """It is not known yet what becomes of the device."""
    loss = notice.subject
    return isinstance(loss, Loss) and loss.is_open


def waits_for_police(notice: Notice) -> bool:
    """Nobody has given the number or done without it, and it is still a theft."""
    loss = notice.subject
    return isinstance(loss, Loss) and loss.waits_for_police()


def waits_for_comment(notice: Notice) -> bool:
    """Nothing is decided yet, and the councillor may still comment."""
    cost = getattr(notice.subject, "cost", None)
    return cost is not None and cost.is_to_comment(timezone.localdate())


def is_appealed(notice: Notice) -> bool:
    """Nobody has decided on the appeal yet."""
    cost = getattr(notice.subject, "cost", None)
    return cost is not None and cost.status == CostStatus.APPEALED


KINDS = [
    NoticeKind(
        name="loss_told",
        urgency=Urgency.NOW,
        rule=_("Whoever has a device that is lost, stolen or damaged gets a receipt at once."),
        next=_("The ICT service desk tells you here what becomes of it."),
        still_true=is_open,
    ),
    NoticeKind(
        name="loss_to_desk",
        urgency=Urgency.NOW,
        rule=_("The ICT service desk is told at once of every device that is lost or damaged."),
        next=_("Lock and wipe what is missing within an hour of service, and say so on the page."),
        still_true=is_open,
    ),
    NoticeKind(
        name="loss_note",
        urgency=Urgency.NOW,
        rule=_("What is added to a case is told to the other side."),
        next=_("Read it. Answer with a note if something is not right."),
    ),
    NoticeKind(
        name="loss_wiped",
        urgency=Urgency.NOW,
        rule=_("Whoever had a device is told when its data is removed."),
        next=_("Nothing. Tell the ICT service desk if you find the device."),
    ),
    NoticeKind(
        name="loss_police",
        urgency=Urgency.NOW,
        rule=_("The ICT service desk is told when a councillor adds a police reference."),
        next=_("Nothing, unless the insurer needs it."),
    ),
    NoticeKind(
        name="loss_found",
        urgency=Urgency.NOW,
        rule=_("Whoever had a device is told when it is found again."),
        next=_("The ICT service desk checks it before anybody uses it."),
    ),
    NoticeKind(
        name="loss_missing_again",
        urgency=Urgency.NOW,
        rule=_("Whoever was told that a device is found is told when it is missing after all."),
        next=_("The ICT service desk tells you here what becomes of it."),
        still_true=is_open,
    ),
    NoticeKind(
        name="loss_resolved",
        urgency=Urgency.NOW,
        rule=_("Whoever had a device is told what became of it."),
        next=_("Nothing, unless the page says otherwise."),
    ),
    NoticeKind(
        name=CHASE,
        urgency=Urgency.DIGEST,
        rule=_(
            "The police reference of a theft is asked for after a working day, on the three "
            "working days after it, and then once a week."
        ),
        next=_("Add the number, and the reminders stop. Nothing waits for it."),
        still_true=waits_for_police,
    ),
    NoticeKind(
        name="cost_proposed",
        urgency=Urgency.NOW,
        rule=_("A councillor may comment before it is decided who pays for a device."),
        next=_("The ICT service desk decides once you have commented, or after the last day."),
        still_true=waits_for_comment,
    ),
    NoticeKind(
        name="cost_commented",
        urgency=Urgency.NOW,
        rule=_("The ICT service desk is told when a councillor has commented on a cost."),
        next=_("Decide on the cost, with your reasons."),
    ),
    NoticeKind(
        name="cost_decided",
        urgency=Urgency.NOW,
        rule=_("A councillor is told who pays for a device, and why."),
        next=_("If you do not agree, appeal on the page. Nothing is charged by the portal."),
    ),
    NoticeKind(
        name="cost_agreed",
        urgency=Urgency.NOW,
        rule=_("The ICT service desk is told when a councillor agrees to a deduction."),
        next=_("Ask members’ services to arrange it."),
    ),
    NoticeKind(
        name="cost_appealed",
        urgency=Urgency.NOW,
        rule=_("The Monitoring Officer decides when a councillor appeals against a cost."),
        next=_("Decide anew, with your reasons."),
        still_true=is_appealed,
    ),
]
