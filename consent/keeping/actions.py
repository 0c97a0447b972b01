"""Contacts that nobody needs any more are announced, spared if somebody does, and then deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.erasing.actions import AT_ONCE, erase_people
from consent.keeping.rules import due_by, goes_on, seen_to
from consent.models import Constituent
from consent.permitting.checks import check_own
from councilgov.accounts.actions import change_settings
from councilgov.days import today
from councilgov.notices.actions import tell
from councilgov.people.models import Council, User
from councilgov.records import Refused, keep_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from consent.constituents import ConstituentQuerySet


@transaction.atomic
def still_needed(*, person: Constituent, by: User) -> Constituent:
    """The councillor still needs somebody: their time begins anew today."""
    row = Constituent.objects.locked(person)
    check_own(row, by)
    row.needed_on, row.goes_on = today(), None
    return row.keep(by=by, why="Still needed")


@transaction.atomic
def announce() -> int:
    """Whose time is over in some weeks, or was before, goes on a day that is named now; how many
    are new.

    "No longer than is necessary" (UK GDPR Article 5(1)(e)). Nobody goes without four weeks, also
    where the clock stood still for months, or the council sets other months.
    """
    months = Council.objects.the().contact_months
    due = due_by(Constituent.objects.filter(goes_on=None), seen_to(today()))
    rows: Sequence[Any] = list(due.select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        row.goes_on = goes_on(row.last_heard, months, today())
    return len(keep_all(rows, by=None, why="To be deleted", fields=["goes_on"]))


@transaction.atomic
def spare(among: ConstituentQuerySet | None = None) -> int:
    """Who was heard of since, or is held, stays, of these or of all; how many."""
    named = (Constituent.objects.all() if among is None else among).exclude(goes_on=None)
    due = due_by(Constituent.objects.all(), seen_to(today())).values("pk")
    heard = named.exclude(pk__in=due).select_for_update(of=("self",)).order_by("pk")
    rows: Sequence[Constituent] = list(heard)
    for row in rows:
        row.goes_on = None
    return len(keep_all(rows, by=None, why="Stays", fields=["goes_on"]))


def delete_due() -> int:
    """Whose day has come is erased, history too; how many. Who is heard of meanwhile stays."""
    spare()
    count = 0
    while (erased := _delete_some()) is not None:
        count += erased
    return count


@transaction.atomic
def _delete_some() -> int | None:
    """Of the first so many, held: whoever was heard of, or is still needed, while we waited for
    their row stays. None if nobody is left.
    """
    due = Constituent.objects.filter(goes_on__lte=today())
    rows = list(due.select_for_update(of=("self",)).order_by("pk")[:AT_ONCE])
    if not rows:
        return None
    held = due.filter(pk__in=[row.pk for row in rows])
    spare(among=held)
    return erase_people(people=list(held.values_list("pk", flat=True)))


@transaction.atomic
def change_months(*, months: int, instead_of: int | None, by: User) -> Council:
    """The council keeps contacts for other months. Whose time is over by that is named now and
    goes in four weeks or later; councillors are told at once, and can keep who they still need.

    ``instead_of`` is what was in force when its effects were shown. Raises ``Refused`` if it is
    not any more, and for the same months again.
    """
    council = Council.objects.locked(Council.objects.the())
    if council.contact_months == months:
        raise Refused(_("Contacts are kept for so many months already"), field="months")
    if council.contact_months != instead_of:
        raise Refused(_("Somebody changed the months a moment ago. Look again what this deletes."))
    council = change_settings(by=by, contact_months=months)
    spare()
    announce()
    owners = User.objects.councillors(timezone.now()).filter(is_active=True)
    for owner in owners.filter(pk__in=Constituent.objects.values("councillor")):
        tell(kind="contact_months_changed", to=owner, cause=timezone.now().isoformat())
    return council
