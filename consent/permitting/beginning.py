"""Where a question or a yes is noted: in a new row, or in the one that is begun anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from consent.accepting.checks import check_accepted
from consent.machines import ASKABLE
from consent.models import Constituent, ContactPermission, Purpose
from consent.permitting.checks import (
    check_channel,
    check_not_somebody_elses,
    check_own,
    normal_of,
)
from consent.permitting.peace import check_left_in_peace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from consent.models import Channel
    from councilgov.people.models import User


class Where(NamedTuple):
    """Whom one asks, where, and what for."""

    person: Constituent
    channel: Channel
    handle: str
    purpose: str


def begun(
    where: Where, *, source: str, on: date, by: User, was_shown: bool = False
) -> ContactPermission:
    """The row of this person, channel, handle and purpose, to be asked anew; or a new one.

    The person is held, and all permissions of theirs. Raises ``Refused`` as ``ask`` does; under a
    number or name that was marked as somebody else's unless it ``was_shown`` to be theirs.
    """
    check_own(Constituent.objects.locked(where.person), by)
    check_accepted(by, where.person.capacity)
    check_channel(where.channel)
    normal, look = normal_of(where.channel, where.handle)
    theirs = list(ContactPermission.objects.with_row().held(where.person.pk))
    if not was_shown:
        check_not_somebody_elses(theirs, where.channel, normal)
    row = _at(theirs, where, normal)
    check_left_in_peace(row, source, on)
    row.forget_the_last_time()
    row.handle, row.look, row.source = where.handle.strip(), look, source
    row.needs_permission = where.channel.needs_permission
    is_for_contact = where.purpose == Purpose.CONTACT
    row.needs_verification = where.channel.needs_verification and is_for_contact
    return row


def _at(theirs: Sequence[ContactPermission], where: Where, normal: str) -> ContactPermission:
    """The last one there, if it may be begun anew; or a new one."""
    key = (where.channel.pk, normal, where.purpose)
    there = [row for row in theirs if (row.channel_id, row.normal, row.purpose) == key]
    if there and there[-1].status in ASKABLE:
        return there[-1]
    return ContactPermission(
        councillor_id=where.person.councillor_id,
        constituent=where.person,
        channel=where.channel,
        normal=normal,
        purpose=where.purpose,
    )
