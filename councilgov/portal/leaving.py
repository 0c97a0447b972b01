"""What leavers have to do, and what waits for officers about them: for the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from councilgov.access import Right
from councilgov.days import today
from councilgov.offboarding.cases import still_open
from councilgov.offboarding.machines import OF_ACCESS, WITH_RECEIPT
from councilgov.offboarding.models import AccountEnd, CaseStatus, OffboardingCase
from councilgov.offboarding.own.facts import days_in_words, own_case
from councilgov.offboarding.posting.due import count_due
from councilgov.offboarding.showing.tables import OPENING
from councilgov.people.models import Suspension
from councilgov.portal.equipment import Way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from councilgov.forms.templatetags.govuk import Task
    from councilgov.people.models import User

LEFT = [("status", CaseStatus.RUNNING.value), ("status", CaseStatus.PAUSED.value)]


def leaving_office_to_do(user: User) -> Iterator[Task]:
    """For whoever leaves, in office or not: one link to all that is left."""
    if case := own_case(user):
        yield {
            "title": _("See what to do when you leave office"),
            "href": reverse("offboarding:mine"),
            "hint": days_in_words(case),
            "status": _("To do"),
            "colour": "blue",
        }


def cases_waiting(user: User) -> Iterator[Way]:
    """Each number is that of the list behind its link."""
    if not user.has_perm(Right.SEE_OFFBOARDING):
        return
    yield from _overdue(user)
    yield from _of_the_desk(user)
    yield from _of_members_services(user)


def _board(*asked: tuple[str, str]) -> str:
    return reverse("offboarding:board", query=list(asked))


def _overdue(user: User) -> Iterator[Way]:
    """For those who oversee leavers, and those who keep their cases."""
    if not user.has_perm(Right.OVERSEE_OFFBOARDING) and not user.has_perm(Right.KEEP_OFFBOARDING):
        return
    if count := OffboardingCase.objects.visible_to(user).overdue(today()).count():
        told = ngettext("%(n)s leaver is overdue", "%(n)s leavers are overdue", count)
        yield Way(told % {"n": count}, _board(("status", "overdue")))


def _of_the_desk(user: User) -> Iterator[Way]:
    if not user.has_perm(Right.CLOSE_ACCESS):
        return
    left = OffboardingCase.objects.visible_to(user).left().filter(still_open(OF_ACCESS))
    if count := left.count():
        told = ngettext(
            "%(n)s leaver whose access is still open",
            "%(n)s leavers whose access is still open",
            count,
        )
        yield Way(told % {"n": count}, _board(*LEFT, ("todo", "access")))
    back = OffboardingCase.objects.filter(pk__in=AccountEnd.objects.to_open().values("case"))
    if count := back.count():
        told = ngettext(
            "%(n)s councillor is in office again: open their accounts",
            "%(n)s councillors are in office again: open their accounts",
            count,
        )
        ended = [("status", status) for status in sorted(WITH_RECEIPT)]
        yield Way(told % {"n": count}, _board(*ended, ("todo", OPENING)))
    yield from _suspensions()


def _suspensions() -> Iterator[Way]:
    """What the desk is to close for the time of a suspension, or to open again after it."""
    page, now = reverse("offboarding:suspensions"), timezone.now()
    if count := Suspension.objects.to_close(now).count():
        told = ngettext(
            "Close access for a time: %(n)s councillor",
            "Close access for a time: %(n)s councillors",
            count,
        )
        yield Way(told % {"n": count}, f"{page}?desk=close")
    if count := Suspension.objects.to_open(now).count():
        told = ngettext(
            "Open access again: %(n)s councillor", "Open access again: %(n)s councillors", count
        )
        yield Way(told % {"n": count}, f"{page}?desk=open")


def _of_members_services(user: User) -> Iterator[Way]:
    if not user.has_perm(Right.KEEP_OFFBOARDING):
        return
    if count := OffboardingCase.objects.visible_to(user).open().count():
        told = ngettext(
            "%(n)s councillor leaves, or has left and is not done",
            "%(n)s councillors leave, or have left and are not done",
            count,
        )
        yield Way(told % {"n": count}, _board())
    if count := count_due():
        told = ngettext("%(n)s letter to post", "%(n)s letters to post", count)
        yield Way(told % {"n": count}, reverse("offboarding:letters"))
