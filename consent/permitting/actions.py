"""A councillor asks whether somebody may be contacted on a channel, and checks that it is them.

"You will need to ask first" (Barnet policy, 1.2); "it is vital that you have the correct contact
details" (1.3). Only the councillor's own acts, on their own people; nothing is sent by the portal.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from consent.contacting.judging import judge
from consent.disclosing.actions import end_over
from consent.machines import UNANSWERED, USABLE
from consent.models import (
    ContactPermission,
    PermissionStatus,
    Purpose,
    Source,
    StopLink,
    Verification,
)
from consent.permitting.beginning import Where, begun
from consent.permitting.checks import (
    check_asked_via,
    check_channel,
    check_day,
    check_given_to_write,
    check_how,
    check_own,
    check_shared,
    check_takes_messages,
)
from consent.permitting.elsewhere import Elsewhere, also_at
from consent.permitting.evidence import prove
from consent.permitting.peace import check_new_handle
from consent.permitting.words import next_word
from consent.stop_links import STOPPABLE
from councilgov.days import today
from councilgov.people.models import Council
from councilgov.records import Refused, move_all

if TYPE_CHECKING:
    from datetime import date

    from consent.models import Channel, Constituent
    from councilgov.people.models import User

logger = logging.getLogger(__name__)

YES, NO = "yes", "no"
CHANGING = gettext_noop("Changing the number")


@transaction.atomic
def ask(
    *,
    person: Constituent,
    channel: Channel,
    handle: str,
    asked_via: Channel | None,
    asked_on: date,
    words: str,
    by: User,
    was_told_of_choice: bool = False,
    purpose: str = Purpose.CONTACT,
) -> ContactPermission:
    """The councillor asked somebody whether they may be contacted there, in these words.

    Nobody chases an answer. ``asked_via`` is None where it was face to face. Raises ``Refused`` for
    a channel that is not allowed, for what is no number or name, for a day to come, within a year
    of a no, and as ``check_asked_via`` does.
    """
    check_day(asked_on, field="asked_on")
    check_asked_via(channel, asked_via, purpose)
    where = Where(person, channel, handle, purpose)
    row = begun(where, source=Source.ASKED, on=asked_on, by=by)
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
    row = begun(Where(person, channel, handle, purpose), source=source, on=on, by=by)
    check_given_to_write(row)
    row.answered_on = on
    row = _place(row, PermissionStatus.GRANTED, by=by, why="Begun by them")
    prove([row], by=by)
    return row


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
    was_told_of_choice: bool = False,
    answer: str = "",
    purpose: str = Purpose.CONTACT,
) -> ContactPermission:
    """What a councillor notes at once: that they asked and what was said, or that they did not
    need to. Raises ``Refused`` as ``ask`` and ``begin`` do.
    """
    about: dict[str, Any] = {"person": person, "channel": channel, "purpose": purpose}
    where = about | {"handle": handle, "by": by}
    if source != Source.ASKED:
        return begin(**where, source=source, on=on)
    told: dict[str, Any] = {"words": words, "was_told_of_choice": was_told_of_choice}
    row = ask(**where, **told, asked_via=asked_via, asked_on=on)
    if answer in (YES, NO):
        return answered(permission=row, agreed=answer == YES, on=on, by=by)
    return row


@transaction.atomic
def answered(
    *, permission: ContactPermission, agreed: bool, on: date, by: User
) -> ContactPermission:
    """They said yes or no. Raises ``Refused`` before they were asked, and for a day to come."""
    row = _locked(permission, by=by)
    row.check_stands(UNANSWERED, why := gettext_noop("Their answer"))
    check_day(on, field="on")
    if row.asked_on and on < row.asked_on:
        raise Refused(_("They cannot have answered before you asked them."), field="on")
    row.answered_on = on
    if agreed:
        row.move(PermissionStatus.GRANTED, by=by, why=why)
        prove([row], by=by)
        return row
    return _say_no(row, PermissionStatus.REFUSED, by=by, why=why)


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
    row.check_stands({PermissionStatus.TEST_SENT}, why := gettext_noop("Waiting for a call"))
    before = PermissionStatus.VERIFIED if row.verified_on else PermissionStatus.GRANTED
    return row.move(before, by=by, why=why)


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

    The contacts that were logged are counted anew. Raises ``Refused`` as ``check_how`` does, and
    where somebody else was checked to be there, unless it is said why both are.
    """
    row = _locked(permission, by=by)
    check_day(on, field="on")
    check_how(row, how, on)
    check_shared(row, shared_why)
    row.verified_on, row.verified_how = on, how
    row.who_answered, row.shared_why = who_answered.strip(), shared_why.strip()
    row.count_from(Council.objects.the())
    row = row.move(PermissionStatus.VERIFIED, by=by, why=gettext_noop("Checking that it is them"))
    judge(row, by=by)
    return row


@transaction.atomic
def decline(*, permission: ContactPermission, by: User) -> ContactPermission:
    """The councillor does not use this channel with them, as nobody has to (1.2).

    Raises ``Refused`` unless they can be reached in a traditional way that is checked.
    """
    row = _locked(permission, by=by)
    others = row.constituent.permissions.traditional().exclude(pk=row.pk).with_row()
    council = Council.objects.the()
    if not any(other.surely_reaches(today(), council) for other in others):
        raise Refused(
            _(
                "First make sure of another way: a telephone number, email or postal address at "
                "which they have answered you, or that you have checked."
            ),
            way=(row.constituent.get_absolute_url(), _("See how they are reached")),
        )
    return row.move(PermissionStatus.DECLINED, by=by, why=gettext_noop("Using another way"))


@transaction.atomic
def withdraw(*, permission: ContactPermission, by: User | None) -> ContactPermission:
    """They took it back, by any means, for any reason or none. It counts at once. If it was the
    last one, nobody with whom their record was shared reads it any more.

    ``by`` is None where they did so themselves by their link.
    """
    row = ContactPermission.objects.locked(permission)
    if by is not None:
        check_own(row.constituent, by)
    row = _say_no(row, PermissionStatus.WITHDRAWN, by=by, why=gettext_noop("Taking it back"))
    end_over(people=[row.constituent_id])
    return row


@transaction.atomic
def change_handle(
    *, permission: ContactPermission, handle: str, by: User, elsewhere: str = Elsewhere.NEW
) -> ContactPermission:
    """They have another number or name there now: what was agreed goes on, and is checked anew. So
    does all that they agreed to there for another purpose, and on other channels under the old one
    if that is so ``elsewhere`` too. What they were only asked is asked anew.

    Raises ``Refused`` for the one that it is already, and for one under which somebody said no.
    """
    old = _locked(permission, by=by)
    old.check_stands(USABLE, CHANGING)
    check_new_handle(old, handle)
    also = also_at(old, ContactPermission.objects.with_row().held(old.constituent_id))
    new = _change(old, handle, by=by)
    for row in also:
        follows = row.channel_id == old.channel_id or elsewhere == Elsewhere.NEW
        if follows and row.is_live:
            with suppress(Refused), transaction.atomic():  # then it only ends, as below
                _change(row, handle, by=by)
                continue
        if follows or elsewhere == Elsewhere.GONE:
            row.refresh_from_db()
            row.move(PermissionStatus.HANDLE_CHANGED, by=by, why=CHANGING)
    return new


@transaction.atomic
def mark_wrong_person(*, permission: ContactPermission, by: User) -> ContactPermission:
    """It is somebody else's number or name. Nothing is sent there again: what else was noted for
    them there ends too, and the links that went there do nothing any more.
    """
    row = _locked(permission, by=by)
    for other in ContactPermission.objects.with_row().held(row.constituent_id):
        is_there = other.is_at(row.channel, row.normal) and other.status in STOPPABLE
        if is_there and other != row:
            _mark_wrong(other, by=by)
    return _mark_wrong(row, by=by)


@transaction.atomic
def note_theirs_after_all(
    *, permission: ContactPermission, who_answered: str, on: date, by: User
) -> ContactPermission:
    """They showed in person that a number or name is theirs that was marked as somebody else's,
    and may be contacted there. Raises ``Refused`` as ``begin`` does, and for a day before it was
    marked.
    """
    wrong = _locked(permission, by=by)
    wrong.check_stands({PermissionStatus.WRONG_PERSON}, gettext_noop("Noting that it is theirs"))
    check_day(on, field="on")
    if wrong.ended_on and on < wrong.ended_on:
        raise Refused(_("On that day you had not marked it as somebody else’s yet."), field="on")
    where = Where(wrong.constituent, wrong.channel, wrong.handle, wrong.purpose)
    row = begun(where, source=_by_their_word(wrong), on=on, by=by, was_shown=True)
    row.answered_on = on
    row = _place(row, PermissionStatus.GRANTED, by=by, why="Theirs after all")
    if row.purpose != Purpose.CONTACT:
        return row
    seen = Verification.IN_PERSON
    return verify(permission=row, how=seen, who_answered=who_answered, on=on, by=by)


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


def _by_their_word(row: ContactPermission) -> Source:
    """How what they said themselves is noted: on some channels nobody has to be asked."""
    is_given = row.purpose == Purpose.CONTACT and not row.needs_permission
    return Source.GAVE_DETAILS if is_given else Source.THEY_ASKED


def _change(old: ContactPermission, handle: str, *, by: User) -> ContactPermission:
    source = _by_their_word(old)
    old.move(PermissionStatus.HANDLE_CHANGED, by=by, why=CHANGING)
    about: dict[str, Any] = {"person": old.constituent, "channel": old.channel}
    about |= {"purpose": old.purpose, "handle": handle, "on": today()}
    return begin(**about, source=source, by=by)


def _mark_wrong(row: ContactPermission, *, by: User) -> ContactPermission:
    row.move(PermissionStatus.WRONG_PERSON, by=by, why=gettext_noop("Marking it as wrong"))
    for link in StopLink.objects.filter(permission=row):
        link.discard(by=by, why="Somebody else’s")
    logger.warning("Wrong person", extra={"permission": row.pk})
    return row


def _say_no(row: ContactPermission, to: str, *, by: User | None, why: str) -> ContactPermission:
    """They said it: also a restore of a backup from before does not undo it."""
    row.move(to, by=by, why=why)
    prove([row], by=by)
    return row


def _place(row: ContactPermission, to: str, *, by: User, why: str) -> ContactPermission:
    """A new row stands there, or one of before that was begun anew."""
    row.stand_at(to)
    return row.keep(by=by, why=why)
