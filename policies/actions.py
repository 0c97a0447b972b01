"""A policy's way from a draft to publication: the list of functions is the list of features.

Signatures are made in ``policies.signatures.actions``.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.ledger.actions import record
from councilgov.people.models import Council, User
from councilgov.records import Refused, move_all
from policies.decisions import APPROVALS
from policies.models import (
    Acknowledgement,
    AcknowledgementStatus,
    Attendance,
    Body,
    Decision,
    Outcome,
    Policy,
    PolicyKind,
    PolicyVersion,
    RelatedDocument,
    SectionRead,
    VersionStatus,
)
from policies.signatures import actions as signatures
from policies.text.canonical import sha256
from policies.text.clauses import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from policies.text.clauses import Clause

logger = logging.getLogger(__name__)

AFTER = {
    Outcome.APPROVED: VersionStatus.APPROVED,
    Outcome.APPROVED_AS_AMENDED: VersionStatus.APPROVED_AS_AMENDED,
    Outcome.REFERRED_BACK: VersionStatus.REFERRED_BACK,
    Outcome.DEFERRED: VersionStatus.DEFERRED,
    Outcome.REJECTED: VersionStatus.REJECTED,
}


@transaction.atomic
def add_policy(
    *, by: User | None, read_with: Iterable[Mapping[str, str]] = (), **fields: Any
) -> Policy:
    """A policy is entered, with what is to be read beside it (Havering minute 8)."""
    policy = Policy(**fields).keep(by=by, why="Policy added")
    for document in read_with:
        RelatedDocument(policy=policy, **document).keep(by=by, why="Policy added")
    return policy


@transaction.atomic
def add_version(
    *, policy: Policy, clauses: Sequence[Clause], by: User | None, **fields: Any
) -> PolicyVersion:
    """A text of the policy is entered as a draft, and its words are hashed."""
    return PolicyVersion(
        policy=policy, clauses=to_json(clauses), sha256=sha256(clauses), author=by, **fields
    ).keep(by=by, why="Version added")


@transaction.atomic
def submit(*, version: PolicyVersion, by: User | None) -> PolicyVersion:
    """A draft goes before a committee (Barnet report, Recommendations)."""
    version = PolicyVersion.objects.locked(version)
    return version.move(VersionStatus.SUBMITTED, by=by, why=gettext_noop("Submission"))


@transaction.atomic
def decide(
    *,
    versions: Iterable[PolicyVersion],
    by: User | None,
    attendances: Iterable[Mapping[str, str]] = (),
    **fields: Any,
) -> Decision:
    """A body decides on one or more versions in one vote (Havering minute 8, resolutions 1 and 2).

    Raises ``Refused`` where the votes do not add up, the outcome does not follow from them, or
    the body may not decide this (Localism Act 2011, section 28(13)).
    """
    decision = Decision(**fields)
    check_votes(decision)
    decision.keep(by=by, why="Decision recorded")
    for attendance in attendances:
        Attendance(decision=decision, **attendance).keep(by=by, why="Decision recorded")
    in_order = sorted(versions, key=lambda row: row.pk)
    rows = [PolicyVersion.objects.locked(version) for version in in_order]
    decision.considered.add(*rows)
    for row in rows:
        _decide_one(decision, row, by=by)
    record(
        kind="policies.decision",
        actor=by,
        subject=decision,
        facts=decision.facts,
        names=decision.words,
    )
    return decision


def check_votes(decision: Decision) -> None:
    """Raise ``Refused`` where votes and outcome contradict each other."""
    if problem := decision.votes.problem:
        raise Refused(problem)
    if decision.outcome in APPROVALS and not decision.votes.is_carried:
        raise Refused(_("The vote was lost, so nothing was approved."))


def _decide_one(decision: Decision, version: PolicyVersion, *, by: User | None) -> None:
    nation = Council.objects.the().nation
    is_code = version.policy.kind == PolicyKind.CODE and nation == "england"
    if is_code and decision.outcome in APPROVALS and decision.body_kind != Body.FULL_COUNCIL:
        raise Refused(_("In England only full council may adopt a code of conduct."))
    if decision.outcome not in AFTER:
        return
    if decision.outcome in APPROVALS:
        version.decision = decision
    version.move(AFTER[Outcome(decision.outcome)], by=by, why=gettext_noop("Decision"))


@transaction.atomic
def certify(*, version: PolicyVersion, by: User) -> PolicyVersion:
    """An officer certifies that an amended text is the one that was resolved.

    The committee approved it "as amended and attached" (Havering minute 8, resolutions 1 and 2).
    Somebody other than the author: the database refuses one person for both.
    """
    version = PolicyVersion.objects.locked(version)
    version.certified_by, version.certified_at = by, timezone.now()
    return version.move(
        VersionStatus.CERTIFIED, by=by, why=gettext_noop("Certificate of the amended text")
    )


@transaction.atomic
def publish(*, version: PolicyVersion, by: User) -> PolicyVersion:
    """A policy is published on the website and communicated to Members (Barnet report 4.1).

    The version before it is replaced. A major version asks everybody in the audience again; a
    minor one asks only those who have not signed.
    """
    Policy.objects.locked(version.policy)
    version = PolicyVersion.objects.locked(version)
    version.check_move(VersionStatus.PUBLISHED, gettext_noop("Publication"))
    _supersede(version, by=by)
    version.published_by, version.published_at = by, timezone.now()
    version.effective_on = timezone.localdate()
    version.move(VersionStatus.PUBLISHED, by=by, why=gettext_noop("Publication"))
    record(
        kind="policies.published",
        actor=by,
        subject=version,
        facts={"text_sha256": version.sha256, "effective_on": version.effective_on.isoformat()},
    )
    signatures.ask(version=version, by=by)
    logger.info("Version published", extra={"version": version.pk})
    return version


def _supersede(version: PolicyVersion, *, by: User) -> None:
    before = PolicyVersion.objects.filter(policy=version.policy).in_force()
    for old in before.select_for_update(of=("self",)):
        SectionRead.objects.filter(acknowledgement__version=old).delete()
        unsigned = Acknowledgement.objects.filter(version=old).unsigned()
        move_all(
            unsigned, AcknowledgementStatus.SUPERSEDED, by=by, why=gettext_noop("Newer version")
        )
        old.move(VersionStatus.SUPERSEDED, by=by, why=gettext_noop("Newer version"))
