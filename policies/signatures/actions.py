"""Asking for signatures, signing and declining.

A signature is made in ``sign``; everything that can stand in its way is judged there, under lock.
"""

from __future__ import annotations

import logging
from functools import cache, partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.accounts.models import Invitation, reachable
from councilgov.accounts.monitoring import tell_monitoring
from councilgov.days import day_in_words
from councilgov.forms.signature import check_name
from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.notices.models import Notice
from councilgov.people.models import Council, User
from councilgov.records import Refused, keep_all
from policies.conditions import has_left_since
from policies.holding.actions import release
from policies.models import (
    ANSWERED,
    UNSIGNED,
    Acknowledgement,
    AcknowledgementStatus,
    Exemption,
    PolicyVersion,
    SectionRead,
    VersionStatus,
)
from policies.quizzes.checks import check_answered
from policies.reminders import ASKED, ASKED_AGAIN
from policies.signatures.carrying import carry_exempt, exempt_before, request_for
from policies.signatures.certifying import certify_signature
from policies.signatures.closing import close_request

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from django.db.models import QuerySet

    from councilgov.ledger.models import Certificate
    from councilgov.people.models import UserQuerySet

logger = logging.getLogger(__name__)

LAPSED = AcknowledgementStatus.LAPSED
CAUSE = ("pk", "asked_on")
"""What makes a request to sign another one: whoever is asked anew is told anew."""


class TextChanged(Refused):
    """The text that was read is not the text in force: what changed is shown and asked again."""


@transaction.atomic
def ask(*, version: PolicyVersion, by: User | None) -> int:
    """Everybody in the audience of a published version is asked to sign, newcomers too. How many.

    Safe to repeat: nobody is asked twice. Each has the council's working days from today, or from
    the day on which it takes effect, and who cannot come in yet is asked once they can. After a
    minor version who signed or declined is left alone, and who did neither keeps their deadline.
    Who is exempt from the version before stays exempt. The version is locked only where something
    is to be done: whoever signs waits for it otherwise. On the day of its successor a version asks
    nobody: within a minute that one does. If that one can't be put in force, newcomers are asked by
    this one again from the day after.
    """
    if not _is_due(version) or _is_over(version):
        return 0
    version = PolicyVersion.objects.locked(version)
    if not version.is_open_to_sign:
        return 0
    now, today = timezone.now(), timezone.localdate()
    usual = cache(partial(_usual, version, today))
    back = _ask_again(version, usual, by=by)
    carry_exempt(version, usual)
    earlier = Acknowledgement.objects.of_same_major(version).filter(exemptions=None)
    of_this_time = earlier.exclude(has_left_since(now)).exclude(status=LAPSED).order_by("pk")
    since = {row.councillor_id: (row.asked_on, row.due_on) for row in of_this_time}
    rows = [
        _request(person, version, *(since.get(person.pk) or usual()))
        for person in to_be_asked(version)
    ]
    keep_all(rows, by=by, why="Asked to sign")
    Notice.objects.plan(ASKED, _untold(version, now), to="councillor", cause=CAUSE)
    return len(rows) + back


def _is_over(version: PolicyVersion) -> bool:
    """Whether a later number is put in force today. One whose day is past is stuck: it may stay so
    for long, and whoever joins meanwhile is to be asked by somebody.
    """
    today = timezone.localdate()
    of_today = PolicyVersion.objects.due(today).filter(effective_on=today, policy=version.policy_id)
    return any(one.order > version.order for one in of_today.only("major", "minor"))


def _is_due(version: PolicyVersion) -> bool:
    """Whether somebody came back, is new or was not told yet. Looks, and locks nothing."""
    now = timezone.now()
    return (
        to_be_asked(version).exists()
        or exempt_before(version).exists()
        or _to_ask_again(version).exists()
        or _untold(version, now).exists()
    )


def _untold(version: PolicyVersion, now: datetime) -> QuerySet[Acknowledgement]:
    """Whose request no message has told of yet; the end of an exemption has one of its own."""
    unsigned = version.acknowledgements.to_sign(now).filter(councillor__in=_audience(version))
    rest = Notice.objects.untold(ASKED_AGAIN, unsigned, to="councillor", cause=CAUSE)
    return Notice.objects.untold(ASKED, rest, to="councillor", cause=CAUSE)


def _usual(version: PolicyVersion, today: date) -> tuple[date, date]:
    """Worked out for whoever is asked: past the published calendar it can’t be."""
    return today, due_on(version, today)


def to_be_asked(version: PolicyVersion) -> UserQuerySet:
    """Who is asked when the version is published, or has joined since: a minor version asks nobody
    who has answered another one of the same major number, and before it is in force nobody at
    all: the one in force asks newcomers until then. Whoever is exempt from a version stays so.
    """
    answered = Acknowledgement.objects.of_same_major(version).filter(status__in=ANSWERED)
    asked = version.acknowledgements.live().values("councillor")
    exempt = Exemption.objects.open().of_policy(version.policy)
    people = _audience(version).exclude(pk__in=asked)
    if _waits_for_its_turn(version):
        return people.none()
    people = people.exclude(pk__in=exempt.values("acknowledgement__councillor"))
    return people.exclude(pk__in=answered.values("councillor"))


def _waits_for_its_turn(version: PolicyVersion) -> bool:
    """Whether it is for a later moment, and one of the same major number is in force till then."""
    effective_on = version.effective_on
    is_for_later = effective_on is not None and effective_on > timezone.localdate()
    same = PolicyVersion.objects.filter(policy=version.policy_id, major=version.major)
    return (is_for_later or version.status == VersionStatus.SCHEDULED) and same.in_force().exists()


def _audience(version: PolicyVersion) -> UserQuerySet:
    in_office = version.policy.terms_asked(timezone.now()).values("councillor")
    return reachable(User.objects.filter(pk__in=in_office, is_active=True))


def _ask_again(
    version: PolicyVersion,
    dates: Callable[[], tuple[date, date]],
    *,
    by: User | None,
) -> int:
    """Who came back, or was invited anew, has as long as a newcomer.

    Only who never answered: a refusal is an answer, and stands for its version also in a later
    term. Who declined may sign at any time, and is asked afresh by the next version.
    """
    rows = list(_to_ask_again(version).select_for_update(of=("self",)))
    for row in rows:
        row.asked_on, row.due_on = dates()
        if row.status == LAPSED:
            row.status, row.opened_at = AcknowledgementStatus.REQUIRED, None
            row.lapsed_on, row.lapsed_because = None, ""
    changed = ["status", "asked_on", "due_on", "opened_at", "lapsed_on", "lapsed_because"]
    keep_all(rows, by=by, why="Asked again", fields=changed)
    return len(rows)


def _to_ask_again(version: PolicyVersion) -> QuerySet[Acknowledgement]:
    anew = Invitation.objects.filter(
        person=OuterRef("councillor"), sent_at__date__gt=OuterRef("asked_on")
    )
    silent = version.acknowledgements.filter(councillor__in=_audience(version))
    return silent.filter(Q(status=LAPSED) | Q(status__in=UNSIGNED) & Exists(anew))


def _request(person: User, version: PolicyVersion, asked_on: date, due_on: date) -> Acknowledgement:
    return Acknowledgement(councillor=person, version=version, asked_on=asked_on, due_on=due_on)


def due_on(version: PolicyVersion, asked_on: date) -> date:
    """By when whoever is asked that day signs. Raises ``CalendarEnds`` past the calendar."""
    council = Council.objects.the()
    since = max(asked_on, version.effective_on or asked_on)
    return council.working_days_after(since, council.signing_working_days)


@transaction.atomic
def open_version(*, version: PolicyVersion, by: User) -> None:
    """A councillor who was asked opens the text. The first time is kept."""
    asked = version.acknowledgements.filter(
        councillor=by, status=AcknowledgementStatus.REQUIRED
    ).select_for_update()
    for acknowledgement in asked:
        acknowledgement.opened_at = acknowledgement.opened_at or timezone.now()
        acknowledgement.move(AcknowledgementStatus.OPENED, by=by, why=gettext_noop("Opened"))


@transaction.atomic
def finish_section(*, version: PolicyVersion, by: User, anchor: str) -> None:
    """A councillor who was asked has read a section: next time they go on after it."""
    open_version(version=version, by=by)
    own = Acknowledgement.objects.to_sign_by(version).filter(councillor=by)
    asked = own.may_still_sign()
    asked = asked.select_for_update(of=("self",))  # a signature made meanwhile needs no bookmark
    rows = [
        SectionRead(acknowledgement=row, anchor=anchor, read_at=timezone.now()) for row in asked
    ]
    SectionRead.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def sign(
    *,
    version: PolicyVersion,
    by: User,
    typed_name: str,
    text_sha256: str,
    confirmed_with: str,
    objection: str = "",
) -> Certificate:
    """A councillor signs that they have read the text and agree to it ("read and agree").

    Raises ``TextChanged`` if that is not the text in force; ``Refused`` out of office, for another
    name, if not asked, once signed or before all questions are answered. An objection is kept, and
    the Monitoring Officer is told; it counts as read.
    """
    version = PolicyVersion.objects.locked(version)
    asked = _unsigned(version, by)
    _check_text(version, text_sha256)
    check_answered(asked, version)
    check_name(by.full_name, typed_name)
    acknowledgement = request_for(asked, version)
    acknowledgement.typed_name = " ".join(typed_name.split())
    acknowledgement.statement = statement(version)
    acknowledgement.text_sha256 = text_sha256
    acknowledgement.signed_at = timezone.now()
    acknowledgement.objection = words = objection.strip()
    status = AcknowledgementStatus.OBJECTED if words else AcknowledgementStatus.SIGNED
    acknowledgement.move(status, by=by, why=gettext_noop("Signature"))
    _close(acknowledgement)
    return certify_signature(acknowledgement, confirmed_with)


def _close(acknowledgement: Acknowledgement) -> None:
    """What ends with a signature, and who is told of it."""
    logger.info("Policy signed", extra={"acknowledgement": acknowledgement.pk})
    close_request([acknowledgement], by=acknowledgement.councillor)
    tell(
        kind="policy_signed",
        to=acknowledgement.councillor,
        cause=str(acknowledgement.pk),
        about=acknowledgement,
    )
    if acknowledgement.objection:
        tell_monitoring(
            kind="policy_objection", cause=str(acknowledgement.pk), about=acknowledgement
        )


def statement(version: PolicyVersion) -> str:
    """The sentence that is signed, also before the version takes effect."""
    words = _("I have read %(policy)s, version %(number)s, and I agree to follow it.")
    if version.status == VersionStatus.SCHEDULED:
        words = _(
            "I have read %(policy)s, version %(number)s, and I agree to follow it from %(day)s."
        )
    return words % {
        "policy": version.policy.title,
        "number": version.number,
        "day": day_in_words(version.effective_on) if version.effective_on else "",
    }


def check_may_sign(
    version: PolicyVersion, by: User, asked: Acknowledgement | None
) -> Acknowledgement:
    """The request to sign. Raises ``Refused`` if they are not in office or were not asked."""
    now = timezone.now()
    if not version.policy.terms_asked(now).filter(councillor=by).exists():
        raise Refused(_not_asked(in_office=by.terms.current(now).exists()))
    if asked is None or asked.status == LAPSED:
        raise Refused(
            _(
                "You have not been asked to sign this yet. "
                "A new councillor is asked within a few minutes."
            )
        )
    return asked


def _not_asked(*, in_office: bool) -> str:
    if in_office:
        return _(
            "You are not among those whom the council asks to sign this policy. "
            "If this is wrong, ring members’ services."
        )
    return _(
        "You are not in office now, so you can’t sign. If this is wrong, ring members’ services."
    )


def _unsigned(version: PolicyVersion, by: User) -> Acknowledgement:
    """The request to sign, locked. Raises ``Refused`` where nothing is to be signed."""
    asked = Acknowledgement.objects.to_sign_by(version).live().filter(councillor=by)
    acknowledgement = check_may_sign(version, by, asked.select_for_update().first())
    if acknowledgement.is_disputed:
        raise Refused(
            _(
                "You said that you did not give the signature that is on record. Wait until the "
                "Monitoring Officer has decided."
            )
        )
    if day := acknowledgement.signed_on:
        raise Refused(
            _("You signed this policy on %(day)s. Nothing more is needed.")
            % {"day": day_in_words(day)}
        )
    return acknowledgement


def _check_text(version: PolicyVersion, text_sha256: str) -> None:
    if not version.is_open_to_sign or text_sha256 != version.sha256:
        raise TextChanged(
            _("This policy changed while you were reading it. Read what changed, then sign again.")
        )


@transaction.atomic
def decline(*, version: PolicyVersion, by: User, reason: str) -> Acknowledgement:
    """A councillor declines to sign, with a reason for the Monitoring Officer. Chasing stops.

    Access that was held back is given back at once: nobody waits for the signature. They may still
    sign later. Raises ``Refused`` without a reason, or where nothing is to sign.
    """
    version = PolicyVersion.objects.locked(version)
    acknowledgement = _unsigned(version, by)
    _check_may_decline(acknowledgement, reason)
    acknowledgement.declined_at, acknowledgement.decline_reason = timezone.now(), reason.strip()
    acknowledgement.move(AcknowledgementStatus.DECLINED, by=by, why=gettext_noop("Refusal to sign"))
    record(
        kind="policies.declined",
        actor=by,
        subject=acknowledgement,
        facts={"version": version.pk},
        names={"reason": acknowledgement.decline_reason},
    )
    tell(
        kind="policy_declined_receipt",
        to=by,
        cause=str(acknowledgement.pk),
        about=acknowledgement,
    )
    tell_monitoring(kind="policy_declined", cause=str(acknowledgement.pk), about=acknowledgement)
    release(acknowledgements=[acknowledgement], because=_("The councillor declined."), by=by)
    logger.info("Signature declined", extra={"acknowledgement": acknowledgement.pk})
    return acknowledgement


def _check_may_decline(acknowledgement: Acknowledgement, reason: str) -> None:
    if acknowledgement.is_exempt:
        raise Refused(
            _("You are exempt for now, so there is nothing to decline. You may still sign.")
        )
    if not reason.strip():
        raise Refused(_("Say why you decline. Only the Monitoring Officer will read it."))
