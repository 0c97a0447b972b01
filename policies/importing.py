"""A file becomes policies: its texts, and what it records of the decision on them, and no more."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from councilgov.days import day_in_words
from councilgov.records import Refused
from policies.deciding.actions import decide
from policies.drafting.actions import add_policy, add_version, record_submission
from policies.drafting.submitting import enter_submission
from policies.models import Policy, PolicyKind
from policies.reporting.actions import enter_report
from policies.text.gaps import gaps
from policies.text.opening import open_file
from policies.text.splitting import source_of, split
from policies.votes import Method

if TYPE_CHECKING:
    from pathlib import Path

    from councilgov.people.models import User
    from policies.models import CommitteeReport, PolicyVersion
    from policies.text.sources import Officer, ReadWith, Report, Source, SourceDecision
    from policies.text.splitting import PolicyText

PARAGRAPH = "\n\n"
PUBLIC, YES = "Public", "Yes"
"""As reports to committees write them."""


@transaction.atomic
def import_file(
    *, path: Path, by: User | None, title: str = "", council: str = "", kind: str = ""
) -> list[PolicyVersion]:
    """Enter every policy of the file as submitted, and its decision if the file records one.

    A file that is not one of those we know holds one policy, under ``title`` or the title on its
    cover, and is of the ``kind`` that is said (``PolicyKind``). Raises ``Refused`` with the reason
    and where; then nothing of the file is kept.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refused(
            _("%(file)s can’t be read: %(why)s.") % {"file": path.name, "why": error.strerror}
        ) from error
    document = open_file(data, path.name).document
    source = None if title else source_of(document)
    texts = split(document, source, title=title, council=council)
    report = _report(source, by=by)
    policies = [_new_policy(text, kind, by=by) for text in texts]
    versions = [
        _enter(policy, text, source, report, path.name, by=by)
        for policy, text in zip(policies, texts, strict=True)
    ]
    if source and source.decision and source.decision.outcome:
        _decide(source.decision, versions, by=by)
    return versions


def _enter(
    policy: Policy,
    text: PolicyText,
    source: Source | None,
    report: CommitteeReport | None,
    filename: str,
    *,
    by: User | None,
) -> PolicyVersion:
    dated = _("%(date)s (Amended)") if text.amended else "%(date)s"
    version = add_version(
        policy=policy,
        clauses=text.clauses,
        dated=dated % {"date": text.published},
        gaps=[asdict(gap) for gap in gaps(text.clauses, source.lacking if source else ())],
        summary=_put_forward(source),
        source_name=filename,
        read_with=_read_with(text),
        by=by,
    )
    if report is None:
        return record_submission(version=version, by=by)
    return enter_submission(version=version, report=report, by=by).version


def _report(source: Source | None, *, by: User | None) -> CommitteeReport | None:
    """The officers' report that the document holds, in its own words, and nothing made up."""
    if not source or not source.report or not source.decision:
        return None
    said, decision = source.report, source.decision
    return enter_report(
        title=said.title,
        body=decision.body,
        body_kind=decision.body_kind,
        meets_on=decision.held_on,
        report_of=", ".join(_words(said.report_of)),
        contact="\n".join(_words(said.contact)),
        wards=said.wards,
        exempt_because="" if said.status == PUBLIC else said.status,
        is_urgent=said.urgent == YES,
        is_key=said.key == YES,
        **_sections(said),
        by=by,
    )


def _sections(said: Report) -> dict[str, Any]:
    """What lets the body decide stands apart from the other legal references, and once."""
    return {
        "summary": said.summary,
        "recommendations": PARAGRAPH.join(said.recommendations),
        "why_needed": PARAGRAPH.join(said.why_needed),
        "reasons": PARAGRAPH.join(said.reasons),
        "alternatives": PARAGRAPH.join(said.alternatives),
        "after_decision": PARAGRAPH.join(said.after_decision),
        "implications": {
            one.topic: PARAGRAPH.join(text for text in one.text if text != said.authority)
            for one in said.implications
        },
        "terms_of_reference": said.authority,
        "asked_for": said.asked_for,
        "background_papers": "\n".join(said.background_papers),
    }


def _words(officer: Officer) -> list[str]:
    """An officer as the report names them, part by part."""
    known = (officer.name, officer.post, officer.email, officer.telephone)
    return [word for word in known if word]


def _put_forward(source: Source | None) -> str:
    """Where a document recommends approval and does not record what was decided."""
    if not source or not source.decision or source.decision.outcome:
        return ""
    return _(
        "The document recommends approval to the %(body)s of %(day)s. "
        "It does not record the outcome."
    ) % {"body": source.decision.body, "day": day_in_words(source.decision.held_on)}


def _new_policy(text: PolicyText, kind: str, *, by: User | None) -> Policy:
    """Who may adopt it hangs on its kind, so nobody guesses that: the source says it or they do."""
    kind = text.entry.kind or kind
    if not kind:
        raise Refused(
            _("Say what “%(title)s” is: %(kinds)s.")
            % {"title": text.title, "kinds": ", ".join(PolicyKind.values)}
        )
    slug = text.entry.slug or slugify(text.title)[:100]
    if Policy.objects.filter(slug=slug).exists():
        raise Refused(
            _("There is a policy “%(title)s” already. This command enters new policies only.")
            % {"title": text.title}
        )
    return add_policy(
        title=text.title,
        slug=slug,
        kind=kind,
        council=text.council,
        forms_part_of=text.entry.forms_part_of,
        by=by,
    )


def _read_with(text: PolicyText) -> list[dict[str, str]]:
    return [
        {"title": _with_part(other.title, other.part), "why": _plain_reason(other)}
        for other in text.entry.read_with
    ]


def _plain_reason(other: ReadWith) -> str:
    return _("%(why)s (Source: %(source)s.)") % {"why": other.why, "source": other.said_in}


def _with_part(title: str, part: str) -> str:
    return f"{title}: {part}" if part else title


def _decide(said: SourceDecision, versions: list[PolicyVersion], *, by: User | None) -> None:
    votes: dict[str, Any] = {}
    if said.votes and said.votes.votes_for is not None:
        votes = {
            "method": Method.RECORDED,
            "votes_for": said.votes.votes_for,
            "votes_against": said.votes.votes_against,
            "abstained": said.votes.votes_abstained,
            "named_dissent": list(said.votes.dissent),
        }
    decide(
        versions=versions,
        by=by,
        attendances=[asdict(member) for member in said.present],
        body=said.body,
        body_kind=said.body_kind,
        met_on=said.held_on,
        began_at_time=said.starts_at,
        ended_at_time=said.ends_at,
        place=said.place,
        minute_item=said.minute_item,
        item_title=said.minute_title,
        presenter=said.presented_by,
        interests=said.interests,
        resolution="\n".join(said.resolutions),
        outcome=said.outcome,
        present=len(said.present) or None,
        **votes,
    )
