"""The three real policies in the invented council: published, signed, overdue, changed."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from unittest import mock

from django.db.models import F
from django.utils import timezone

from councilgov.days import LONDON, month_in_words
from councilgov.notices.models import Notice, State
from councilgov.people.models import User
from councilgov.portal.demo.council import demo_today
from councilgov.portal.demo.people import DOMAIN
from policies import actions
from policies.drafting.actions import record_submission
from policies.importing import import_file
from policies.models import Body, Outcome, PolicyVersion
from policies.publishing import actions as publishing
from policies.signatures import actions as signatures
from policies.text.sources import DOCUMENTS
from policies.votes import Method

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policies.models import Policy
    from policies.text.clauses import Clause

LABEL = "Demo decision, not from the document"
BARNET = "communicating-with-the-public-by-text-and-social-media"
ICT = "members-ict-usage-protocol"
SOCIAL_MEDIA = "social-media-protocol-for-members"
AMENDMENTS = {
    "General Data Protection Regulation (GDPR)": "UK General Data Protection Regulation (UK GDPR)",
    "Councillors are therefore registered with the Information Commissioner's Office as data "
    "controllers as required by GDPR.": "Councillors are data controllers for their ward work.",
    "needless anxiety": "distress",
}
"""What an invented second version of the ICT protocol says otherwise."""


def build_policies(councillors: Sequence[User]) -> None:
    """Publish all three, at different times, and let councillors sign."""
    for path in sorted(DOCUMENTS.glob("*.txt")):
        import_file(path=path, by=None)
    with days_ago(120):
        sign(_publish(ICT), councillors[:50])
    with days_ago(45):
        sign(_publish(BARNET), [*councillors[1:47]])
    with days_ago(9):
        sign(_publish(SOCIAL_MEDIA), [*councillors[2:24]], objecting=1)
    with days_ago(3):
        sign(_publish_second(ICT), [*councillors[2:12]])
    with days_ago(1):
        decline(SOCIAL_MEDIA, councillors[30])
    _what_was_due_was_sent()


@contextmanager
def days_ago(days: int) -> Iterator[None]:
    """The clock of the portal at noon of that day: demo data has a past."""
    noon = datetime.combine(demo_today() - timedelta(days=days), time(12), tzinfo=LONDON)
    with mock.patch("django.utils.timezone.now", return_value=noon):
        yield


def sign(version: PolicyVersion, signers: Sequence[User], objecting: int = 0) -> None:
    """These councillors sign, the first so many of them with an objection."""
    for n, councillor in enumerate(signers):
        signatures.sign(
            version=version,
            by=councillor,
            typed_name=councillor.full_name,
            text_sha256=version.sha256,
            confirmed_with="password",
            objection="I would rather keep one account for everything." if n < objecting else "",
        )


def decline(slug: str, councillor: User) -> None:
    """This councillor declines, and the Monitoring Officer is told."""
    version = PolicyVersion.objects.in_force().get(policy__slug=slug)
    signatures.decline(version=version, by=councillor, reason="I want to ask about it first.")


def _publish(slug: str) -> PolicyVersion:
    version = PolicyVersion.objects.get(policy__slug=slug, major=1)
    if version.decision is None:
        _demo_decision(version, Outcome.APPROVED)
    else:
        actions.certify(version=version, text_sha256=version.sha256, by=_officer("monitoring"))
    return publishing.publish(version=version, by=_officer("services"))


def _publish_second(slug: str) -> PolicyVersion:
    first = PolicyVersion.objects.in_force().select_related("policy").get(policy__slug=slug)
    policy: Policy = first.policy
    version = actions.add_version(
        policy=policy,
        clauses=[_amended(clause) for clause in first.text],
        major=2,
        dated=month_in_words(timezone.localdate()),
        gaps=first.gaps,
        summary="A demo amendment, not from the document: it brings some words up to date.",
        by=_officer("information"),
    )
    record_submission(version=version, by=_officer("services"))
    _demo_decision(version, Outcome.APPROVED)
    return publishing.publish(version=version, by=_officer("services"))


def _amended(clause: Clause) -> Clause:
    for old, new in AMENDMENTS.items():
        clause = replace(
            clause, text=clause.text.replace(old, new), markup=clause.markup.replace(old, new)
        )
    return clause


def _demo_decision(version: PolicyVersion, outcome: Outcome) -> None:
    actions.decide(
        versions=[version],
        by=_officer("services"),
        body="Governance Committee",
        body_kind=Body.COMMITTEE,
        met_on=timezone.localdate() - timedelta(days=2),
        outcome=outcome,
        method=Method.SHOW_OF_HANDS,
        present=9,
        votes_for=8,
        votes_against=0,
        abstained=1,
        label=LABEL,
    )


def _officer(mailbox: str) -> User:
    officer: User = User.objects.get(email=f"{mailbox}@{DOMAIN}")
    return officer


def _what_was_due_was_sent() -> None:
    """Nobody wants two hundred mails of the past in the mailbox of a demo."""
    past = Notice.objects.undone().filter(due_at__lt=timezone.now())
    past.update(state=State.SENT, sent_at=F("due_at"))
