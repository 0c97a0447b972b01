"""Whether somebody whose term begins has declared, and until when it is waited for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.arriving import asking
from councilgov.arriving.asking import NO
from councilgov.arriving.columns import DECLARED, STARTS
from councilgov.days import day_in_words, today
from councilgov.deadlines import months_after
from councilgov.imports.cells import in_words
from councilgov.people.declarations import DECLARES_WITHIN, check_made
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

    from councilgov.arriving.judging import Judging, Plan


def declare(row: Judging, starts_on: date) -> None:
    """Whoever has had two months has declared, or the office would be vacant (Local Government Act
    1972, section 83). Of the others it is asked, and from which election the months run.
    """
    until, made = months_after(starts_on, DECLARES_WITHIN), row.values.get(DECLARED.name)
    if made:
        try:
            check_made(starts_on=starts_on, declared_on=made)
        except Refused as refusal:
            row.row.refuse(f"{refusal}.", DECLARED.name)
        row.plan.declared_on = made
    elif until >= today() and row.row.ask(asking.of_declaration(), STARTS.name) == NO:
        days = row.row.ask(asking.of_election(starts_on), STARTS.name)
        elected_on = starts_on - timedelta(days=int(days or 0))
        row.plan.declares_by = months_after(elected_on, DECLARES_WITHIN)


def declaration(plan: Plan) -> str:
    """The same in words."""
    if plan.declares_by:
        day = day_in_words(plan.declares_by)
        return _("Waited for until %(day)s: before it they may not act") % {"day": day}
    if plan.declared_on:
        return in_words(plan.declared_on)
    return _("Made, on a day that is not in the file")
