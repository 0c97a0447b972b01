"""What the council's people do with policies: the list of functions is the list of features.

A signature is made in ``sign``; everything that can stand in its way is judged there.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.access import Role
from councilgov.forms.signature import is_same_name
from councilgov.ledger.actions import record
from councilgov.ledger.certificates import issue
from councilgov.notices.actions import tell
from councilgov.notices.models import Notice
from councilgov.people.models import Council, User
from councilgov.records import Refused, keep_all, move_all
from policies.decisions import APPROVALS
from policies.models import (
    SIGNED,
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
    VersionStatus,
)
from policies.text.canonical import sha256
from policies.text.clauses import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from councilgov.ledger.models import Certificate
    from policies.text.clauses import Clause

logger = logging.getLogger(__name__)

AFTER = {
    Outcome.APPROVED: VersionStatus.APPROVED,
    Outcome.APPROVED_AS_AMENDED: VersionStatus.APPROVED_AS_AMENDED,
    Outcome.REFERRED_BACK: VersionStatus.REFERRED_BACK,
    Outcome.DEFERRED: VersionStatus.DEFERRED,
    Outcome.REJECTED: VersionStatus.REJECTED,
}


class TextChanged(Refused):
    """The text that was read is not the text in force: what changed is shown and asked again."""


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
    return version.move(VersionStatus.SUBMITTED, by=by, why="Submission")


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
    for version in sorted(versions, key=lambda row: row.pk):
        _decide_one(decision, PolicyVersion.objects.locked(version), by=by)
    record(
        kind="policies.decision",
        actor=by,
        subject=decision,
        facts={"outcome": decision.outcome, "met_on": decision.met_on.isoformat()},
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
    version.decision = decision
    version.move(AFTER[Outcome(decision.outcome)], by=by, why="Decision")


@transaction.atomic
def certify(*, version: PolicyVersion, by: User) -> PolicyVersion:
    """An officer certifies that an amended text is the one that was resolved (S55).

    Somebody other than the author: the database refuses one person for both.
    """
    version = PolicyVersion.objects.locked(version)
    version.certified_by, version.certified_at = by, timezone.now()
    return version.move(VersionStatus.CERTIFIED, by=by, why="Certificate of the amended text")


@transaction.atomic
def publish(*, version: PolicyVersion, by: User, effective_on: date | None = None) -> PolicyVersion:
    """A policy is published on the website and communicated to Members (Barnet report 4.1).

    The version before it is superseded. A major version asks everybody in the audience again; a
    minor one asks only those who have not signed.
    """
    Policy.objects.locked(version.policy)
    version = PolicyVersion.objects.locked(version)
    version.check_move(VersionStatus.PUBLISHED, "Publication")
    _supersede(version, by=by)
    version.published_by, version.published_at = by, timezone.now()
    version.effective_on = effective_on or timezone.localdate()
    version.move(VersionStatus.PUBLISHED, by=by, why="Publication")
    record(
        kind="policies.published",
        actor=by,
        subject=version,
        facts={"text_sha256": version.sha256, "effective_on": version.effective_on.isoformat()},
    )
    ask(version=version, by=by)
    logger.info("Version published", extra={"version": version.pk})
    return version


def _supersede(version: PolicyVersion, *, by: User) -> None:
    before = PolicyVersion.objects.filter(policy=version.policy).in_force()
    for old in before.select_for_update(of=("self",)):
        unsigned = Acknowledgement.objects.filter(version=old).unsigned()
        move_all(unsigned, AcknowledgementStatus.SUPERSEDED, by=by, why="Newer version")
        old.move(VersionStatus.SUPERSEDED, by=by, why="Newer version")


@transaction.atomic
def ask(*, version: PolicyVersion, by: User | None) -> int:
    """Everybody in the audience of a version in force is asked to sign, newcomers too. How many.

    Safe to repeat: nobody is asked twice. Each has the council's working days from today.
    """
    version = PolicyVersion.objects.locked(version)
    if version.status != VersionStatus.PUBLISHED:
        return 0
    today, now = timezone.localdate(), timezone.now()
    asked = version.policy.terms_asked(now).values("councillor")
    signed = Acknowledgement.objects.filter(
        version__policy=version.policy, version__major=version.major, status__in=SIGNED
    )
    people = (
        User.objects.filter(pk__in=asked, is_active=True)
        .exclude(pk__in=version.acknowledgements.values("councillor"))
        .exclude(pk__in=signed.values("councillor"))
    )
    due_on = _due_on(today)
    rows = [
        Acknowledgement(councillor=person, version=version, asked_on=today, due_on=due_on)
        for person in people
    ]
    keep_all(rows, by=by, why="Asked to sign")
    fresh = version.acknowledgements.filter(asked_on=today).unsigned()
    Notice.objects.plan("policy_to_sign", fresh, to="councillor", cause=("pk",))
    return len(rows)


def _due_on(day: date) -> date:
    council = Council.objects.the()
    return council.working_days_after(day, council.signing_working_days)


@transaction.atomic
def open_version(*, version: PolicyVersion, by: User) -> None:
    """A councillor who was asked opens the text. The first time is kept."""
    asked = version.acknowledgements.filter(
        councillor=by, status=AcknowledgementStatus.REQUIRED
    ).select_for_update()
    for acknowledgement in asked:
        acknowledgement.opened_at = timezone.now()
        acknowledgement.move(AcknowledgementStatus.OPENED, by=by, why="Opened")


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

    Raises ``TextChanged`` if the text shown is not the text in force, and ``Refused`` if the term
    has ended, the name is not theirs, they were not asked, or they signed before. An objection is
    kept with the signature and goes to the Monitoring Officer; it counts as read.
    """
    version = PolicyVersion.objects.locked(version)
    acknowledgement = _unsigned(version, by)
    _check_text(version, text_sha256)
    _check_name(by, typed_name)
    acknowledgement.typed_name = " ".join(typed_name.split())
    acknowledgement.statement = statement(version)
    acknowledgement.text_sha256 = text_sha256
    acknowledgement.signed_at = timezone.now()
    acknowledgement.objection = objection.strip()
    status = AcknowledgementStatus.OBJECTED if objection.strip() else AcknowledgementStatus.SIGNED
    acknowledgement.move(status, by=by, why="Signature")
    _tell_of_signature(acknowledgement)
    logger.info("Policy signed", extra={"acknowledgement": acknowledgement.pk})
    return _certify_signature(acknowledgement, confirmed_with)


def _tell_of_signature(acknowledgement: Acknowledgement) -> None:
    tell(
        kind="policy_signed",
        to=acknowledgement.councillor,
        cause=str(acknowledgement.pk),
        about=acknowledgement,
    )
    if acknowledgement.objection:
        _tell_monitoring("policy_objection", acknowledgement)


def statement(version: PolicyVersion) -> str:
    """The sentence that is signed."""
    return _("I have read %(policy)s, version %(number)s, and I agree to follow it.") % {
        "policy": version.policy.title,
        "number": version.number,
    }


def _unsigned(version: PolicyVersion, by: User) -> Acknowledgement:
    """The request to sign, locked. Raises ``Refused`` where nothing is to be signed."""
    if not version.policy.terms_asked(timezone.now()).filter(councillor=by).exists():
        raise Refused(
            _(
                "You are not in office now, so you can’t sign. "
                "If this is wrong, ring members’ services."
            )
        )
    acknowledgement = version.acknowledgements.select_for_update().filter(councillor=by).first()
    if acknowledgement is None:
        raise Refused(_("You have not been asked to sign this version."))
    if acknowledgement.is_signed:
        raise Refused(
            _("You signed this policy on %(day)s. Nothing more is needed.")
            % {"day": f"{timezone.localtime(acknowledgement.signed_at):%-d %B %Y}"}
        )
    return acknowledgement


def _check_text(version: PolicyVersion, text_sha256: str) -> None:
    if version.status != VersionStatus.PUBLISHED or text_sha256 != version.sha256:
        raise TextChanged(
            _("This policy changed while you were reading it. Read what changed, then sign again.")
        )


def _check_name(person: User, typed_name: str) -> None:
    if not typed_name.strip():
        raise Refused(_("Type your full name to sign."))
    if not is_same_name(typed_name, person.full_name):
        raise Refused(
            _("Type your own name as it stands in the council’s records: %(name)s.")
            % {"name": person.full_name}
        )


def _certify_signature(acknowledgement: Acknowledgement, confirmed_with: str) -> Certificate:
    version, person = acknowledgement.version, acknowledgement.councillor
    assert acknowledgement.signed_at is not None  # noqa: S101  # set above; for the type checker
    entry = record(
        kind="policies.signed",
        actor=person,
        subject=acknowledgement,
        facts={
            "version": version.pk,
            "text_sha256": acknowledgement.text_sha256,
            "signed_at": acknowledgement.signed_at.isoformat(),
            "confirmed_with": confirmed_with,
        },
        names={
            "typed_name": acknowledgement.typed_name,
            "statement": acknowledgement.statement,
            "objection": acknowledgement.objection,
        },
    )
    return issue(entry=entry, statement=what_is_certified(acknowledgement))


def what_is_certified(acknowledgement: Acknowledgement) -> dict[str, str | datetime | list[str]]:
    """What the certificate says of a signature, label by label, in the order of the page."""
    version, person = acknowledgement.version, acknowledgement.councillor
    decision = version.decision
    assert decision is not None  # noqa: S101  # the database lets no other version be published
    assert acknowledgement.signed_at is not None  # noqa: S101  # only of a signature
    is_as_recorded = acknowledgement.typed_name == person.full_name
    return {
        _("Signed by"): person.full_name,
        _("Name as typed"): "" if is_as_recorded else acknowledgement.typed_name,
        _("Signed at"): acknowledgement.signed_at,
        _("Statement"): acknowledgement.statement,
        _("Decided by"): f"{decision}. {decision.label}" if decision.label else str(decision),
        _("SHA-256 of the text"): acknowledgement.text_sha256,
        _("The text relies on"): list(dict.fromkeys(gap["refers_to"] for gap in version.gaps)),
        _("Objection"): acknowledgement.objection,
    }


@transaction.atomic
def decline(*, version: PolicyVersion, by: User, reason: str) -> Acknowledgement:
    """A councillor declines to sign, with a reason for the Monitoring Officer. Chasing stops.

    They may still sign later. Raises ``Refused`` without a reason, or where nothing is to sign.
    """
    version = PolicyVersion.objects.locked(version)
    acknowledgement = _unsigned(version, by)
    if not reason.strip():
        raise Refused(_("Say why you decline. Only the Monitoring Officer will read it."))
    acknowledgement.declined_at, acknowledgement.decline_reason = timezone.now(), reason.strip()
    acknowledgement.move(AcknowledgementStatus.DECLINED, by=by, why="Refusal to sign")
    record(
        kind="policies.declined",
        actor=by,
        subject=acknowledgement,
        facts={"version": version.pk},
        names={"reason": acknowledgement.decline_reason},
    )
    _tell_monitoring("policy_declined", acknowledgement)
    return acknowledgement


def _tell_monitoring(kind: str, acknowledgement: Acknowledgement) -> None:
    officers = User.objects.holding(Role.MONITORING_OFFICER, Role.DEPUTY_MONITORING_OFFICER)
    for officer in officers:
        tell(kind=kind, to=officer, cause=str(acknowledgement.pk), about=acknowledgement)
