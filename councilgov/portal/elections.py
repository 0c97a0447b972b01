"""What waits for officers about elections and the calendar: for their home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from councilgov.access import Right
from councilgov.days import day_in_words, today
from councilgov.elections.closing.calendar import Calendar
from councilgov.elections.declaring.newly import to_declare, without_mailbox
from councilgov.elections.models import Contest
from councilgov.elections.sweeping import KEEPERS
from councilgov.portal.equipment import Way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from councilgov.forms.templatetags.govuk import Task
    from councilgov.people.models import User


def declaration_to_do(user: User) -> Iterator[Task]:
    """Whoever is newly elected reads what they may not do before they have declared: no query."""
    if user.is_councillor and not user.has_declared:
        yield {
            "title": _("Make the declaration of acceptance of office"),
            "hint": _(
                "Members’ services tell you when and where. Before it you may not act as a "
                "councillor, so your list of contacts is not open yet."
            ),
            "status": _("To do"),
            "colour": "yellow",
        }


def newly_elected_waiting(user: User) -> Iterator[Way]:
    """Who has not declared, and whose time for it is over; for the desk, who has no mailbox."""
    if user.has_perm(Right.CLOSE_ACCESS) and (count := without_mailbox().count()):
        told = ngettext(
            "%(n)s newly elected councillor needs a mailbox",
            "%(n)s newly elected councillors need a mailbox",
            count,
        )
        yield Way(told % {"n": count}, reverse("elections:new_members"))
    if not user.has_perm(Right.KEEP_ELECTIONS):
        return
    new = reverse("elections:new_members")
    counts = to_declare().aggregate(
        all=Count("pk"), late=Count("pk", Q(declaration_due_on__lt=today()))
    )
    if late := counts["late"]:
        told = ngettext(
            "%(n)s office is vacant, as nobody declared in two months: confirm it",
            "%(n)s offices are vacant, as nobody declared in two months: confirm it",
            late,
        )
        yield Way(told % {"n": late}, new)
    if waiting := counts["all"] - late:
        told = ngettext(
            "%(n)s newly elected councillor has to declare",
            "%(n)s newly elected councillors have to declare",
            waiting,
        )
        yield Way(told % {"n": waiting}, new)


def results_waiting(user: User) -> Iterator[Way]:
    """Wards without a confirmed result on the day of change: who lost there is still in office."""
    if not user.has_perm(Right.KEEP_ELECTIONS):
        return
    if count := Contest.objects.late(today()).count():
        told = ngettext(
            "%(n)s ward has no confirmed result, and the day of change has come",
            "%(n)s wards have no confirmed result, and the day of change has come",
            count,
        )
        yield Way(told % {"n": count}, reverse("elections:elections"))


def elections_waiting(user: User) -> Iterator[Way]:
    """Who is to declare, which results are missing, and that the list of bank holidays ends."""
    yield from newly_elected_waiting(user)
    yield from results_waiting(user)
    if user.roles.isdisjoint(KEEPERS):
        return
    calendar = Calendar()
    if calendar.is_ending(today()):
        told = _("Bank holidays are known until %(day)s only: have the portal updated")
        day = day_in_words(calendar.last_holiday)
        yield Way(told % {"day": day}, reverse("elections:calendar"))
