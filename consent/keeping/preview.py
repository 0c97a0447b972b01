"""What other months would delete, in numbers that tell of nobody.

By the same query as what is deleted, and as what each councillor sees of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from consent.contacts import Contact
from consent.keeping.rules import PEOPLE, goes_on, seen_to
from councilgov.days import day_in_words, today
from councilgov.disclosure import FEWEST, is_enough

if TYPE_CHECKING:
    from datetime import date

    from consent.keeping.rules import Period


class Effect(NamedTuple):
    """What so many months delete in the weeks that are seen to: people with the entries of their
    contacts, or entries of the log alone.
    """

    months: int
    gone: str
    entries: str
    councillors: str
    first_on: str


def effect(months: int, of: Period = PEOPLE) -> Effect:
    """In bands of five, so that no two answers tell of one person by their difference; and nothing
    but that there is something where it is of fewer than five councillors.
    """
    due = of.due(seen_to(today()), months).order_by()
    found = due.aggregate(
        gone=Count("pk"),
        councillors=Count(of.owner, distinct=True),
        named=Min("goes_on"),
        heard=Min(of.since, filter=Q(goes_on=None)),
    )
    if not is_enough(found["councillors"]):
        untold = _("Not told")
        entries = untold if of is PEOPLE else ""
        return Effect(months, untold, entries, in_fives(found["councillors"]), untold)
    with_them = Contact.objects.filter(constituent__in=due.values("pk"))
    return Effect(
        months,
        in_fives(found["gone"]),
        in_fives(with_them.count()) if of is PEOPLE else "",
        in_fives(found["councillors"]),
        _first(found["named"], found["heard"], months),
    )


def _first(named: date | None, heard: date | None, months: int) -> str:
    days = [named] if named else []
    if heard:
        days.append(goes_on(heard, months, today()))
    return day_in_words(min(days)) if days else _("Nobody")


def in_fives(count: int) -> str:
    """The band in which it lies: 0, fewer than 5, 5 to 9, and so on."""
    if not is_enough(count):
        return _("Fewer than %(fewest)s") % {"fewest": FEWEST}
    if count == 0:
        return "0"
    least = count - count % FEWEST
    return _("%(least)s to %(most)s") % {
        "least": f"{least:,}",
        "most": f"{least + FEWEST - 1:,}",
    }
