"""What nobody needs any more is announced, spared if somebody does, and then deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.erasing.actions import AT_ONCE, erase_people
from consent.erasing.rows import erase_rows
from consent.keeping.rules import LOG, PEOPLE, goes_on, seen_to
from consent.models import Constituent, Moderation
from consent.permitting.checks import check_own
from councilgov.accounts.actions import change_settings
from councilgov.days import today
from councilgov.notices.actions import tell
from councilgov.people.models import Council, User
from councilgov.records import Refused, keep_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from consent.keeping.rules import Period


@transaction.atomic
def still_needed(*, person: Constituent, by: User) -> Constituent:
    """The councillor still needs somebody: their time begins anew today."""
    row = Constituent.objects.locked(person)
    check_own(row, by)
    row.needed_on, row.goes_on = today(), None
    return row.keep(by=by, why="Still needed")


@transaction.atomic
def announce(of: Period = PEOPLE) -> int:
    """What is over in some weeks, or was before, goes on a day that is named now; how many are new.

    "No longer than is necessary" (UK GDPR Article 5(1)(e)). Nobody goes without four weeks, also
    where the clock stood still for months, or the council sets other months.
    """
    months, unnamed = of.months, of.model.objects.filter(goes_on=None)
    due = of.due(seen_to(today()), months, among=unnamed)
    rows: Sequence[Any] = list(due.select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        row.goes_on = goes_on(getattr(row, of.since), months, today())
    return len(keep_all(rows, by=None, why="To be deleted", fields=["goes_on"]))


@transaction.atomic
def spare(of: Period = PEOPLE, among: Any = None) -> int:
    """Who was heard of since, what goes on after all, or is held, stays, of these or of all; how
    many.
    """
    named = (of.model.objects.all() if among is None else among).exclude(goes_on=None)
    due = of.due(seen_to(today()), among=named).values("pk")
    heard = named.exclude(pk__in=due).select_for_update(of=("self",)).order_by("pk")
    rows: Sequence[Any] = list(heard)
    for row in rows:
        row.goes_on = None
    return len(keep_all(rows, by=None, why="Stays", fields=["goes_on"]))


def delete_due(of: Period = PEOPLE) -> int:
    """What was to go by today is erased, history too; how many. Who is heard of meanwhile stays."""
    spare(of)
    count = 0
    while (erased := _delete_some(of)) is not None:
        count += erased
    return count


@transaction.atomic
def _delete_some(of: Period) -> int | None:
    """Of the first so many, held: whoever was heard of, or is still needed, while we waited for
    their row stays. None if nobody is left.
    """
    due = of.model.objects.filter(goes_on__lte=today())
    rows = list(due.select_for_update(of=("self",)).order_by("pk")[:AT_ONCE])
    if not rows:
        return None
    held = due.filter(pk__in=[row.pk for row in rows])
    spare(of, among=held)
    keys = list(held.values_list("pk", flat=True))
    return erase_people(people=keys) if of is PEOPLE else erase_rows(Moderation, keys)


def keep_log_in_time() -> int:
    """The log of what was taken down or blocked: what is over goes, and what will be is named."""
    return delete_due(LOG) + announce(LOG)


@transaction.atomic
def change_months(*, months: int, instead_of: int | None, by: User, of: Period = PEOPLE) -> Council:
    """The council keeps contacts, or the log, for other months. What is over by that is named now
    and goes in four weeks or later; councillors are told at once, and can keep who they still need.

    ``instead_of`` is what was in force when its effects were shown. Raises ``Refused`` if it is
    not any more, and for the same months again.
    """
    council = Council.objects.locked(Council.objects.the())
    before = getattr(council, of.setting)
    if before == months:
        raise Refused(_("They are kept for so many months already"), field="months")
    if before != instead_of:
        raise Refused(_("Somebody changed the months a moment ago. Look again what this deletes."))
    council = change_settings(by=by, **{of.setting: months})
    spare(of)
    announce(of)
    owners = User.objects.councillors(timezone.now()).filter(is_active=True)
    for owner in owners.filter(pk__in=of.model.objects.values(of.owner)):
        tell(kind=of.told, to=owner, cause=timezone.now().isoformat())
    return council
