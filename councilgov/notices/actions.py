"""Messages are planned, sent, tried again and given up here.

The row is the truth: it is written in the transaction of its cause, and a worker that claims it
commits the claim before it sends. So none is lost; after a crash one may go twice, with the same
Message-ID, because the mail server may have taken it just before.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.notices import notify, texts
from councilgov.notices.kinds import kind_of
from councilgov.notices.models import Dropped, Notice, State, Trouble, when_due
from councilgov.notices.sending import Undeliverable, code_of, send
from councilgov.notices.waking import wake
from councilgov.people.models import has_died
from councilgov.records import Refused, subject_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from django.db.models import Model

    from councilgov.notices.kinds import NoticeKind
    from councilgov.notices.models import NoticeQuerySet
    from councilgov.notices.texts import Part
    from councilgov.people.models import User

logger = logging.getLogger(__name__)

# A day and a half and more, then somebody has to look: some of this mail is required by law.
BACK_OFF = [
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
]
MISSED_FOR = timedelta(days=30)
"""For so long a message is still news to somebody whose mailbox comes later."""


def tell(
    *,
    kind: str,
    to: User,
    cause: str,
    about: Model | None = None,
    due_at: datetime | None = None,
    address: str = "",
) -> Notice:
    """Somebody is told something, once for each cause, in the caller's transaction.

    ``cause`` names what brought it about (an id, a stage). ``due_at`` is when at the earliest; a
    reminder then waits for the morning of a working day. ``address`` is where it goes, if not to
    the person's address of the day. Raises ``UnknownKind``.
    """
    what = kind_of(kind)
    notice, is_new = Notice.objects.get_or_create(
        key=f"{kind}:{cause}:{to.pk}",
        defaults={
            "kind": kind,
            "to": to,
            "address": address,
            "about": subject_of(about) if about else "",
            "urgency": what.urgency,
            "due_at": when_due(what, due_at or timezone.now()),
        },
    )
    if is_new:
        transaction.on_commit(wake)
    return notice


@transaction.atomic
def send_again(*, notice: Notice, by: User) -> None:
    """A message that was given up goes out again, once somebody has mended what was wrong.

    As a new mail, so that no mail server takes it for one it has seen. Raises ``Refused`` if the
    message was not given up.
    """
    dead = Notice.objects.dead().filter(pk=notice.pk)
    if not _revive(dead, by=by):
        raise Refused(_("This message is not waiting for you. It was sent or queued meanwhile."))


@transaction.atomic
def send_all_again(*, by: User) -> int:
    """Every message that was given up goes out again, after a long failure; how many there are."""
    return _revive(Notice.objects.dead(), by=by)


@transaction.atomic
def send_refused_again(*, person: User, by: User) -> int:
    """What a mail server refused for this person goes out again, now that they have another
    address; how many messages. What is no longer true by then is left out.
    """
    refused = Notice.objects.refused().filter(to=person)
    return _revive(Notice.objects.filter(pk__in=list(refused.values_list("pk", flat=True))), by=by)


@transaction.atomic
def send_missed(*, people: Collection[User], by: User) -> int:
    """What these people would have been told at once in the last month goes out, now that they have
    a mailbox, their first; how many messages. What is no longer true by then is left out.
    """
    missed = Notice.objects.missed(timezone.now() - MISSED_FOR).filter(to__in=people)
    return _revive(Notice.objects.filter(pk__in=list(missed.values_list("pk", flat=True))), by=by)


def deliver(*, until: datetime) -> int:
    """Send what is due until the moment, or until nothing is due; how many mails were dealt with.

    Safe in many workers at once, and to stop at any moment.
    """
    count = 0
    while (now := timezone.now()) < until and deliver_next(now):
        count += 1
    return count


def deliver_next(now: datetime) -> bool:
    """Send the next mail that is due. False if there is none. Never inside a transaction."""
    mail = Notice.objects.claim(now)
    if not mail:
        return False
    if mail[0].attempts > len(BACK_OFF) + 1:  # it took a worker down with it, each time
        Notice.objects.held(mail).move(State.DEAD, last_error=f"{Trouble.UNSENT} WorkerLost")
        return True
    parts = {notice: part for notice in mail if (part := _part_if_wanted(notice))}
    if parts:
        _hand_over(list(parts), list(parts.values()))
    return True


def unwanted(notice: Notice) -> str:
    """Why a message is not to be sent after all, as a code; empty if it is to be."""
    kind = kind_of(notice.kind)
    # a shared mailbox outlives its officer, and what an officer wrote goes when they have left
    if not (notice.to.is_active or notice.address or kind.outsider):
        return Dropped.INACTIVE
    if not kind.outsider and has_died(notice.to, notice.to.terms.all()):
        return Dropped.DIED  # nobody who mourns gets mail for whom they lost, at any address
    if lacks := _lacks(notice, kind):
        return lacks
    if not kind.still_true(notice):
        return Dropped.NO_LONGER_TRUE
    return Dropped.OVERTAKEN if kind.overtaken(notice) else ""


def _lacks(notice: Notice, kind: NoticeKind) -> str:
    """What is missing of where it goes, as a code."""
    if kind.number:
        return "" if notify.is_on() and kind.number(notice) else Dropped.NO_NUMBER
    try:
        validate_email(notice.email)
    except ValidationError:
        return Dropped.NO_ADDRESS
    return ""


def _part_if_wanted(notice: Notice) -> Part | None:
    """What it says. A message that cannot be written never holds up the others."""
    try:
        if reason := unwanted(notice):
            Notice.objects.held([notice]).move(State.CANCELLED, last_error=reason)
            return None
        return texts.part_of(notice)
    except Exception as error:
        logger.exception("Notice not written", extra={"notice": notice.pk})
        # the rest of the mail may go now, under the Message-ID that they shared
        _try_later([notice], f"{Trouble.UNWRITTEN} {code_of(error)}", message_id="")
        return None


def _hand_over(mail: Sequence[Notice], parts: Sequence[Part]) -> None:
    held = Notice.objects.held(mail)
    facts = {"notices": [notice.pk for notice in mail]}
    try:
        # what several say alike, such as summaries by link, is said once
        send(mail[0], texts.letter(list(dict.fromkeys(parts)), mail[0]))
    except Undeliverable as error:
        held.move(State.DEAD, last_error=f"{Trouble.REFUSED} {code_of(error)}")
        logger.warning("Notice refused: %s", code_of(error), extra=facts)
    except Exception as error:  # noqa: BLE001  # its text may hold an address, its code does not
        _try_later(mail, f"{Trouble.UNSENT} {code_of(error)}")
        logger.warning("Notice not sent: %s", code_of(error), extra=facts)
    else:
        held.move(State.SENT, sent_at=timezone.now(), last_error="")
        logger.info("Notice sent", extra=facts)


def _try_later(mail: Sequence[Notice], error: str, **values: str) -> None:
    """Queue it again after the next pause, or give it up."""
    held, tried = Notice.objects.held(mail), mail[0].attempts
    if tried > len(BACK_OFF):
        held.move(State.DEAD, last_error=error)
    else:
        again_at = timezone.now() + BACK_OFF[tried - 1]
        held.move(State.QUEUED, due_at=again_at, last_error=error, **values)


def _revive(dead: NoticeQuerySet, *, by: User) -> int:
    now = timezone.now()
    transaction.on_commit(wake)
    return dead.move(
        State.QUEUED,
        attempts=0,
        due_at=now,
        message_id="",
        last_error="",
        sent_again_at=now,
        sent_again_by=by,
    )
