"""What drafters find on the page of a version, beside what everybody reads there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from councilgov.access import Right
from policies.drafting.editing import holder
from policies.drafting.timeline import timeline
from policies.models import EDITABLE, PUBLIC, VersionStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from councilgov.people.models import User
    from policies.models import PolicyVersion


ENDS = PUBLIC | {VersionStatus.REJECTED, VersionStatus.DISCARDED}
"""From these a policy goes on with a new version."""


def workroom(version: PolicyVersion, user: User | AnonymousUser) -> dict[str, Any] | None:
    """Who edits it, what was said of it and what became of it; None for everybody else."""
    if not user.is_authenticated or not user.has_perm(Right.SEE_DRAFTS):
        return None
    is_open = version.status in EDITABLE
    comments = list(version.comments.select_related("made_by", "answered_by"))
    anchors = {clause.anchor for clause in version.text}
    return {
        "held": holder(version) if is_open else None,
        "comments": [(row, row.anchor in anchors) for row in comments],
        "unanswered": sum(row.answered_at is None for row in comments),
        "may_draft": is_open and user.has_perm(Right.DRAFT_POLICY),
        "may_start": version.status in ENDS and user.has_perm(Right.DRAFT_POLICY),
        "may_comment": is_open and user.has_perm(Right.COMMENT_ON_DRAFT),
        "timeline": timeline(version),
    }
