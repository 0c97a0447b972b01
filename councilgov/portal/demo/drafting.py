"""Work in hand, so that each officer finds some: a draft, a submission, an approved version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from councilgov.days import month_in_words
from councilgov.portal.demo.clock import days_ago, demo_today, meeting_day
from councilgov.portal.demo.decisions import COMMITTEE, decided
from councilgov.portal.demo.people import officer
from councilgov.portal.demo.signing import BARNET, amended
from councilgov.portal.demo.texts import GIFTS, HYBRID, NEW_ACT, REPORT, REVISION
from policies.commenting.actions import comment
from policies.drafting.actions import save_text, send_to_review, start_policy, start_version
from policies.drafting.editing import leave
from policies.drafting.submitting import submit
from policies.models import Body, Policy, PolicyKind, PolicyVersion
from policies.reporting.actions import write_report
from policies.text.reading import read
from policies.text.splitting import split

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from policies.models import CommitteeReport
    from policies.text.clauses import Clause

BEFORE_COMMITTEE = (COMMITTEE, Body.COMMITTEE)
BEFORE_COUNCIL = ("Council", Body.FULL_COUNCIL)
MET = 2
"""How many days ago the committee met, at least."""


def build_drafts() -> None:
    """One draft waits for an answer, one for a decision, and one for its publication."""
    met_on = meeting_day(MET)
    with days_ago(MET + 10):
        revision = _revise(BARNET)
        gifts = _begin("Gifts and Hospitality Protocol", PolicyKind.PROTOCOL, GIFTS)
    with days_ago(MET + 7):
        report = _report("Gifts and hospitality", met_on, REPORT)
        _submit(gifts, report, BEFORE_COMMITTEE, BEFORE_COUNCIL)
        _submit(revision, _report("Naming the Act in force", met_on, REVISION), BEFORE_COMMITTEE)
    with days_ago(6):
        hybrid = _begin("Guidance on joining meetings by video", PolicyKind.GUIDANCE, HYBRID)
        send_to_review(version=hybrid, asked=[officer("monitoring")], by=officer("information"))
    with days_ago(1):
        _ask_about(hybrid)
        decided(revision, met_on=met_on)


def _begin(title: str, kind: PolicyKind, markdown: str) -> PolicyVersion:
    author = officer("information")
    version = start_policy(title=title, kind=kind, by=author, owner="Monitoring Officer")
    return _save(version, _clauses(title, markdown))


def _revise(slug: str) -> PolicyVersion:
    """The next version of a policy in force, which names an Act of its own time."""
    version = start_version(
        policy=Policy.objects.get(slug=slug),
        is_major=True,
        dated=month_in_words(demo_today()),
        summary="A demo amendment, not from the document: it names the Act that is in force.",
        by=officer("information"),
    )
    return _save(version, [amended(clause, NEW_ACT) for clause in version.text])


def _save(version: PolicyVersion, clauses: Sequence[Clause]) -> PolicyVersion:
    author = officer("information")
    save_text(version=version, clauses=clauses, seen_sha256=version.sha256, by=author)
    leave(version=version, by=author)
    return PolicyVersion.objects.get(pk=version.pk)


def _clauses(title: str, markdown: str) -> Sequence[Clause]:
    (found,) = split(read(f"# {title}\n{markdown}".encode(), "demo.md"))
    return found.clauses


def _submit(version: PolicyVersion, report: CommitteeReport, *stages: tuple[str, str]) -> None:
    """The last of the bodies decides; those before it recommend."""
    submit(version=version, report=report, stages=stages, by=officer("information"))


def _report(title: str, met_on: date, words: dict[str, object]) -> CommitteeReport:
    return write_report(
        title=title,
        body=COMMITTEE,
        body_kind=Body.COMMITTEE,
        meets_on=met_on,
        by=officer("information"),
        **words,
    )


def _ask_about(version: PolicyVersion) -> None:
    clause = next(clause for clause in version.text if "record" in clause.text)
    comment(
        version=version,
        anchor=clause.anchor,
        text="May councillors switch captions on? Some of them need captions to take part.",
        by=officer("monitoring"),
    )
