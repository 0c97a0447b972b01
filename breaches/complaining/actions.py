"""A complaint comes in, is acknowledged within 30 days, looked into and answered.

"If a controller receives a complaint under this section, the controller must without undue delay
(a) take appropriate steps to respond to the complaint, and (b) inform the complainant of the
outcome" (Data Protection Act 2018, section 164A(4)). Nobody who complains learns anything about
anybody by doing so, and nothing of them stands in history, evidence, log or outbox.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple, NotRequired, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from breaches.complaining.checks import (
    check_after_acknowledged,
    check_is_ours,
    check_somebody_handles,
    check_untold,
    check_words,
    held,
    is_the_same,
    waits_already,
    whose_work,
)
from breaches.complaining.evidence import prove
from breaches.complaining.telling import announce, send_receipt, tell_them, was_answered
from breaches.complaining.wording import opened
from breaches.models import (
    ANSWERING,
    NEWS_EVERY,
    CameBy,
    Complainant,
    Complaint,
    ComplaintMessage,
    ComplaintParty,
    ComplaintStatus,
    MessageKind,
    Sent,
    last_day,
)
from breaches.triaging.checks import check_reason
from councilgov.access import Right
from councilgov.days import today
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User

ACKNOWLEDGING = gettext_noop("Acknowledging it")
ENQUIRING = gettext_noop("Looking into it")
TELLING = gettext_noop("Telling them how far it is")
ANSWERING_IT = gettext_noop("Answering it")
SETTING_ASIDE = gettext_noop("Setting it aside")


class Who(NamedTuple):
    """Who complains and of what, as they gave it, without spaces that say nothing."""

    name: str
    email: str
    contact: str
    words: str

    @property
    def digest(self) -> str:
        return hashlib.sha256("\0".join(self).encode()).hexdigest()


class Said(TypedDict):
    """What they gave, of which one way to reach them is enough."""

    name: str
    words: str
    email: NotRequired[str]
    contact: NotRequired[str]


def _who(*, name: str, words: str, email: str = "", contact: str = "") -> Who:
    """Raises ``Refused`` where nobody could answer them."""
    who = Who(" ".join(name.split()), email.strip().lower(), contact.strip(), words.strip())
    if not (who.email or who.contact):
        told = _("Enter an email address, or another way to reach you, so that we can answer")
        raise Refused(told, field="email")
    return who


@transaction.atomic
def complain(*, about: str, **said: Unpack[Said]) -> Complaint:
    """Somebody complains on the public page. They get a receipt if they gave an address; the 30
    days are kept by an officer who has read it, and by no receipt.

    What was sent before and nobody has answered yet is the same complaint. Raises ``Refused`` where
    nobody could answer them.
    """
    who = _who(**said)
    now, day = timezone.now(), today()
    row = Complaint(about=about, received_on=day, recorded_at=now, due_on=last_day(day))
    row, is_new = _begin(row, who, by=None)
    if is_new:
        send_receipt(row)
    return row


@transaction.atomic
def record_complaint(
    *, received_on: date, came_how: str, about: str, by: User, **said: Unpack[Said]
) -> Complaint:
    """An officer enters what came by letter, telephone or email, or was said, with its true day:
    from then the 30 days count. Raises ``Refused`` for anybody else, for a day ahead, for what
    waits already with another day, and where nobody could answer them.
    """
    if not by.has_perm(Right.RECORD_COMPLAINT):
        told = _(
            "Only the Information Management Team or the Data Protection Officer enters these."
        )
        raise Refused(told)
    if received_on > today():
        raise Refused(_("The day must be today or in the past."), field="received_on")
    if came_how == CameBy.PAGE:
        raise Refused(_("Choose how it came in."), field="came_how")
    row = Complaint(
        about=about,
        came_how=came_how,
        received_on=received_on,
        recorded_at=timezone.now(),
        recorded_by=by,
        due_on=last_day(received_on),
    )
    found, is_new = _begin(row, _who(**said), by=by)
    if not (is_new or _is_as_entered(found, row)):
        raise waits_already(found, by)
    return found


def _is_as_entered(found: Complaint, row: Complaint) -> bool:
    """A second press of the same form, and nothing that was put right."""
    return all(
        getattr(found, name) == getattr(row, name)
        for name in ("received_on", "came_how", "about", "recorded_by_id")
    )


def _begin(row: Complaint, who: Who, *, by: User | None) -> tuple[Complaint, bool]:
    """It is written down and those who handle it are told; or it is the one that waits already."""
    if waiting := _written(row, who, by=by):
        return waiting, False
    announce(row)
    facts: dict[str, JSON] = {"received_on": row.received_on.isoformat(), "by": row.came_how}
    prove(row, "received", by=by, facts=facts)
    return row, True


def _written(
    row: Complaint, who: Who, *, by: User | None, is_last: bool = False
) -> Complaint | None:
    """None, or the same that waits. Where that is acknowledged just now it is written down after
    all: nothing that somebody sent is lost.
    """
    try:
        with transaction.atomic():
            row.keep(by=by, why="Received")
            Complainant.objects.create(complaint=row, digest=who.digest, **who._asdict())
    except IntegrityError as error:
        if is_last or not is_the_same(error):
            raise
    else:
        return None
    same = Complainant.objects.filter(is_waiting=True, digest=who.digest)
    if waiting := same.select_related("complaint").first():
        return waiting.complaint
    row.pk, row._state.adding = None, True
    return _written(row, who, by=by, is_last=True)


@transaction.atomic
def acknowledge(
    *, complaint: Complaint, how: str, text: str, by: User, sent_on: date | None = None
) -> ComplaintMessage:
    """They are told that we have it: "within the period of 30 days beginning when the complaint is
    received" (section 164A(3)). After that it is still to be done, and counts as late.

    Raises ``Refused`` for who does not handle it, the second time, and as every answer does.
    """
    row = held(complaint, by)
    row.check_move(ComplaintStatus.ACKNOWLEDGED, ACKNOWLEDGING)
    message = tell_them(row, MessageKind.ACKNOWLEDGEMENT, how, text, sent_on, by=by)
    row.acknowledged_on, row.acknowledged_at = message.sent_on, message.entered_at
    row.acknowledged_by, row.due_on = by, message.sent_on + NEWS_EVERY
    row.move(ComplaintStatus.ACKNOWLEDGED, by=by, why=ACKNOWLEDGING)
    was_answered(row)
    return message


@transaction.atomic
def begin_enquiry(*, complaint: Complaint, by: User) -> Complaint:
    """Somebody looks into it (section 164A(5)(a)). Raises ``Refused`` for who does not handle it,
    and before it is acknowledged.
    """
    row = held(complaint, by)
    row.check_stands({ComplaintStatus.ACKNOWLEDGED}, ENQUIRING)
    row.enquired_at, row.enquired_by = timezone.now(), by
    row.move(ComplaintStatus.ENQUIRY, by=by, why=ENQUIRING)
    prove(row, "enquired", by=by)
    return row


@transaction.atomic
def tell_progress(
    *, complaint: Complaint, how: str, text: str, by: User, sent_on: date | None = None
) -> ComplaintMessage:
    """They hear how far it is (section 164A(5)(b)), and next within 30 days of the last word.
    Raises ``Refused`` before it is acknowledged, once it is answered, for the same words once more,
    and as every answer does.
    """
    row = held(complaint, by)
    row.check_stands(ANSWERING, TELLING)
    check_untold(row, how, text, sent_on)
    message = tell_them(row, MessageKind.PROGRESS, how, text, sent_on, by=by)
    row.due_on = max(filter(None, [row.due_on, message.sent_on + NEWS_EVERY]))
    row.keep(by=by, why=TELLING)
    return message


@transaction.atomic
def send_outcome(
    *,
    complaint: Complaint,
    outcome: str,
    how: str,
    text: str,
    by: User,
    sent_on: date | None = None,
) -> ComplaintMessage:
    """They are told what came of it (section 164A(4)(b)), and that they can go to the regulator.

    Raises ``Refused`` before somebody has looked into it, for a day before it was acknowledged, for
    what is to be passed to a councillor, and as every answer does.
    """
    row = held(complaint, by)
    row.check_move(ComplaintStatus.OUTCOME_SENT, ANSWERING_IT)
    check_is_ours(row, outcome)
    check_after_acknowledged(row, how, sent_on)
    words = opened(outcome, check_words(text))
    message = tell_them(row, MessageKind.OUTCOME, how, words, sent_on, by=by, outcome=outcome)
    row.outcome, row.outcome_on, row.due_on = outcome, message.sent_on, None
    row.move(ComplaintStatus.OUTCOME_SENT, by=by, why=ANSWERING_IT)
    return message


@transaction.atomic
def set_aside(*, complaint: Complaint, reason: str, by: User) -> Complaint:
    """Nobody complains: a robot wrote it, or it came twice. It counts as no complaint.

    Raises ``Refused`` without a reason, and once somebody was answered.
    """
    row = held(complaint, by)
    row.set_aside_at, row.set_aside_by = timezone.now(), by
    row.set_aside_because, row.due_on = check_reason(reason), None
    row.move(ComplaintStatus.SET_ASIDE, by=by, why=SETTING_ASIDE)
    was_answered(row)
    prove(row, "set_aside", by=by, names={"because": row.set_aside_because})
    return row


@transaction.atomic
def direct(
    *,
    complaint: Complaint,
    about: str,
    by: User,
    councillor: User | None = None,
    capacity: str = "",
) -> Complaint:
    """An officer found whom it is about: it goes to those who may handle that, and they are told.
    Of a councillor also who it is, and in which work they used the information, if that is known.

    Raises ``Refused`` for who does not handle it, once it has ended, where it is about them
    already, for the work of nobody, and where nobody could handle it then.
    """
    row = held(complaint, by)
    _check_open(row)
    whom = whose_work(about, councillor, capacity)
    key = whom.pk if whom else None
    if (row.about, row.councillor_id, row.capacity) == (about, key, capacity):
        raise Refused(_("That is whom it is about already."), field="about")
    is_elsewhere = row.about != about
    row.about, row.councillor, row.capacity = about, whom, capacity
    row.keep(by=by, why="Directed")
    check_somebody_handles(row, field="about")
    facts: dict[str, JSON] = {"about": about, "councillor": key}
    prove(row, "directed", by=by, facts=facts | {"capacity": capacity})
    if is_elsewhere:
        announce(row)
    return row


@transaction.atomic
def name_party(*, complaint: Complaint, person: User, by: User) -> ComplaintParty:
    """Somebody with an account is who it is about, or complains: from now on they see nothing of
    it, and others handle it. Also oneself. Raises ``Refused`` once it has ended, and where nobody
    could handle it then.
    """
    row = held(complaint, by)
    _check_open(row)
    party = ComplaintParty(complaint=row, person=person, added_at=timezone.now(), added_by=by)
    party.keep(by=by, why="Named")
    check_somebody_handles(row, field="person")
    prove(row, "party_named", by=by, facts={"person": person.pk})
    announce(row)
    return party


@transaction.atomic
def take_back_party(*, party: ComplaintParty, by: User) -> None:
    """That was a mistake: they have no part in it. Raises ``Refused`` once it has ended."""
    row = held(party.complaint, by)
    _check_open(row)
    found = ComplaintParty.objects.locked(party)
    person = found.person_id
    found.discard(by=by, why="Taken back")
    prove(row, "party_taken_back", by=by, facts={"person": person})


@transaction.atomic
def take_letter(*, message: ComplaintMessage, by: User) -> None:
    """A letter was taken as a file, which is evidence. Raises ``Refused`` for who does not handle
    the complaint, and once its words are erased.
    """
    row = held(message.complaint, by)
    if not message.text or message.way != Sent.LETTER:
        raise Refused(_("There is no letter to print."), way=row.own_page)
    prove(row, "letter_taken", by=by, facts={"message": message.pk})


def _check_open(row: Complaint) -> None:
    if not row.is_open:
        raise Refused(_("This complaint has ended."), way=row.own_page)
