"""What each person has to do about equipment: for their home page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from breaches.models import LossReport
from councilgov.access import Right
from councilgov.days import day_in_words
from councilgov.portal.handing_in import of_the_desk, to_hand_in
from councilgov.portal.missing import missing_to_do, missing_waiting
from devices.insuring.due import is_to_declare
from devices.models import (
    DeskTask,
    Device,
    Enrolment,
    FilterRequest,
    FoundReport,
    Issue,
    Return,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from councilgov.forms.templatetags.govuk import Task
    from councilgov.people.models import User


class Way(NamedTuple):
    """Something that an officer may do, and where."""

    text: str
    href: str
    due_at: datetime | None = None
    """When the first of it is due, or was, if that is known."""


def equipment_to_do(user: User, today: date) -> Iterator[Task]:
    """What a councillor has to do about equipment."""
    yield from to_hand_in(user, today)
    yield from missing_to_do(user, today)
    if not user.is_councillor:
        return
    for issue in Issue.objects.filter(councillor=user).waiting().order_by("accept_before"):
        yield _to_accept(issue, today)
    for row in Enrolment.objects.to_mend().filter(councillor=user).select_related("device"):
        yield _to_mend(row, today)
    for row in Enrolment.objects.to_sign().filter(councillor=user).select_related("device"):
        yield {
            "title": _("Sign for your own device: %(device)s") % {"device": row.device.model},
            "href": reverse("devices:sign_enrolment", args=[row.device.asset_tag]),
            "hint": _("It was set up for council work before this portal came."),
            "status": _("To sign"),
            "colour": "blue",
        }
    if is_to_declare(user, today):
        yield {
            "title": _("Say whose insurance covers your council equipment"),
            "href": reverse("devices:insurance"),
            "hint": _("One question, once a year."),
            "status": _("To do"),
            "colour": "blue",
        }


def equipment_done(user: User, since: datetime) -> Iterator[Task]:
    """What a councillor accepted or signed for lately, the last first. Two queries."""
    issued = Issue.objects.filter(councillor=user, signed_at__gte=since)
    for issue in issued.order_by("-signed_at"):
        yield {
            "title": _("You accepted your council equipment"),
            "href": issue.get_absolute_url(),
            "status": _("Completed"),
        }
    returned = Return.objects.filter(councillor=user, signed_at__gte=since)
    for row in returned.order_by("-signed_at"):
        yield {
            "title": _("You signed for what you returned"),
            "href": row.get_absolute_url(),
            "status": _("Completed"),
        }


def devices_held(user: User) -> list[Device]:
    """What a councillor has, lost ones too: one query, and none for anybody else."""
    if not user.has_perm(Right.ACCEPT_DEVICES):
        return []
    return list(Device.objects.held_by(user).with_row().order_by("asset_tag"))


def _to_accept(issue: Issue, today: date) -> Task:
    is_late = issue.is_late(today)
    return {
        "title": _("Accept your council equipment"),
        "href": issue.get_absolute_url(),
        "hint": _("Accept it by %(day)s.") % {"day": day_in_words(issue.accept_before)},
        "status": _("Overdue") if is_late else _("To accept"),
        "colour": "red" if is_late else "blue",
    }


def _to_mend(row: Enrolment, today: date) -> Task:
    is_late = row.mend_before is not None and row.mend_before < today
    return {
        "title": _("Make your own device safe: %(device)s") % {"device": row.device.model},
        "href": row.get_absolute_url(),
        "hint": _("Before the end of %(day)s. %(problem)s")
        % {"day": day_in_words(row.mend_before), "problem": row.problem}
        if row.mend_before
        else row.problem,
        "status": _("Overdue") if is_late else _("To do"),
        "colour": "red" if is_late else "blue",
    }


def equipment_waiting(user: User) -> Iterator[Way]:
    """What waits for an officer. Each number is that of the list behind its link."""
    yield from (Way(*way) for way in missing_waiting(user))
    yield from (Way(*way) for way in of_the_desk(user))
    yield from _found(user)
    if user.has_perm(Right.DO_DESK_TASKS) and (
        count := DeskTask.objects.visible_to(user).open().count()
    ):
        told = ngettext("%(n)s task of the desk", "%(n)s tasks of the desk", count)
        yield Way(told % {"n": count}, f"{reverse('devices:desk_tasks')}?status=open")
    yield from _not_accepted(user)


def losses_waiting(user: User) -> Iterator[Way]:
    """Losses that nobody has checked: they come before everything else."""
    if count := LossReport.objects.visible_to(user).waiting().count():
        told = ngettext(
            "%(n)s loss to ring back about, not checked yet",
            "%(n)s losses to ring back about, not checked yet",
            count,
        )
        yield Way(told % {"n": count}, f"{reverse('breaches:loss_reports')}?status=waiting")


def _not_accepted(user: User) -> Iterator[Way]:
    """What was issued and not accepted in time."""
    if not user.has_perm(Right.ISSUE_DEVICES):
        return
    if count := Issue.objects.late(timezone.now()).count():
        told = ngettext(
            "%(n)s issue of equipment not accepted in time",
            "%(n)s issues of equipment not accepted in time",
            count,
        )
        yield Way(told % {"n": count}, f"{reverse('devices:issues')}?status=late")


def _found(user: User) -> Iterator[Way]:
    """What strangers found and told the desk."""
    if not user.has_perm(Right.SEE_FOUND_REPORTS):
        return
    if count := FoundReport.objects.waiting().count():
        told = ngettext("%(n)s found device to answer", "%(n)s found devices to answer", count)
        yield Way(told % {"n": count}, f"{reverse('devices:found_reports')}?status=waiting")


def filters_waiting(user: User) -> Iterator[Way]:
    """Senders of email that the desk is asked to block or unblock."""
    if not user.has_perm(Right.DO_FILTERS):
        return
    if count := FilterRequest.objects.to_do().count():
        told = ngettext(
            "%(n)s sender of email to block or unblock",
            "%(n)s senders of email to block or unblock",
            count,
        )
        yield Way(told % {"n": count}, f"{reverse('devices:filter_requests')}?todo=on")
