"""What follows from a decision, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from policies.deciding.checks import AFTER, is_last, open_stage
from policies.models import VersionStatus

if TYPE_CHECKING:
    from policies.models import PolicyVersion, Stage


def after_outcome(outcome: str, stage: Stage | None) -> str:
    """What comes next once this is recorded."""
    status = AFTER.get(outcome)
    if status:
        return next_step(status)
    following = stage and next(
        (one for one in stage.version.stages.all() if one.position > stage.position), None
    )
    if following:
        return _("Next: it goes before the %(body)s.") % {"body": following.body}
    return _("Next: it stays before the same body, which has not decided yet.")


def next_step(status: str, *, is_amended: bool = False) -> str:
    """What has to be done with a version of this status; empty where nothing has.

    ``is_amended`` says that the text as resolved has been entered.
    """
    if is_amended and status == VersionStatus.APPROVED_AS_AMENDED:
        return _("Next: somebody who did not write it certifies the text.")
    if is_amended and status == VersionStatus.RECOMMENDED_AS_AMENDED:
        return _("Next: submit it to the next body, with a report to that body.")
    return {
        VersionStatus.APPROVED: _("Next: publish it."),
        VersionStatus.APPROVED_AS_AMENDED: _(
            "Next: enter the text as it was amended. Then somebody else certifies it."
        ),
        VersionStatus.RECOMMENDED_AS_AMENDED: _(
            "Next: enter the text as it was amended. Then submit it to the next body."
        ),
        VersionStatus.CERTIFIED: _("Next: publish it."),
        VersionStatus.REFERRED_BACK: _("Next: make it a draft again and change the text."),
        VersionStatus.DEFERRED: _("Next: submit it again for a later meeting."),
        VersionStatus.REJECTED: _(
            "Nothing more is done with this version. To try again, begin a new one."
        ),
    }.get(VersionStatus(status), "")


def before_whom(version: PolicyVersion) -> str:
    """Which body has it before it now, and what that body does."""
    stage = open_stage(version)
    if stage is None:
        return _("Next: record what was decided.")
    words = (
        _("Next: the %(body)s decides.") if is_last(stage) else _("Next: the %(body)s recommends.")
    )
    return words % {"body": stage.body}
