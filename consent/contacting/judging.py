"""Which contacts were with somebody known, worked out from all of a way in the order of their days:
so it is the same in whatever order they were entered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from councilgov.deadlines import months_after
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from consent.models import Contact, ContactPermission
    from councilgov.people.models import User


def judge(row: ContactPermission, *, by: User | None, new: Contact | None = None) -> None:
    """Count this (locked) way anew from its check and all contacts since they agreed.

    ``new`` is not saved yet, and is marked with the others.
    """
    council, before = Council.objects.the(), row.last_contact_on
    entries = [*row.contacts.with_row(), *([new] if new else [])]
    for one in counted(row, entries, council):
        if one is not new:
            one.keep(by=by, why="Counted anew")
    if row.is_live and row.last_contact_on != before:
        row.keep(by=by, why="Last contact")


def counted(
    row: ContactPermission, entries: Sequence[Contact], council: Council
) -> Sequence[Contact]:
    """Count a way from its contacts since they agreed, and mark these; those marked otherwise now.

    Nothing is saved.
    """
    since = [one for one in entries if row.answered_on and one.happened_on >= row.answered_on]
    before = [one.was_unchecked for one in since]
    row.last_contact_on = mark(since, row, months=council.stale_after_months)
    row.count_from(council)
    return [one for one, was in zip(since, before, strict=True) if one.was_unchecked != was]


def mark(entries: Sequence[Contact], row: ContactPermission, *, months: int) -> date | None:
    """Mark which of these were made before it was checked who it is, or too long after. The last
    day that showed who it is.

    A check counts backwards too: it shows who it was.
    """
    told = row.told_contact_on
    fresh_until = months_after(row.verified_on, months) if row.verified_on else None
    if told and fresh_until:
        fresh_until = max(fresh_until, months_after(told, months))
    last = told
    for one in sorted(entries, key=lambda one: one.happened_on):
        one.was_unchecked = one.was_written and not is_known(one, row, fresh_until)
        if one.shows_who_it_is:
            last = max(last, one.happened_on) if last else one.happened_on
            if fresh_until:
                fresh_until = max(fresh_until, months_after(one.happened_on, months))
    return last


def is_known(one: Contact, row: ContactPermission | None, fresh_until: date | None) -> bool:
    """They were seen, or the last check was fresh (Barnet policy, 1.3 and 1.6)."""
    if one.channel.is_by_sight and one.is_two_way:
        return True
    if fresh_until is None:
        return not (row or one.channel).needs_verification
    return one.happened_on < fresh_until
