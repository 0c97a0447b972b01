"""A councillor asks before they act, and an officer advises. Each act holds the question first.

"They should seek guidance from the Information Management Team" (Barnet policy, 1.1); in any doubt
they "contact the Monitoring Officer before" they post (Social Media Protocol).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from breaches.advice import IN_HAND, REPLIED, team_for
from breaches.advising.checks import check_advises, check_asked, check_words, refusal_of_sent
from breaches.advising.log import tell_asker, write
from breaches.advising.passing import tell_or_pass_on
from breaches.advising.places import Place
from breaches.advising.targets import closes_on, due_at
from breaches.models import AdviceRequest, AdviceStatus, AdviceStep, AdviceTeam
from consent.holdings import erase, history_of
from councilgov.access import Right
from councilgov.days import today
from councilgov.people.models import Council, User
from councilgov.records import Refused

if TYPE_CHECKING:
    from uuid import UUID

HELD = frozenset({AdviceStatus.ASSIGNED, AdviceStatus.NEEDS_INFO})
"""An officer looks at it; another of the team may take it over."""
ANSWERABLE = frozenset({AdviceStatus.SUBMITTED, AdviceStatus.ASSIGNED, AdviceStatus.ESCALATED})
TAKING_ON = gettext_noop("Taking it on")
ANSWERING = gettext_noop("Answering it")


class More(TypedDict, total=False):
    """What may be known of a question: ``sent_as`` is its form, which is sent once."""

    is_committee: bool
    place: Place
    sent_as: UUID | None
    draft: AdviceRequest | None


@transaction.atomic
def save_advice(*, kind: str, words: str, by: User, **more: Unpack[More]) -> AdviceRequest:
    """A question is kept, to be gone on with; nobody else sees it. Raises ``Refused`` for who is
    not a councillor, without a word, and for one that was sent.
    """
    row = _written(kind, words, by, more)
    if row.status != AdviceStatus.DRAFT:
        raise refusal_of_sent(row, is_same=True)
    return row.keep(by=by, why="Saved")


@transaction.atomic
def ask_advice(*, kind: str, words: str, by: User, **more: Unpack[More]) -> AdviceRequest:
    """A councillor asks. The team that answers such questions is told, or who is next in line, and
    they get a receipt. What they had written before is gone. Raises ``Refused`` as ``save_advice``
    does; the same form sent again, in the same words, is the same question.
    """
    row = _written(kind, words, by, more)
    if row.status != AdviceStatus.DRAFT:
        return row
    row.submitted_at = row.saved_at
    row.due_at = due_at(row.kind, row.submitted_at, Council.objects.the())
    row.move(AdviceStatus.SUBMITTED, by=by, why=gettext_noop("Asking"))
    history_of(AdviceRequest).filter(id=row.pk, status=AdviceStatus.DRAFT).delete()
    entry = write(row, AdviceStep.ASKED, by=by)
    tell_or_pass_on(row, "advice_asked", entry)
    tell_asker(row, "advice_receipt", entry)
    return row


def _written(kind: str, words: str, by: User, more: More) -> AdviceRequest:
    """The question as it is written now: a new one, a draft, or what this form sent before."""
    if not by.has_perm(Right.ASK_ADVICE):
        raise Refused(_("Only a councillor can ask here."))
    told = check_words(words)
    row = _begun(by, more)
    is_committee, place = more.get("is_committee", False), more.get("place", Place())
    if row.status != AdviceStatus.DRAFT:
        if (row.kind, row.words, row.is_committee) != (kind, told, is_committee):
            raise refusal_of_sent(row, is_same=False)
        return row
    row.kind, row.words, row.is_committee = kind, told, is_committee
    row.team = team_for(kind, is_committee=is_committee)
    row.version, row.clause, row.channel = place
    row.saved_at = timezone.now()
    return row


def _begun(by: User, more: More) -> AdviceRequest:
    """Holds the person, so that of two clicks at the same moment the second finds the first."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    if draft := more.get("draft"):
        row = AdviceRequest.objects.locked(draft)
        check_asked(row, by)
        row.check_stands({AdviceStatus.DRAFT}, gettext_noop("Changing it"))
        return row
    key = more.get("sent_as")
    sent = AdviceRequest.objects.of(by).filter(sent_as=key).first() if key else None
    return sent or AdviceRequest(asker=by, sent_as=key)


@transaction.atomic
def throw_away_advice(*, asked: AdviceRequest, by: User) -> None:
    """A draft is deleted, and nothing of it is kept. Raises ``Refused`` for one that was sent."""
    row = AdviceRequest.objects.locked(asked)
    check_asked(row, by)
    row.check_stands({AdviceStatus.DRAFT}, gettext_noop("Throwing it away"))
    erase([row.pk], AdviceRequest)


@transaction.atomic
def take_on_advice(*, asked: AdviceRequest, by: User) -> AdviceRequest:
    """An officer of its team looks at it, or takes it over. Raises ``Refused`` for anybody else,
    for whoever asked, the second time, and once it is answered.
    """
    row = AdviceRequest.objects.locked(asked)
    check_advises(row, by)
    if row.status in HELD and row.handler == by:
        raise Refused(_("You look at it already."), way=row.own_page)
    row.handler, row.handled_since = by, timezone.now()
    if row.status in HELD:
        row.keep(by=by, why="Taken over")
    else:
        row.move(AdviceStatus.ASSIGNED, by=by, why=TAKING_ON)
    write(row, AdviceStep.TAKEN_ON, by=by)
    return row


@transaction.atomic
def ask_more(*, asked: AdviceRequest, words: str, by: User) -> AdviceRequest:
    """More is needed for an answer: whoever asked is told, and our target waits for them. Raises
    ``Refused`` for who does not advise on it, without a word, and unless it is looked at.
    """
    row = AdviceRequest.objects.locked(asked)
    check_advises(row, by)
    told = check_words(words)
    row.handler, row.handled_since = by, timezone.now()
    row.move(AdviceStatus.NEEDS_INFO, by=by, why=gettext_noop("Asking for more"))
    tell_asker(row, "advice_more", write(row, AdviceStep.MORE_ASKED, by=by, words=told))
    return row


@transaction.atomic
def reply_advice(*, asked: AdviceRequest, words: str, by: User) -> AdviceRequest:
    """Whoever asked says more, and the target counts anew. Raises ``Refused`` for anybody else,
    without a word, and where nothing more is needed.
    """
    row = AdviceRequest.objects.locked(asked)
    check_asked(row, by)
    told = check_words(words)
    _go_on(row, by=by)
    tell_or_pass_on(row, "advice_replied", write(row, AdviceStep.REPLIED, by=by, words=told))
    return row


@transaction.atomic
def go_on_advice(*, asked: AdviceRequest, by: User) -> AdviceRequest:
    """An officer answers without what they had asked for. Raises ``Refused`` for who does not
    advise on it, and where nothing was asked for.
    """
    row = AdviceRequest.objects.locked(asked)
    check_advises(row, by)
    _go_on(row, by=by)
    write(row, AdviceStep.WENT_ON, by=by)
    return row


def _go_on(row: AdviceRequest, *, by: User) -> None:
    row.check_stands({AdviceStatus.NEEDS_INFO}, gettext_noop("Going on with it"))
    row.due_at = due_at(row.kind, timezone.now(), Council.objects.the())
    row.move(AdviceStatus.ASSIGNED, by=by, why=gettext_noop("Going on with it"))


@transaction.atomic
def answer_advice(*, asked: AdviceRequest, words: str, by: User) -> AdviceRequest:
    """An officer of its team advises: "advice, not permission".

    Where another answered a moment before, that answer stands, and these words are kept beside it
    for the team (``answered_by`` says whose stands). Raises ``Refused`` for who does not advise on
    it, without a word, and where it waits for more or was withdrawn.
    """
    row = AdviceRequest.objects.locked(asked)
    check_advises(row, by)
    told = check_words(words)
    if row.status in REPLIED:
        _keep_crossed(row, told, by=by)
        return row
    row.check_stands(ANSWERABLE, ANSWERING)
    if row.status != AdviceStatus.ASSIGNED:
        row.handler, row.handled_since = by, timezone.now()
        row.move(AdviceStatus.ASSIGNED, by=by, why=TAKING_ON)
    row.answer, row.answered_by, row.answered_at = told, by, timezone.now()
    row.closes_on = closes_on(today(), Council.objects.the())
    row.move(AdviceStatus.ANSWERED, by=by, why=ANSWERING)
    tell_asker(row, "advice_answered", write(row, AdviceStep.ANSWERED, by=by))
    return row


def _keep_crossed(row: AdviceRequest, told: str, *, by: User) -> None:
    """Once, however often it is sent; not the answer itself, sent twice."""
    if (row.answered_by, row.answer) == (by, told):
        return
    if not row.entries.filter(what=AdviceStep.CROSSED, entered_by=by, words=told).exists():
        write(row, AdviceStep.CROSSED, by=by, words=told)


@transaction.atomic
def add_to_answer(*, asked: AdviceRequest, words: str, by: User) -> AdviceRequest:
    """An officer says more than the answer did; whoever asked is told, and has ten working days
    again. Raises ``Refused`` for who does not advise on it, without a word, for the same words
    twice, and unless it is answered.
    """
    row = AdviceRequest.objects.locked(asked)
    check_advises(row, by)
    row.check_stands({AdviceStatus.ANSWERED}, gettext_noop("Adding to the answer"))
    told = check_words(words)
    if row.entries.filter(what=AdviceStep.ADDED, words=told).exists():
        raise Refused(_("This was added already."), field="words")
    row.closes_on = closes_on(today(), Council.objects.the())
    row.keep(by=by, why="Added to the answer")
    tell_asker(row, "advice_added", write(row, AdviceStep.ADDED, by=by, words=told))
    return row


@transaction.atomic
def escalate_advice(*, asked: AdviceRequest, reason: str, by: User) -> AdviceRequest:
    """An officer passes it to the Monitoring Officer, and sees it no more. Raises ``Refused`` for
    who does not advise on it, without a reason, unless it is looked at, and for the Monitoring
    Officer, who has it already.
    """
    row = AdviceRequest.objects.locked(asked)
    check_advises(row, by)
    if row.team == AdviceTeam.MONITORING:
        raise Refused(_("It is with the Monitoring Officer already."), way=row.own_page)
    told = check_words(reason)
    row.team, row.handler, row.handled_since = AdviceTeam.MONITORING, None, None
    row.move(AdviceStatus.ESCALATED, by=by, why=gettext_noop("Passing it on"))
    tell_or_pass_on(row, "advice_asked", write(row, AdviceStep.ESCALATED, by=by, words=told))
    return row


@transaction.atomic
def withdraw_advice(*, asked: AdviceRequest, by: User) -> AdviceRequest:
    """Whoever asked needs no answer any more. Raises ``Refused`` for anybody else, and once there
    is one.
    """
    row = AdviceRequest.objects.locked(asked)
    check_asked(row, by)
    row.check_stands(IN_HAND, gettext_noop("Withdrawing it"))
    row.move(AdviceStatus.WITHDRAWN, by=by, why=gettext_noop("Withdrawing it"))
    write(row, AdviceStep.WITHDRAWN, by=by)
    return row


@transaction.atomic
def accept_advice(*, asked: AdviceRequest, by: User) -> AdviceRequest:
    """Whoever asked is content. Raises ``Refused`` for anybody else, and unless it is answered."""
    row = AdviceRequest.objects.locked(asked)
    check_asked(row, by)
    row.is_accepted = True
    row.move(AdviceStatus.CLOSED, by=by, why=gettext_noop("Closing it"))
    write(row, AdviceStep.ACCEPTED, by=by)
    return row
