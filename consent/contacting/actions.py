"""A councillor logs that they were in touch with somebody: never what was said.

What has happened is saved, whatever the rules say; where one was not kept to, the entry says so and
its page says what puts it right. Nobody is told, and nothing is opened by it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.contacting.judging import judge
from consent.contacting.rules import moment_of, was_allowed, was_checked, was_permitted
from consent.erasing.rows import erase_rows
from consent.holding.checks import check_not_held
from consent.models import Constituent, Contact, ContactPermission, DeviceUsed, Official
from consent.permitting.checks import check_day, check_own
from councilgov.days import today
from councilgov.records import Refused
from devices.models import Device

if TYPE_CHECKING:
    from datetime import time

    from consent.models import Channel
    from councilgov.people.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def log_contact(
    *,
    person: Constituent,
    permission: ContactPermission | None,
    channel: Channel | None,
    by: User,
    clock: time | None = None,
    **facts: Any,
) -> Contact:
    """A contact that was made is kept, and shows for six months more that it is still them if it
    went both ways ("if you have not used the method for, say, 6 months", Barnet policy, 1.3).

    ``channel`` counts where there is no ``permission`` yet; ``facts`` are columns of ``Contact``.
    Raises ``Refused`` for a day or a time to come, and for a device that is not theirs; never
    because of a rule that was not kept to.
    """
    check_own(Constituent.objects.locked(person), by)
    row = _way(person, permission)
    where = {"constituent": person, "capacity": person.capacity, "permission": row}
    contact = Contact(councillor=by, logged_at=timezone.now(), **where, **facts)
    contact.channel = _channel(row, channel)
    contact.happened_at = moment_of(contact.happened_on, clock)
    _check_device(contact)
    _check_moved(contact)
    _hold_against_rules(contact)
    if row:
        judge(row, by=by, new=contact)
    contact.keep(by=by, why="Logged")
    logger.info("Contact logged", extra={"contact": contact.pk})
    return contact


@transaction.atomic
def mark_moved(*, contact: Contact, by: User) -> Contact:
    """The official information that was in it is in a council system from today."""
    _way(contact.constituent, contact.permission)  # held: its entries are counted anew together
    row = Contact.objects.locked(contact)
    check_own(row.constituent, by)
    if row.official != Official.TO_MOVE:
        raise Refused(_("Nothing of it is left to move."))
    row.official, row.moved_on = Official.MOVED, today()
    return row.keep(by=by, why="Moved")


@transaction.atomic
def remove_contact(*, contact: Contact, by: User) -> None:
    """An entry that is wrong, or not needed any more, is deleted with its history. What it showed
    counts no longer. Raises ``Refused`` while the person is held.
    """
    person = Constituent.objects.locked(contact.constituent)
    check_own(person, by)
    check_not_held(person)
    way = _way(contact.constituent, contact.permission)
    row = Contact.objects.locked(contact)
    key = row.pk
    erase_rows(Contact, [key])
    if way:
        judge(way, by=by)
    logger.info("Contact removed", extra={"contact": key})


def _way(person: Constituent, permission: ContactPermission | None) -> ContactPermission | None:
    """The permission as it is now, held: it may have been taken back since the form was opened."""
    if permission is None:
        return None
    row = ContactPermission.objects.with_row().locked(permission)
    if row.constituent_id != person.pk:
        raise Refused(_("This is not a way to reach this person."), field="permission")
    return row


def _hold_against_rules(contact: Contact) -> None:
    """Mark what was not kept to: to be written to breaks no rule."""
    if contact.was_written:
        contact.was_unpermitted = not was_permitted(contact)
        contact.was_not_allowed = not was_allowed(contact)
        contact.was_unchecked = not was_checked(contact)


def _channel(row: ContactPermission | None, channel: Channel | None) -> Channel:
    found = row.channel if row else channel
    if found is None:
        raise Refused(_("Choose in which way you were in touch."), field="permission")
    return found


def _check_device(contact: Contact) -> None:
    if contact.device_used != DeviceUsed.COUNCIL:
        return
    day = contact.happened_on
    mine = Device.objects.worked_with(contact.councillor, day, day)
    if contact.device is None or not mine.filter(pk=contact.device.pk).exists():
        raise Refused(
            _("This was not a device of yours on that day. Choose another one."), field="used"
        )


def _check_moved(contact: Contact) -> None:
    if contact.moved_on is None:
        return
    check_day(contact.moved_on, field="moved_on")
    if contact.moved_on < contact.happened_on:
        raise Refused(_("It cannot have been moved before you were in touch."), field="moved_on")
