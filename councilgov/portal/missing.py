"""What councillors and officers have to do about losses, their cost, and misuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from councilgov.access import Right
from councilgov.days import day_in_words
from devices.models import CostStatus, Loss, MisuseCase, MisuseStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from councilgov.forms.templatetags.govuk import Task
    from councilgov.people.models import User
    from devices.losing import LossQuerySet


def missing_to_do(user: User, today: date) -> Iterator[Task]:
    """What this person may do about what they lost, or are asked about: in office or not."""
    own = Loss.objects.filter(councillor=user)
    thefts = set(own.waiting_for_police().values_list("pk", flat=True))
    for loss in own.select_related("device", "cost").order_by("-reported_at"):
        if loss.pk in thefts:
            yield _task(loss, _("Add the police reference for %(device)s"), _("To add"), "blue")
        if asked := _asked_of_cost(loss, today):
            yield {**_task(loss, asked, _("To do"), "blue"), "hint": _until(loss, today)}
        elif loss.is_open and loss.pk not in thefts:
            yield _task(loss, _("See what happens about %(device)s"), _("In hand"), "grey")
    for case in MisuseCase.objects.filter(councillor=user, status=MisuseStatus.OPENED).with_row():
        task = _task(
            case, _("Say what you think about how %(device)s was used"), _("To do"), "blue"
        )
        yield {**task, "hint": _heard_until(case.comment_before, today)}


def _asked_of_cost(loss: Loss, today: date) -> str:
    """What the councillor may answer about who pays; empty if there is nothing."""
    cost = getattr(loss, "cost", None)
    if cost and cost.is_to_comment(today) and not cost.is_commented:
        return _("Say what you think: who pays for %(device)s?")
    if cost and cost.waits_for_agreement:
        return _("Answer: who pays for %(device)s")
    return ""


def _until(loss: Loss, today: date) -> str:
    """Until when they may say what they think of the cost; "" where they are asked to agree."""
    return _heard_until(loss.cost.comment_before, today) if loss.cost.is_to_comment(today) else ""


def _heard_until(day: date, today: date) -> str:
    """A councillor who is late is still heard, as long as nothing is decided."""
    if day < today:
        return _("You can still do so until it is decided.")
    return _("You can do so until %(day)s.") % {"day": day_in_words(day)}


def _task(row: Loss | MisuseCase, title: str, status: str, colour: str) -> Task:
    return {
        "title": title % {"device": row.device.model},
        "href": row.get_absolute_url(),
        "status": status,
        "colour": colour,
    }


def _not_secured(rows: LossQuerySet) -> LossQuerySet:
    return rows.late_to_secure(timezone.now())


def _to_wipe(rows: LossQuerySet) -> LossQuerySet:
    return rows.waiting_for_wipe()


def _for_police(rows: LossQuerySet) -> LossQuerySet:
    return rows.waiting_for_police()


def _without_cost(rows: LossQuerySet) -> LossQuerySet:
    return rows.cost_not_decided()


def _appealed(rows: LossQuerySet) -> LossQuerySet:
    return rows.filter(cost__status=CostStatus.APPEALED)


LOSSES = (
    (
        Right.HANDLE_LOSS,
        "late",
        _not_secured,
        ngettext_lazy(
            "%(n)s missing device not locked or wiped in time",
            "%(n)s missing devices not locked or wiped in time",
            "n",
        ),
    ),
    (
        Right.HANDLE_LOSS,
        "wipe",
        _to_wipe,
        ngettext_lazy("%(n)s missing device to wipe", "%(n)s missing devices to wipe", "n"),
    ),
    (
        Right.HANDLE_LOSS,
        "police",
        _for_police,
        ngettext_lazy(
            "%(n)s theft without a police reference", "%(n)s thefts without a police reference", "n"
        ),
    ),
    (
        Right.HANDLE_LOSS,
        "cost",
        _without_cost,
        ngettext_lazy(
            "%(n)s loss of which the cost is not decided",
            "%(n)s losses of which the cost is not decided",
            "n",
        ),
    ),
    (
        Right.DECIDE_APPEAL,
        "appeal",
        _appealed,
        ngettext_lazy(
            "%(n)s appeal against a cost to decide", "%(n)s appeals against a cost to decide", "n"
        ),
    ),
)
"""What waits for whom, as the list is filtered, and in which words."""


def missing_waiting(user: User) -> Iterator[tuple[str, str]]:
    """What waits for an officer. Each number is that of the list behind its link."""
    for right, waiting, of, told in LOSSES:
        if user.has_perm(right) and (count := of(Loss.objects.visible_to(user)).count()):
            yield told % {"n": count}, f"{reverse('devices:losses')}?waiting={waiting}"
    seen = MisuseCase.objects.visible_to(user)
    address = reverse("devices:misuse_cases")
    if user.has_perm(Right.DECIDE_MISUSE) and (
        count := seen.to_decide(timezone.localdate()).count()
    ):
        told = ngettext_lazy(
            "%(n)s case of misuse to decide", "%(n)s cases of misuse to decide", "n"
        )
        yield told % {"n": count}, f"{address}?waiting=decide"
    if user.has_perm(Right.ENTER_INVOICE) and (count := seen.to_invoice().count()):
        told = ngettext_lazy(
            "%(n)s invoice to send for equipment", "%(n)s invoices to send for equipment", "n"
        )
        yield told % {"n": count}, f"{address}?waiting=invoice"
