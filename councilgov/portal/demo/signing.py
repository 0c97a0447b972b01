"""The three real policies in the invented council: published, signed, overdue, changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from councilgov.days import month_in_words
from councilgov.notices.models import Notice, State
from councilgov.notices.stages import WEEK
from councilgov.portal.demo.clock import asked_before, days_ago, demo_today
from councilgov.portal.demo.council import BY_ELECTION, NEWCOMERS_LATE
from councilgov.portal.demo.decisions import decided
from councilgov.portal.demo.people import officer
from policies import actions
from policies.assisting.actions import record_signatures
from policies.campaigns.actions import remind
from policies.drafting.actions import record_submission
from policies.exempting.actions import grant_exemptions
from policies.importing import import_file
from policies.models import Acknowledgement, Manner, PolicyVersion
from policies.publishing import actions as publishing
from policies.reminders import BEFORE
from policies.signatures import actions as signatures
from policies.tasks import ask_newcomers
from policies.text.sources import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from councilgov.people.models import User
    from policies.text.clauses import Clause

BARNET = "communicating-with-the-public-by-text-and-social-media"
ICT = "members-ict-usage-protocol"
SOCIAL_MEDIA = "social-media-protocol-for-members"
FIRST = 340
"""Days ago: three weeks after the election the first policy came into force."""
AT_HOME, INDUCTION = 24, FIRST - 2
"""So many signed it in the portal; the others on paper at an induction, so many days ago."""
LATE = 20
"""How many days late those are who have not signed Barnet's policy."""
MONTHS = 90
"""Days: more than ago the first of those was asked who are late."""
NIGHT = time(3, 10)
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
    elected = councillors[:-BY_ELECTION]
    _long_ago(elected)
    _lately(elected)


def _long_ago(elected: Sequence[User]) -> None:
    """Two policies are in force; most signed both, and who came later is asked as well."""
    with days_ago(FIRST):
        first = _publish(ICT)
        sign(first, elected[:AT_HOME])
    with days_ago(INDUCTION):
        _sign_on_paper(first, elected[AT_HOME:], "Signed sheet of the induction, folder 1")
    with days_ago(asked_before(LATE)):
        sign(_publish(BARNET), elected[1:48])
    with days_ago(asked_before(NEWCOMERS_LATE)):
        ask_newcomers()
    _remind(range(MONTHS, 13, -1))
    _exempt(elected[-1])


def _lately(elected: Sequence[User]) -> None:
    """A third policy, a new version of the first, and every way to answer a request."""
    with days_ago(9):
        version = _publish(SOCIAL_MEDIA)
        sign(version, elected[2:24], objecting=1)
    with days_ago(6):
        _sign_on_paper(version, elected[40:41], "Signed sheet, members’ services, folder 4")
    _remind(range(13, 2, -1))
    with days_ago(3):
        sign(_publish_second(ICT), elected[2:12])
    _remind(range(2, 0, -1))
    with days_ago(1):
        decline(SOCIAL_MEDIA, elected[30])


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


def _exempt(councillor: User) -> None:
    """A fortnight ago the Monitoring Officer exempted this councillor for some weeks."""
    until = demo_today() + timedelta(days=21)
    with days_ago(14):
        grant_exemptions(
            councillor=councillor,
            requests=Acknowledgement.objects.filter(councillor=councillor).unsigned(),
            until=until,
            reason="In hospital. Members’ services keep in touch.",
            by=officer("monitoring"),
        )


def _sign_on_paper(version: PolicyVersion, councillors: Sequence[User], evidence: str) -> None:
    """These signed a sheet at the Town Hall the day before."""
    record_signatures(
        version=version,
        councillors=councillors,
        manner=Manner.PAPER,
        given_on=timezone.localdate() - timedelta(days=1),
        evidence=evidence,
        by=officer("services"),
    )


def _publish(slug: str) -> PolicyVersion:
    version = PolicyVersion.objects.get(policy__slug=slug, major=1)
    if version.decision is None:
        decided(version)
    else:
        actions.certify(version=version, text_sha256=version.sha256, by=officer("monitoring"))
    return publishing.publish(version=version, by=officer("services"))


def _publish_second(slug: str) -> PolicyVersion:
    first = PolicyVersion.objects.in_force().select_related("policy").get(policy__slug=slug)
    version = actions.add_version(
        policy=first.policy,
        clauses=[amended(clause, AMENDMENTS) for clause in first.text],
        major=2,
        dated=month_in_words(timezone.localdate()),
        gaps=first.gaps,
        summary="A demo amendment, not from the document: it brings some words up to date.",
        by=officer("information"),
    )
    record_submission(version=version, by=officer("services"))
    decided(version)
    return publishing.publish(version=version, by=officer("services"))


def amended(clause: Clause, amendments: dict[str, str]) -> Clause:
    """The clause in its new words."""
    for old, new in amendments.items():
        clause = replace(
            clause, text=clause.text.replace(old, new), markup=clause.markup.replace(old, new)
        )
    return clause


def _remind(nights: Iterable[int]) -> None:
    """What the sweep planned so many nights ago. In the other nights no stage was reached."""
    stages = _days_of_stages()
    for days in nights:
        if demo_today() - timedelta(days) in stages:
            with days_ago(days, NIGHT):
                remind()


def _days_of_stages() -> set[date]:
    """The days on which somebody who has not signed reached a stage of the ladder."""
    unsigned = Acknowledgement.objects.unsigned().values_list("due_on", flat=True)
    stages = [*BEFORE, *range(0, MONTHS, WEEK)]
    return {due_on + timedelta(days) for due_on in set(unsigned) for days in stages}


def what_was_due_was_sent() -> None:
    """Nobody wants two hundred mails of the past in the mailbox of a demo."""
    past = Notice.objects.undone().filter(due_at__lt=timezone.now())
    past.update(state=State.SENT, sent_at=F("due_at"))
