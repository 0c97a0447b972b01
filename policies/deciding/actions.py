"""What a body decides about a version, who certifies its words, and what closes it."""

from __future__ import annotations

import logging
from dataclasses import asdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.ledger.actions import record
from councilgov.notices.models import Notice
from councilgov.records import Refused, move_all
from policies.commenting.actions import comment
from policies.deciding.checks import (
    AFTER,
    OFF_AGENDA,
    check_decision,
    check_may_reopen,
    check_may_take_off,
    check_withdrawal,
    ends_stage,
    open_stage,
)
from policies.decisions import APPROVALS
from policies.holding.actions import release
from policies.models import (
    AMENDED,
    Acknowledgement,
    AcknowledgementStatus,
    Attendance,
    Body,
    Correction,
    Decision,
    Outcome,
    Policy,
    PolicyVersion,
    SectionRead,
    VersionStatus,
)
from policies.text.canonical import sha256
from policies.text.clauses import from_json, to_json
from policies.text.gaps import still_open

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from councilgov.people.models import User
    from policies.text.clauses import Clause

logger = logging.getLogger(__name__)

RECORDED = "Decision recorded"


class TextChanged(Refused):
    """The text that was shown is not the text on record: it is shown again."""


@transaction.atomic
def decide(
    *,
    versions: Iterable[PolicyVersion],
    by: User | None,
    attendances: Iterable[Mapping[str, str]] = (),
    **fields: Any,
) -> Decision:
    """A body decides on one or more versions in one vote (Havering minute 8, resolutions 1 and 2).

    Raises ``Refused`` where the day has not come, the votes do not add up, the outcome does not
    follow from them, the version is not before this body, or the body may not decide this
    (Localism Act 2011, section 28(13)).
    """
    in_order = sorted(versions, key=lambda row: row.pk)
    rows = [PolicyVersion.objects.locked(version) for version in in_order]
    decision, members = Decision(**fields), list(attendances)
    check_decision(decision, rows, members)
    _put_on_record(decision, rows, members, by=by)
    for row in rows:
        _follow(decision, row, by=by)
    return decision


def _put_on_record(
    decision: Decision,
    versions: Sequence[PolicyVersion],
    members: Iterable[Mapping[str, str]] = (),
    *,
    by: User | None,
) -> None:
    """Its evidence is written last: nothing is added to it after that."""
    decision.keep(by=by, why=RECORDED)
    for member in members:
        Attendance(decision=decision, **member).keep(by=by, why=RECORDED)
    decision.considered.add(*versions)
    facts, names = decision.facts, decision.words
    record(kind="policies.decision", actor=by, subject=decision, facts=facts, names=names)
    logger.info("Decision recorded", extra={"decision": decision.pk})


def _follow(decision: Decision, version: PolicyVersion, *, by: User | None) -> None:
    stage = open_stage(version)
    if stage and ends_stage(decision.outcome, stage):
        stage.decision = decision
        stage.keep(by=by, why=RECORDED)
    if decision.outcome not in AFTER:
        return
    if decision.outcome in APPROVALS:
        version.decision = decision
    version.move(AFTER[decision.outcome], by=by, why=gettext_noop("Decision"))


@transaction.atomic
def correct(*, decision: Decision, text: str, by: User) -> Correction:
    """What was wrong in the record of a decision is corrected by a dated addition.

    As a committee agrees its earlier minutes subject to an amendment (Havering minute 7). Raises
    ``Refused`` if the same correction was made before.
    """
    decision = Decision.objects.locked(decision)
    if decision.corrections.filter(text=text).exists():
        raise Refused(_("This correction is on record already."), field="text")
    correction = Correction(decision=decision, text=text, made_at=timezone.now(), made_by=by)
    correction.keep(by=by, why="Correction")
    record(
        kind="policies.decision_corrected",
        actor=by,
        subject=decision,
        facts={"correction": correction.pk, "made_at": correction.made_at.isoformat()},
        names={"text": text},
    )
    return correction


@transaction.atomic
def reopen(*, version: PolicyVersion, by: User) -> PolicyVersion:
    """What a body referred back is a draft again, to be written anew.

    Raises ``Refused`` while another draft of the policy is in hand.
    """
    Policy.objects.locked(version.policy)
    version = PolicyVersion.objects.locked(version)
    check_may_reopen(version)
    return version.move(VersionStatus.DRAFT, by=by, why=gettext_noop("A new draft"))


@transaction.atomic
def take_off_agenda(*, version: PolicyVersion, reason: str, by: User) -> PolicyVersion:
    """What no body has had its say on is a draft again: pulled from the agenda, or sent wrong.

    Why is a comment on the whole text, to be answered before it is submitted again; the text as it
    was put forward stays. Raises ``Refused`` once a body has decided, and while another draft of
    the policy is in hand.
    """
    Policy.objects.locked(version.policy)
    version = PolicyVersion.objects.locked(version)
    check_may_take_off(version)
    version.move(VersionStatus.DRAFT, by=by, why=OFF_AGENDA)
    comment(version=version, text=reason, by=by)
    facts = {"text_sha256": version.sha256}
    names = {"reason": reason}
    record(kind="policies.off_agenda", actor=by, subject=version, facts=facts, names=names)
    return version


@transaction.atomic
def amend(
    *, version: PolicyVersion, clauses: Sequence[Clause], by: User, source_name: str = ""
) -> PolicyVersion:
    """The text as it was resolved takes the place of the text that was put forward.

    Possible until it is certified by somebody else, or put before the next body where the one
    before only recommends. Raises ``Refused`` for a version that no body amended, and for a text
    without words.
    """
    version = PolicyVersion.objects.locked(version)
    if version.status not in AMENDED:
        raise Refused(
            _("Only what a body amended gets an amended text. This is %(status)s.")
            % {"status": version.get_status_display().lower()}
        )
    if not clauses:
        raise Refused(_("Enter the text as it was resolved: there is no clause in it."))
    before, old = version.sha256, from_json(version.clauses)
    version.gaps = [asdict(gap) for gap in still_open(version.gaps, old, clauses)]
    version.clauses, version.sha256 = to_json(clauses), sha256(clauses)
    version.source_name = source_name
    version.amended_at, version.amended_by = timezone.now(), by
    version.keep(by=by, why=gettext_noop("Amended text entered"))
    record(
        kind="policies.amended",
        actor=by,
        subject=version,
        facts={"text_sha256": version.sha256, "before_sha256": before},
    )
    return version


@transaction.atomic
def certify(*, version: PolicyVersion, text_sha256: str, by: User) -> PolicyVersion:
    """An officer certifies that an amended text is the one that was resolved.

    The committee approved it "as amended and attached" (Havering minute 8, resolutions 1 and 2).
    Raises ``TextChanged`` if another text was shown, and ``Refused`` if they wrote or amended it:
    two people vouch for the words (the database refuses one person for both).
    """
    version = PolicyVersion.objects.locked(version)
    check_may_certify(version, by)
    if text_sha256 != version.sha256:
        raise TextChanged(_("The text changed while you were reading it. Read it again."))
    version.certified_by, version.certified_at = by, timezone.now()
    version.move(VersionStatus.CERTIFIED, by=by, why=CERTIFICATE)
    submission = version.submissions.last()
    record(
        kind="policies.certified",
        actor=by,
        subject=version,
        facts={
            "text_sha256": version.sha256,
            "submitted_sha256": submission.sha256 if submission else None,
            "decision": version.decision_id,
        },
    )
    return version


CERTIFICATE = gettext_noop("Certificate of the amended text")


def check_may_certify(version: PolicyVersion, by: User) -> None:
    """Raise ``Refused`` if there is nothing to certify, or if they had a hand in the words."""
    if version.status == VersionStatus.CERTIFIED:
        raise Refused(
            _("This text is certified already. You need do nothing more."), way=version.own_page
        )
    version.check_move(VersionStatus.CERTIFIED, CERTIFICATE)
    if version.amended_at is None and version.submissions.exists():
        raise Refused(_("Enter the text as it was amended first."))
    if by.pk in authors_of(version):
        raise Refused(
            _("You wrote some of this text. Somebody other than the author certifies it.")
        )


def authors_of(version: PolicyVersion) -> set[int | None]:
    """Everybody who entered words of it: whoever began it, and each who saved another text."""
    saved = version.history.order_by("history_id").values_list("sha256", "history_user_id")
    pairs = pairwise([("", None), *saved])
    writers = {after[1] for before, after in pairs if before[0] != after[0]}
    return (writers | {version.author_id, version.amended_by_id}) - {None}


@transaction.atomic
def withdraw(
    *,
    version: PolicyVersion,
    reason: str,
    by: User,
    met_on: date | None = None,
    minute_item: str = "",
) -> PolicyVersion:
    """A version that was published is withdrawn, and nobody is asked to sign it any more.

    Whoever signed keeps their signature; whoever was asked is told. Raises ``Refused`` for a code
    of conduct in England without the minute of full council (Localism Act 2011, section 28(13)).
    """
    Policy.objects.locked(version.policy)
    version = PolicyVersion.objects.locked(version)
    version.check_move(VersionStatus.WITHDRAWN, gettext_noop("Withdrawal"))
    decision = _of_full_council(met_on, minute_item, reason) if met_on and minute_item else None
    check_withdrawal(decision, version)
    if decision:
        _put_on_record(decision, [version], by=by)
    version.closed_at, version.closed_by, version.closing_reason = timezone.now(), by, reason
    version.move(VersionStatus.WITHDRAWN, by=by, why=gettext_noop("Withdrawal"))
    _end_requests(version, by=by)
    _record_withdrawal(version, decision, by=by)
    return version


def _record_withdrawal(version: PolicyVersion, decision: Decision | None, *, by: User) -> None:
    closed_at = version.closed_at
    record(
        kind="policies.withdrawn",
        actor=by,
        subject=version,
        facts={
            "text_sha256": version.sha256,
            "withdrawn_at": closed_at.isoformat() if closed_at else None,
            "decision": decision.pk if decision else None,
        },
        names={"reason": version.closing_reason},
    )
    logger.info("Version withdrawn", extra={"version": version.pk})


def _of_full_council(met_on: date, minute_item: str, resolution: str) -> Decision:
    return Decision(
        body=_("Full council"),
        body_kind=Body.FULL_COUNCIL,
        met_on=met_on,
        minute_item=minute_item,
        resolution=resolution,
        outcome=Outcome.WITHDRAWN,
    )


CLOSED = [AcknowledgementStatus.SUPERSEDED, AcknowledgementStatus.LAPSED]


def _end_requests(version: PolicyVersion, *, by: User) -> None:
    """Nobody waits for these signatures any more. What was signed or declined stays as it is."""
    asked = Acknowledgement.objects.filter(version=version)
    told = asked.in_office(timezone.now()).exclude(status__in=CLOSED)
    Notice.objects.plan("policy_withdrawn", told, to="councillor", cause=("pk",))
    SectionRead.objects.filter(acknowledgement__in=asked).delete()
    closed = move_all(
        asked.without_answer(),
        AcknowledgementStatus.SUPERSEDED,
        by=by,
        why=gettext_noop("Withdrawn"),
    )
    release(acknowledgements=closed, because=_("The policy was withdrawn."), by=by)
