"""A draft goes before a body, word for word, with a report and a way through the council."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.days import day_in_words, today
from councilgov.ledger.actions import record
from councilgov.records import Refused
from policies.deciding.checks import needs_full_council, open_stage
from policies.decisions import plain_name
from policies.drafting.actions import check_has_text
from policies.drafting.editing import check_not_held
from policies.models import (
    GOES_ON,
    Body,
    CommitteeReport,
    Editing,
    PolicyVersion,
    Stage,
    Submission,
    VersionStatus,
)
from policies.text.canonical import sha256
from policies.text.clauses import to_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from councilgov.people.models import User

logger = logging.getLogger(__name__)
SUBMISSION = gettext_noop("Submission")


@transaction.atomic
def submit(
    *,
    version: PolicyVersion,
    report: CommitteeReport,
    stages: Sequence[tuple[str, str]],
    by: User,
) -> Submission:
    """A draft is put before bodies in their order: each recommends, the last one decides.

    ``stages`` are names of bodies with their kinds (``Body``), the first of them that of the
    report. What was deferred goes on to the body that deferred it, and what a body
    recommended as amended to the next one: neither needs any. Raises ``Refused`` while a comment
    is unanswered, or the amended text not entered, and where the report or the way does not fit.
    """
    version = PolicyVersion.objects.locked(version)
    report = CommitteeReport.objects.locked(report)
    version.check_move(VersionStatus.SUBMITTED, SUBMISSION)
    check_ready(version, by)
    goes_on = version.status in GOES_ON and open_stage(version) is not None
    way = _way_left(version) if goes_on else list(stages)
    check_way(version, report, way)
    if not goes_on:
        _lay_out(version, way, by=by)
    # What the next body amends is another amendment. Who wrote this one stands in the history.
    version.amended_at = version.amended_by = None
    version.move(VersionStatus.SUBMITTED, by=by, why=SUBMISSION)
    Editing.objects.filter(version=version).delete()
    return _freeze(version, report, way, by=by, submitted_at=timezone.now())


@transaction.atomic
def enter_submission(
    *, version: PolicyVersion, report: CommitteeReport, by: User | None
) -> Submission:
    """A text went before a body, with this report, before the portal knew of it.

    Who submitted it and when is not known, so the row says neither.
    """
    version = PolicyVersion.objects.locked(version)
    way = [(report.body, report.body_kind)]
    version.move(VersionStatus.SUBMITTED, by=by, why=SUBMISSION)
    _lay_out(version, way, by=by)
    return _freeze(version, report, way, by=by, submitted_at=None)


def check_ready(version: PolicyVersion, by: User) -> None:
    """Raise ``Refused`` while its text is not there, a comment is open, or somebody is editing."""
    check_has_text(version)
    check_not_held(version, by)
    if version.status == VersionStatus.RECOMMENDED_AS_AMENDED and version.amended_at is None:
        raise Refused(_("Enter the text as it was amended first."))
    comments = version.comments.unanswered().select_related("made_by")
    if comments:
        which = "; ".join(
            _("%(place)s (%(name)s)")
            % {"place": row.place or _("the whole text"), "name": row.made_by.full_name}
            for row in comments
        )
        raise Refused(
            _("Answer every comment first. Not answered yet: %(comments)s.") % {"comments": which},
            way=(f"{version.get_absolute_url()}#comments", _("Read and answer the comments")),
        )


def check_way(
    version: PolicyVersion, report: CommitteeReport, way: Sequence[tuple[str, str]]
) -> None:
    """Raise ``Refused`` where report and bodies do not fit one another, or the law."""
    if not way:
        raise Refused(_("Say which body decides."), field="stages")
    if report.meets_on < today():
        raise Refused(
            _("The meeting of this report was on %(day)s. Write a report to a meeting to come.")
            % {"day": day_in_words(report.meets_on)},
            field="report",
        )
    names = [plain_name(name) for name, _kind in way]
    if (names[0], way[0][1]) != (plain_name(report.body), report.body_kind):
        raise Refused(
            _("The report is to the %(body)s, but the text goes to the %(first)s first.")
            % {"body": report.body, "first": way[0][0]},
            field="report",
        )
    if len(set(names)) < len(names):
        raise Refused(_("Each body stands in the way once."), field="stages")
    if way[-1][1] != Body.FULL_COUNCIL and needs_full_council(version.policy):
        raise Refused(
            _("In England only full council may adopt a code of conduct, so it decides last."),
            field="stages",
        )


def _way_left(version: PolicyVersion) -> list[tuple[str, str]]:
    """The bodies that have not had their say."""
    return [
        (stage.body, stage.body_kind) for stage in version.stages.all() if stage.decision_id is None
    ]


def _lay_out(version: PolicyVersion, way: Sequence[tuple[str, str]], *, by: User | None) -> None:
    """The bodies of an earlier try that never had their say make room for the new way."""
    for stage in version.stages.filter(decision=None):
        stage.discard(by=by, why=SUBMISSION)
    done = version.stages.aggregate(last=Max("position"))["last"] or 0
    for position, (body, kind) in enumerate(way, done + 1):
        stage = Stage(version=version, position=position, body=body, body_kind=kind)
        stage.keep(by=by, why=SUBMISSION)


def _freeze(
    version: PolicyVersion,
    report: CommitteeReport,
    way: Sequence[tuple[str, str]],
    *,
    by: User | None,
    submitted_at: datetime | None,
) -> Submission:
    """The words as they go before the first body, with the evidence of it."""
    submission = Submission(
        version=version,
        report=report,
        clauses=to_json(version.text),
        sha256=sha256(version.text),
        submitted_at=submitted_at,
        submitted_by=by if submitted_at else None,
    ).keep(by=by, why=SUBMISSION)
    record(
        kind="policies.submitted",
        actor=by,
        subject=version,
        facts={
            "submission": submission.pk,
            "report": report.pk,
            "text_sha256": submission.sha256,
            "bodies": [kind for _name, kind in way],
        },
    )
    logger.info("Version submitted", extra={"version": version.pk, "report": report.pk})
    return submission
