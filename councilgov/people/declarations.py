"""The declaration of acceptance of office: made, or waited for. Nothing is assumed.

"Unless the declaration is made within two months from the day of the election, the office of the
person elected shall at the expiration of that time become vacant", and before it they may not act
(Local Government Act 1972, section 83).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.days import day_in_words, today
from councilgov.deadlines import months_after
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

DECLARES_WITHIN = 2
"""Calendar months from the day of election."""
ELECTED_WITHIN = timedelta(days=7)
"""Before the first day of a term: the fourth day after the poll, or later for a bank holiday (Local
Government Act 1972, section 7)."""


def check_declaration(
    *, starts_on: date, declared_on: date | None = None, declaration_due_on: date | None = None
) -> None:
    """Of a term that is entered by hand or from a list it is known when they declared, or by when
    they have to: nobody is elected after their first day, so never later than two months after it.

    Raises ``Refused`` for neither, for both, as ``check_made``, and for a day that is too late.
    """
    if declared_on and declaration_due_on:
        raise Refused(
            _("Leave this empty if they have declared"),
            field="declaration_due_on",
        )
    if declared_on:
        check_made(starts_on=starts_on, declared_on=declared_on)
    elif declaration_due_on:
        _check_in_time(starts_on, declaration_due_on, "declaration_due_on")
    else:
        raise Refused(
            _("Enter the day on which they declared, or by when they have to"), field="declared_on"
        )


def check_made(*, starts_on: date, declared_on: date) -> None:
    """Raise ``Refused`` for a day to come, for one before anybody was elected for that term, and
    for one that is too late.
    """
    if declared_on > today():
        raise Refused(_("The day must be today or in the past"), field="declared_on")
    if declared_on < starts_on - ELECTED_WITHIN:
        told = _("For a term from %(first)s nobody was elected so early. Check both days")
        raise Refused(told % {"first": day_in_words(starts_on)}, field="declared_on")
    _check_in_time(starts_on, declared_on, "declared_on")


def _check_in_time(starts_on: date, day: date, field: str) -> None:
    latest = months_after(starts_on, DECLARES_WITHIN)
    if day > latest:
        told = _("For a term from %(first)s the last day is %(latest)s. Check both days")
        days = {"first": day_in_words(starts_on), "latest": day_in_words(latest)}
        raise Refused(told % days, field=field)
