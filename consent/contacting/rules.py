"""Whether a contact kept to the rules, by what is known when it is logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from consent.contacting.judging import is_known
from consent.machines import CLOSED_BY_THEM, USABLE, WAY_OUT
from consent.models import ChannelStatus, PermissionStatus
from consent.permitting.checks import check_day
from councilgov.days import moments_at
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date, datetime, time

    from consent.models import Contact

GONE = WAY_OUT | {PermissionStatus.REFUSED}


def moment_of(day: date, clock: time | None) -> datetime | None:
    """When it was, if the time is known. Raises ``Refused`` for what has not happened yet, and for
    a time that the clocks skipped.
    """
    check_day(day, field="happened_on")
    if clock is None:
        return None
    moments = moments_at(day, clock)
    if not moments:
        raise Refused(_("The clocks skipped this time on that day. Check it."), field="clock")
    if moments[0] > timezone.now():
        raise Refused(_("The time must be now or in the past"), field="clock")
    return moments[0]


def was_permitted(contact: Contact) -> bool:
    """They had agreed to it by then, or nobody has to be asked on this channel.

    Barnet policy, 1.2. What was taken back counts from the moment at which it was.
    """
    row = contact.permission
    if row is None:
        return not contact.channel.needs_permission and not _is_closed(contact)
    if not row.needs_permission and row.status not in GONE:
        return True
    if row.status == PermissionStatus.REFUSED:
        return False
    if row.answered_on is None or contact.happened_on < row.answered_on:
        return False
    return row.ended_at is None or row.status not in WAY_OUT or _is_before(contact, row.ended_at)


def _is_closed(contact: Contact) -> bool:
    """Under every number or name of theirs that is noted on this channel they said no, or took it
    back.
    """
    noted = contact.constituent.permissions.to_contact().filter(channel=contact.channel)
    statuses = set(noted.values_list("status", flat=True))
    return bool(statuses & CLOSED_BY_THEM) and not statuses & USABLE


def was_allowed(contact: Contact) -> bool:
    """The council allows the channel, or nobody has looked at it yet."""
    return contact.channel.status != ChannelStatus.NOT_ALLOWED


def _is_before(contact: Contact, moment: datetime) -> bool:
    """Before that moment; of its day without a time nobody can say so."""
    if contact.happened_at:
        return contact.happened_at < moment
    return contact.happened_on < timezone.localdate(moment)


def was_checked(contact: Contact) -> bool:
    """It was known that it is them: checked, and freshly so, or seen. Among the other contacts of
    a way ``judging.judge`` says so.
    """
    row = contact.permission
    return is_known(contact, row, row.stale_on if row else None)
