"""A councillor notes their accounts, and what they took down or whom they blocked there.

Only their own, and only if they want to (Social Media Protocol; Barnet policy, 1.5).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from consent.accepting.checks import check_ever_accepted
from consent.accounts import SHUT_OUT, Ground, Measure
from consent.erasing.rows import erase_rows
from consent.holding.checks import check_records_free
from consent.models import Moderation, SocialAccount
from consent.permitting.checks import check_day
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.deadlines import months_after
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

    from councilgov.people.models import User

REVIEWED_AFTER = 6
"""Calendar months, where the councillor names no day."""


@transaction.atomic
def keep_account(
    *,
    account: SocialAccount | None = None,
    platform: str,
    handle: str,
    capacity: str,
    by: User,
    is_public: bool = True,
    is_provided: bool = False,
    has_disclaimer: bool = False,
    has_two_step: bool = False,
    recovery: str = "",
) -> SocialAccount:
    """Note an account, or correct one. What the council provided is official, whatever is ticked
    ("any posts you make will be viewed as made in your official capacity").

    Raises ``Refused`` for a party's account, and for one that is noted already.
    """
    if not by.may_act:
        raise Refused(_("Only a councillor in office keeps this."))
    if capacity == Capacity.POLITICAL:
        raise Refused(_("The portal keeps nothing about party work."), field="capacity")
    row = _own(account, by) if account else SocialAccount(councillor=by)
    row.platform, row.handle = " ".join(platform.split()), handle.strip().removeprefix("@")
    row.capacity = Capacity.COUNCIL if is_provided else capacity
    row.is_public, row.is_provided = is_public, is_provided
    row.has_disclaimer, row.has_two_step = has_disclaimer, has_two_step
    row.recovery = recovery.strip()
    return row.keep(by=by, why="Noted")


@transaction.atomic
def remove_account(*, account: SocialAccount, by: User) -> None:
    """They no longer want it noted: it goes, with its log and the history of both. Raises
    ``Refused`` while their records are held.
    """
    row = _own(account, by)
    check_records_free(by, row.capacity)
    erase_rows(SocialAccount, [row.pk])


@transaction.atomic
def log_moderation(
    *,
    account: SocialAccount,
    on: date | None,
    what: str,
    ground: str,
    by: User,
    known_on: date | None = None,
    who: str = "",
    other_way: str = "",
    review_on: date | None = None,
) -> Moderation:
    """They took something down, or shut somebody out, on a day, for a reason; or know of something
    since a day that is still there. Raises ``Refused`` for days that cannot be, where nobody is
    named who is shut out, and for having to take down what only disagrees.

    Who is shut out is looked at again, after six months if no day is named.
    """
    row, is_done = _own(account, by), what != Measure.NOTHING_YET
    on = _done_on(on, known_on) if is_done else _known(known_on, ground)
    if who.strip():
        check_ever_accepted(by, row.capacity)
    entry = Moderation(account=row, known_on=known_on, on=on, what=what, ground=ground)
    entry.review_on = _review_day(on, review_on) if _shuts_out(what, who) else None
    entry.who, entry.other_way = who.strip().removeprefix("@"), other_way.strip()
    return entry.keep(by=by, why="Logged")


@transaction.atomic
def take_down(*, moderation: Moderation, by: User) -> Moderation:
    """What was still there is gone from today. Raises ``Refused`` if it was before."""
    row = Moderation.objects.with_row().locked(moderation)
    _own(row.account, by)
    if not row.is_to_take_down:
        raise Refused(_("This was taken down already."))
    row.what, row.on = Measure.DELETE, today()
    return row.keep(by=by, why="Taken down")


@transaction.atomic
def let_in(*, moderation: Moderation, by: User) -> Moderation:
    """Whoever was banned or blocked may come back. Raises ``Refused`` if nobody is kept out."""
    row = _logged(moderation, by)
    row.ended_on = today()
    return row.keep(by=by, why="Let in")


@transaction.atomic
def keep_out(*, moderation: Moderation, by: User) -> Moderation:
    """They looked at it again, and it stays for another six months."""
    row = _logged(moderation, by)
    row.review_on = months_after(today(), REVIEWED_AFTER)
    return row.keep(by=by, why="Looked at again")


@transaction.atomic
def remove_moderation(*, moderation: Moderation, by: User) -> None:
    """They no longer want it logged: it goes, with its history, unless their records are held."""
    row = Moderation.objects.with_row().locked(moderation)
    check_records_free(by, _own(row.account, by).capacity)
    erase_rows(Moderation, [row.pk])


def _logged(moderation: Moderation, by: User) -> Moderation:
    row = Moderation.objects.with_row().locked(moderation)
    _own(row.account, by)
    if not row.keeps_out:
        raise Refused(_("Nobody is kept out by this any more."))
    return row


def _own(account: SocialAccount, by: User) -> SocialAccount:
    row = SocialAccount.objects.locked(account)
    if row.councillor_id != by.pk or not by.may_act:
        raise Refused(_("Only the councillor whose account this is can do so, while in office."))
    return row


def _shuts_out(what: str, who: str) -> bool:
    """Whether it shuts somebody out. Raises ``Refused`` if so and nobody is named."""
    if what in SHUT_OUT and not who.strip():
        raise Refused(_("Enter the user name of whoever you shut out"), field="who")
    return what in SHUT_OUT


def _known(day: date | None, ground: str) -> date:
    """Since when it is known what is still there. Raises ``Refused`` for what may stay."""
    if ground == Ground.DISAGREEMENT:
        raise Refused(_("Nobody has to take down what disagrees with them."), field="ground")
    if day is None:
        raise Refused(_("Enter the day on which you learned of it"), field="known_on")
    check_day(day, field="known_on")
    return day


def _done_on(on: date | None, known_on: date | None) -> date:
    """When it was done. Raises ``Refused`` for a day that cannot be."""
    if on is None:
        raise Refused(_("Enter the day on which you did it"), field="on")
    check_day(on, field="on")
    if known_on and known_on > on:
        told = _("The day on which you learned of it cannot be after the day on which you acted")
        raise Refused(told, field="known_on")
    return on


def _review_day(on: date, named: date | None) -> date:
    day = named or months_after(on, REVIEWED_AFTER)
    if day <= on:
        raise Refused(_("The day must be after the day on which you did it"), field="review_on")
    return day
