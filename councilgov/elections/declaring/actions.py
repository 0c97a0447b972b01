"""Declarations of acceptance, vacancies where none was made, and invitations in one go."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from councilgov.accounts.actions import invite_each
from councilgov.days import day_in_words, today
from councilgov.deadlines import end_of_day, months_after
from councilgov.elections.declaring.newly import to_invite
from councilgov.ledger.actions import record, record_all
from councilgov.people.actions import end_term
from councilgov.people.declarations import DECLARES_WITHIN
from councilgov.people.models import EndReason, TermOfOffice
from councilgov.records import Refused, keep_all

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from councilgov.people.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def declare(
    *, terms: Collection[TermOfOffice], declared_on: date, by: User
) -> Sequence[TermOfOffice]:
    """These councillors made the declaration of acceptance of office on that day, and may act from
    then on (Local Government Act 1972, section 83). A day that was entered wrongly is corrected.

    Raises ``Refused`` for a day to come, before the poll or after the two months, and for somebody
    of whom none is waited for.
    """
    if declared_on > today():
        raise Refused(_("The day must be today or in the past"), field="declared_on")
    asked = TermOfOffice.objects.filter(pk__in=[term.pk for term in terms], ends_at=None)
    rows: Sequence[TermOfOffice] = list(
        asked.select_related("councillor").select_for_update(of=("self",)).order_by("pk")
    )
    if len(rows) < len(terms) or not rows:
        raise Refused(_("Select who declared. Some of these are no longer in office."))
    for row in rows:
        _check_day(row, declared_on)
        row.declared_on = declared_on
    keep_all(rows, by=by, why="Declaration of acceptance", fields=["declared_on"])
    facts = {"declared_on": declared_on.isoformat()}
    record_all(kind="elections.declared", actor=by, facts=[(row, facts) for row in rows])
    logger.info("Declarations recorded", extra={"terms": [row.pk for row in rows]})
    return rows


def _check_day(term: TermOfOffice, declared_on: date) -> None:
    due, name = term.declaration_due_on, {"name": term.councillor.full_name}
    if due is None:
        raise Refused(_("No declaration of %(name)s is waited for.") % name)
    if declared_on > due:
        raise Refused(
            _("%(name)s had until %(day)s. After that the office is vacant.")
            % {**name, "day": day_in_words(due)},
            field="declared_on",
        )
    if declared_on < months_after(due, -DECLARES_WITHIN):
        raise Refused(
            _("%(name)s was elected after that day. Check it") % name, field="declared_on"
        )


@transaction.atomic
def vacate(*, term: TermOfOffice, by: User) -> TermOfOffice:
    """No declaration was made within two months, so the office is vacant: an officer confirms it,
    and their case of leaving is opened (Local Government Act 1972, section 83(1)).

    Raises ``Refused`` while the two months run, and where a declaration was made.
    """
    term = TermOfOffice.objects.locked(term)
    due = term.declaration_due_on
    if due is None or term.declared_on:
        raise Refused(_("No declaration is waited for. The term goes on."))
    if due >= today():
        raise Refused(_("They have until %(day)s to declare.") % {"day": day_in_words(due)})
    record(
        kind="elections.vacated",
        actor=by,
        subject=term,
        facts={"declaration_due_on": due.isoformat()},
    )
    return end_term(term=term, ends_at=end_of_day(due), reason=EndReason.NO_DECLARATION, by=by)


@transaction.atomic
def invite_all(*, by: User) -> int:
    """Whoever is newly elected and has no link that works gets one: how many. Twice sends none
    twice. An invitation that ran out is sent again on the person’s own page.
    """
    return len(invite_each(people=to_invite(), by=by))
