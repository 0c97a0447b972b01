"""An officer hands a matter of conduct over, and it is written down what becomes of it elsewhere.

Nothing opens one by itself: a truthful report or log is no allegation. Whom it is about is told
nothing by the portal, and whoever handed it over sees it no more.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from breaches.models import Referral, ReferralStatus
from breaches.referrals import is_chief
from breaches.referring.checks import check_sees_source
from breaches.referring.parts import recused, sent_before
from breaches.triaging.checks import check_reason
from councilgov.access import MONITORING, Right
from councilgov.accounts.models import reachable
from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.people.models import User
from councilgov.records import Refused, subject_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Model

    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import UserQuerySet

logger = logging.getLogger(__name__)

TO_READ = "referral_sent"


@transaction.atomic
def refer(*, about: Model, because: str, by: User, subject: User | None = None) -> Referral:
    """An officer who sees that record hands its conduct side over. Those who may read it are told.

    Whoever has a part in the record does not read it. Sent twice it is one matter until it is
    closed. Raises ``Refused`` for who is no such officer or does not see the record, without a
    reason, for one's own conduct, and where nobody could take it.
    """
    if not by.has_perm(Right.REFER):
        raise Refused(_("Only an information officer or the Monitoring Officer can do this."))
    check_sees_source(about, by)
    if subject == by:
        told = _("This is about you. Ask somebody else to hand it over.")
        raise Refused(told, field="subject")
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    words, shut = check_reason(because, field="because"), recused(about)
    if row := sent_before(about, words, subject, by=by):
        return row
    row = Referral(
        about=subject_of(about),
        subject=subject,
        because=words,
        shut_to=[person.pk for person in shut],
        is_for_deputy=any(is_chief(person) for person in (*shut, subject) if person),
        sent_at=timezone.now(),
        sent_by=by,
    )
    row.keep(by=by, why="Sent")
    _pass_on(row)
    _prove(row, "sent", by=by, names={"because": row.because})
    return row


def readers(row: Referral) -> UserQuerySet:
    """Who can read it and come in: the Monitoring Officer and the deputies, without any who has a
    part in it.
    """
    people = reachable(User.objects.holding(*MONITORING)).exclude(pk__in=row.shut_to)
    if row.subject_id:
        people = people.exclude(pk=row.subject_id)
    if row.is_for_deputy:
        chiefs = [person.pk for person in people if is_chief(person)]
        people = people.exclude(pk__in=chiefs)
    return people


def _pass_on(row: Referral) -> None:
    """Raises ``Refused`` where nobody could take it: it would lie unread."""
    people = list(readers(row))
    if not people:
        raise Refused(_("Nobody who may read this can come in. Hand it over outside the portal."))
    for person in people:
        tell(kind=TO_READ, to=person, cause=f"{row.pk}:{row.is_for_deputy}", about=row)


def _held(referral: Referral, by: User) -> Referral:
    """Held. Raises ``Refused`` for who does not see it."""
    row = Referral.objects.locked(referral)
    if not Referral.objects.visible_to(by).filter(pk=row.pk).exists():
        raise Refused(_("Only the Monitoring Officer or a deputy can do this."))
    return row


@transaction.atomic
def acknowledge_referral(*, referral: Referral, by: User) -> Referral:
    """Somebody has it. Raises ``Refused`` for who does not see it, and the second time."""
    row = _held(referral, by)
    row.acknowledged_at, row.acknowledged_by = timezone.now(), by
    row.move(ReferralStatus.ACKNOWLEDGED, by=by, why=gettext_noop("Acknowledging it"))
    _prove(row, "acknowledged", by=by)
    return row


@transaction.atomic
def pass_to_deputy(*, referral: Referral, by: User) -> Referral:
    """The Monitoring Officer has a conflict of interest: from now on the deputies alone see it, and
    one of them says that they have it, whoever said so before.

    Raises ``Refused`` where it is so already, once it is closed, and where there is no deputy.
    """
    row = _held(referral, by)
    if row.is_for_deputy or row.status == ReferralStatus.CLOSED:
        raise Refused(_("That is so already, or it is closed."), way=row.own_page)
    row.is_for_deputy = True
    row.acknowledged_at = row.acknowledged_by = None
    row.status = ReferralStatus.SENT
    row.keep(by=by, why="Passed to the deputy")
    _pass_on(row)
    _prove(row, "passed_to_deputy", by=by)
    return row


@transaction.atomic
def number_case(*, referral: Referral, case_reference: str, by: User) -> Referral:
    """Its number where it is dealt with. Raises ``Refused`` before it is acknowledged, and once it
    is closed.
    """
    row = _held(referral, by)
    row.check_stands({ReferralStatus.ACKNOWLEDGED}, gettext_noop("Entering its number"))
    row.case_reference = " ".join(case_reference.split())
    row.keep(by=by, why="Numbered")
    _prove(row, "numbered", by=by, names={"case_reference": row.case_reference})
    return row


@transaction.atomic
def close_referral(*, referral: Referral, result: str, outcome: str, by: User) -> Referral:
    """It has ended elsewhere, how, and in which words. Raises ``Refused`` without a word, and
    before it is acknowledged.
    """
    row = _held(referral, by)
    row.result, row.outcome = result, check_reason(outcome, field="outcome")
    row.closed_at, row.closed_by = timezone.now(), by
    row.move(ReferralStatus.CLOSED, by=by, why=gettext_noop("Closing it"))
    _prove(row, "closed", by=by, names={"outcome": row.outcome})
    return row


def _prove(row: Referral, what: str, *, by: User, names: Mapping[str, str] | None = None) -> None:
    """It is evidence that says neither whom nor what it is about."""
    facts: dict[str, JSON] = {}
    kind = f"breaches.referral_{what}"
    record(kind=kind, actor=by, subject=row, facts=facts, names=names or {})
    logger.info("Referral: %s", what, extra={"referral": row.pk})
