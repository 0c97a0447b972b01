"""A councillor asks whether somebody may be contacted on a channel, and checks that it is them.

"You will need to ask first" (Barnet policy, 1.2); "it is vital that you have the correct contact
details" (1.3). Only the councillor's own acts, on their own people; nothing is sent by the portal.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from consent.accepting.checks import check_accepted
from consent.erasing.checks import check_not_suppressed
from consent.models import (
    ContactPermission,
    PermissionStatus,
    Purpose,
    Source,
    Verification,
)
from consent.permitting.checks import (
    check_channel,
    check_day,
    check_not_asked_too_soon,
    check_own,
    check_shared,
    check_takes_messages,
    normal_of,
)
from consent.permitting.words import next_word
from councilgov.days import today
from councilgov.people.models import Council
from councilgov.records import Refused, move_all

if TYPE_CHECKING:
    from datetime import date

    from consent.models import Channel, Constituent
    from councilgov.people.models import User

logger = logging.getLogger(__name__)

YES, NO = "yes", "no"
ASKABLE = frozenset(
    {
        PermissionStatus.REFUSED,
        PermissionStatus.NO_REPLY,
        PermissionStatus.DECLINED,
        PermissionStatus.WITHDRAWN,
    }
)
"""What may be asked for again under the same number or name."""


class Where(NamedTuple):
    """Whom one asks, where, and what for."""

    person: Constituent
    channel: Channel
    handle: str
    purpose: str


@transaction.atomic
def ask(
    *,
    person: Constituent,
    channel: Channel,
    handle: str,
    asked_via: Channel,
    asked_on: date,
    words: str,
    by: User,
    was_told_of_choice: bool = False,
    purpose: str = Purpose.CONTACT,
) -> ContactPermission:
    """The councillor asked somebody whether they may be contacted there, in these words.

    Nobody chases an answer. Raises ``Refused`` for a channel that is not allowed, for what is no
    number or name, for a day to come, and within a year of a no.
    """
    check_day(asked_on, field="asked_on")
    where = Where(person, channel, handle, purpose)
    row = _begun(where, source=Source.ASKED, on=asked_on, by=by)
    row.asked_on, row.asked_via, row.words = asked_on, asked_via, words.strip()
    row.was_told_of_choice = was_told_of_choice
    row.reply_until = asked_on + timedelta(days=Council.objects.the().reply_days)
    return _place(row, PermissionStatus.ASKED, by=by, why="Asked")


@transaction.atomic
def begin(
    *,
    person: Constituent,
    channel: Channel,
    handle: str,
    source: str,
    on: date,
    by: User,
    purpose: str = Purpose.CONTACT,
) -> ContactPermission:
    """Somebody wrote first, asked for this channel, or gave it as a way to reach them.

    Raises ``Refused`` as ``ask`` does, and where a number was given for a channel on which people
    are asked first.
    """
    check_day(on, field="on")
    row = _begun(Where(person, channel, handle, purpose), source=source, on=on, by=by)
    row.answered_on = on
    return _place(row, PermissionStatus.GRANTED, by=by, why="Begun by them")


@transaction.atomic
def note(
    *,
    person: Constituent,
    channel: Channel,
    handle: str,
    source: str,
    on: date,
    by: User,
    asked_via: Channel | None = None,
    words: str = "",
    answer: str = "",
    purpose: str = Purpose.CONTACT,
) -> ContactPermission:
    """What a councillor notes at once: that they asked and what was said, or that they did not
    need to. Raises ``Refused`` as ``ask`` and ``begin`` do.
    """
    where: dict[str, Any] = {"person": person, "channel": channel, "handle": handle, "by": by}
    where["purpose"] = purpose
    if source != Source.ASKED:
        return begin(**where, source=source, on=on)
    assert asked_via is not None  # noqa: S101  # the form asks for it
    row = ask(**where, asked_via=asked_via, asked_on=on, words=words, was_told_of_choice=True)
    if answer in (YES, NO):
        return answered(permission=row, agreed=answer == YES, on=on, by=by)
    return row


@transaction.atomic
def answered(
    *, permission: ContactPermission, agreed: bool, on: date, by: User
) -> ContactPermission:
    """They said yes or no. Raises ``Refused`` before they were asked, and for a day to come."""
    row = _locked(permission, by=by)
    check_day(on, field="on")
    if row.asked_on and on < row.asked_on:
        raise Refused(_("They cannot have answered before you asked them."), field="on")
    row.answered_on = on
    if agreed:
        return row.move(PermissionStatus.GRANTED, by=by, why=gettext_noop("Their answer"))
    return _end(row, PermissionStatus.REFUSED, by=by, why=gettext_noop("Their answer"))


@transaction.atomic
def record_test(*, permission: ContactPermission, by: User) -> ContactPermission:
    """The councillor sent the test message, which asks them to ring and says no more (1.3).

    If the council wants it so, it also asks for two words that they say then. Raises ``Refused``
    for a channel by which nobody can write.
    """
    row = _locked(permission, by=by)
    check_channel(row.channel)
    check_takes_messages(row.channel)
    if Council.objects.the().uses_test_word:
        row.test_word = next_word(row)
    row.test_sent_at = timezone.now()
    return row.move(PermissionStatus.TEST_SENT, by=by, why=gettext_noop("The test message"))


@transaction.atomic
def give_up_test(*, permission: ContactPermission, by: User) -> ContactPermission:
    """Nobody rang. What was checked before stays checked as long as it was fresh, no longer."""
    row = _locked(permission, by=by)
    before = PermissionStatus.VERIFIED if row.verified_on else PermissionStatus.GRANTED
    return row.move(before, by=by, why=gettext_noop("Waiting for a call"))


@transaction.atomic
def verify(
    *,
    permission: ContactPermission,
    how: str,
    who_answered: str,
    on: date,
    by: User,
    shared_why: str = "",
) -> ContactPermission:
    """It was made sure that it is them: they rang, or were seen. It is fresh again.

    Raises ``Refused`` for a call that no test message asked for, and where somebody else was
    checked to be there, unless it is said why both are.
    """
    row = _locked(permission, by=by)
    check_day(on, field="on")
    if how == Verification.CALL_BACK and row.status != PermissionStatus.TEST_SENT:
        raise Refused(_("Send the test message first, and wait for their call."), field="how")
    check_shared(row, shared_why)
    row.verified_on, row.verified_how = on, how
    row.who_answered, row.shared_why = who_answered.strip(), shared_why.strip()
    row.count_from(Council.objects.the())
    return row.move(PermissionStatus.VERIFIED, by=by, why=gettext_noop("Checking that it is them"))


@transaction.atomic
def decline(*, permission: ContactPermission, by: User) -> ContactPermission:
    """The councillor does not use this channel with them, as nobody has to (1.2).

    Raises ``Refused`` unless they can be reached in a traditional way that is checked.
    """
    row = _locked(permission, by=by)
    others = row.constituent.permissions.to_fall_back_on(today())
    if not others.exclude(pk=row.pk).exists():
        raise Refused(
            _(
                "Note a telephone number, email or postal address of theirs first: they must be "
                "able to reach you."
            )
        )
    return _end(row, PermissionStatus.DECLINED, by=by, why=gettext_noop("Using another way"))


@transaction.atomic
def withdraw(*, permission: ContactPermission, by: User | None) -> ContactPermission:
    """They took it back, by any means, for any reason or none. It counts at once.

    ``by`` is None where they did so themselves by their link.
    """
    row = ContactPermission.objects.locked(permission)
    if by is not None:
        check_own(row.constituent, by)
    return _end(row, PermissionStatus.WITHDRAWN, by=by, why=gettext_noop("Taking it back"))


@transaction.atomic
def change_handle(*, permission: ContactPermission, handle: str, by: User) -> ContactPermission:
    """They have another number or name there now: what was agreed goes on, and is checked anew."""
    old = _locked(permission, by=by)
    is_given = old.purpose == Purpose.CONTACT and not old.needs_permission
    _end(old, PermissionStatus.HANDLE_CHANGED, by=by, why=gettext_noop("Changing the number"))
    return begin(
        person=old.constituent,
        channel=old.channel,
        handle=handle,
        source=Source.GAVE_DETAILS if is_given else Source.THEY_ASKED,
        on=today(),
        by=by,
        purpose=old.purpose,
    )


@transaction.atomic
def mark_wrong_person(*, permission: ContactPermission, by: User) -> ContactPermission:
    """It is somebody else's number or name. Nothing is sent there again."""
    row = _locked(permission, by=by)
    row = _end(row, PermissionStatus.WRONG_PERSON, by=by, why=gettext_noop("Marking it as wrong"))
    logger.warning("Wrong person", extra={"permission": row.pk})
    return row


@transaction.atomic
def prefer(*, permission: ContactPermission, by: User) -> ContactPermission:
    """How they like best to be reached (1.2): shown first, and one only."""
    row = _locked(permission, by=by)
    if not row.is_live:
        raise Refused(_("Only a way that they agreed to can be the one they like best."))
    for other in row.constituent.permissions.filter(is_preferred=True).exclude(pk=row.pk):
        other.is_preferred = False
        other.keep(by=by, why="Another way is preferred")
    row.is_preferred = True
    return row.keep(by=by, why="Preferred")


def close_without_reply() -> int:
    """Questions that nobody answered in the council's time are without reply, and nobody is told.

    How many; safe twice and late.
    """
    waiting = ContactPermission.objects.without_reply(today())
    closed = move_all(
        waiting, PermissionStatus.NO_REPLY, by=None, why=gettext_noop("Waiting for an answer")
    )
    return len(closed)


def _locked(permission: ContactPermission, *, by: User) -> ContactPermission:
    row = ContactPermission.objects.with_row().locked(permission)
    check_own(row.constituent, by)
    return row


def _begun(where: Where, *, source: str, on: date, by: User) -> ContactPermission:
    """The row of this person, channel, handle and purpose, to be asked anew; or a new one."""
    check_own(where.person, by)
    check_accepted(by, where.person.capacity)
    check_channel(where.channel)
    normal, look = normal_of(where.channel, where.handle)
    key = {
        "constituent": where.person,
        "channel": where.channel,
        "normal": normal,
        "purpose": where.purpose,
    }
    row = ContactPermission.objects.filter(**key).select_for_update().order_by("-pk").first()
    if row is None or row.status not in ASKABLE:
        row = ContactPermission(councillor_id=where.person.councillor_id, **key)
        check_not_suppressed(row, source, on)
    else:
        check_not_asked_too_soon(row, source, on)
        row.forget_the_last_time()
    row.handle, row.look, row.source = where.handle.strip(), look, source
    row.needs_permission = where.channel.needs_permission
    is_for_contact = where.purpose == Purpose.CONTACT
    row.needs_verification = where.channel.needs_verification and is_for_contact
    return row


def _place(row: ContactPermission, to: str, *, by: User, why: str) -> ContactPermission:
    """A new row stands there; one of before moves there."""
    if row._state.adding:
        row.status = to
        return row.keep(by=by, why=why)
    return row.move(to, by=by, why=why)


def _end(row: ContactPermission, to: str, *, by: User | None, why: str) -> ContactPermission:
    row.ended_at, row.is_preferred = timezone.now(), False
    return row.move(to, by=by, why=why)
