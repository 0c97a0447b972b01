"""What became of a version, from its history, its comments, submissions and decisions."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councilgov.days import day_in_words
from councilgov.forms.timeline import Event, newest_first
from policies.models import Decision, VersionStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policies.models import PolicyVersion

MOVED = {
    VersionStatus.DRAFT: gettext_lazy("Made a draft again"),
    VersionStatus.IN_REVIEW: gettext_lazy("Sent to review"),
    VersionStatus.SUBMITTED: gettext_lazy("Submitted"),
    VersionStatus.CERTIFIED: gettext_lazy("Amended text certified"),
    VersionStatus.SCHEDULED: gettext_lazy("Published, to come into force later"),
    VersionStatus.PUBLISHED: gettext_lazy("Came into force"),
    VersionStatus.SUPERSEDED: gettext_lazy("Replaced by a newer version"),
    VersionStatus.WITHDRAWN: gettext_lazy("Withdrawn"),
    VersionStatus.DISCARDED: gettext_lazy("Discarded"),
}
"""What each move is called here; the others are told as the decision that made them."""


def timeline(version: PolicyVersion) -> list[Event]:
    """Newest first. A number of queries that does not grow with what happened."""
    submissions = list(_submissions(version))
    told_elsewhere = {VersionStatus.SUBMITTED} if submissions else set()
    return newest_first(
        _changes(version, told_elsewhere),
        _corrections(version),
        _comments(version),
        submissions,
        _decisions(version),
    )


def _changes(version: PolicyVersion, told_elsewhere: set[VersionStatus]) -> Iterator[Event]:
    rows = list(version.history.select_related("history_user").order_by("history_id"))
    for before, after in pairwise([None, *rows]):
        if after and (found := _change(before, after, told_elsewhere)):
            what, why, is_routine = found
            who = after.history_user.full_name if after.history_user else ""
            yield Event(after.history_date, str(what), who, why, is_routine=is_routine)


def _change(
    before: Any, after: Any, told_elsewhere: set[VersionStatus]
) -> tuple[object, str, bool] | None:
    """What one row of the history tells: its name, why, and whether it is routine."""
    if before is None:
        return (_("Draft begun"), "", False)
    if before.status != after.status:
        what = None if after.status in told_elsewhere else MOVED.get(after.status)
        return (what, after.closing_reason, False) if what else None
    if before.amended_at != after.amended_at:
        return (_("Amended text entered"), "", False)
    if before.sha256 != after.sha256:
        return (_("Text saved"), "", True)
    return (_("Details changed"), "", True)


def _corrections(version: PolicyVersion) -> Iterator[Event]:
    """Of the policy itself, whichever version was in hand."""
    rows = list(version.policy.history.select_related("history_user").order_by("history_id"))
    for before, after in pairwise(rows):
        who = after.history_user.full_name if after.history_user else ""
        if before.title != after.title:
            told = _("It was called “%(title)s” before.") % {"title": before.title}
            yield Event(after.history_date, _("Title corrected"), who, told)
        if before.kind != after.kind:
            told = _("It was entered as: %(kind)s.") % {"kind": before.get_kind_display().lower()}
            yield Event(after.history_date, _("Kind of policy corrected"), who, told)


def _submissions(version: PolicyVersion) -> Iterator[Event]:
    """Those of which the moment is known."""
    for row in version.submissions.select_related("report", "submitted_by"):
        if row.submitted_at and row.submitted_by:
            yield Event(
                row.submitted_at,
                _("Put before the %(body)s") % {"body": row.report.body},
                row.submitted_by.full_name,
                row.report.title,
                row.report.get_absolute_url(),
            )


def _comments(version: PolicyVersion) -> Iterator[Event]:
    for row in version.comments.select_related("made_by", "answered_by"):
        where = row.place or _("the whole text")
        what = _("Comment on %(place)s") % {"place": where}
        yield Event(row.made_at, what, row.made_by.full_name, row.text)
        if row.answered_at and row.answered_by:
            what = _("Answer to the comment on %(place)s") % {"place": where}
            yield Event(row.answered_at, what, row.answered_by.full_name, row.answer)


def _decisions(version: PolicyVersion) -> Iterator[Event]:
    """At the moment at which each was entered; the meeting was before."""
    rows = {row.pk: row for row in version.decisions.all()}
    entered = Decision.history.filter(history_type="+", id__in=rows)
    for first in entered.select_related("history_user"):
        row = rows[first.id]
        yield Event(
            first.history_date,
            _("%(body)s, %(day)s: %(outcome)s")
            % {
                "body": row.body,
                "day": day_in_words(row.met_on),
                "outcome": row.get_outcome_display().lower(),
            },
            first.history_user.full_name if first.history_user else "",
            row.label,
            reverse("policies:decision", args=[row.pk]),
        )
