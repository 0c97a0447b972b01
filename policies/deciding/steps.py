"""What follows from a decision, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from policies.deciding.checks import AFTER, is_last, open_stage
from policies.models import VersionStatus

if TYPE_CHECKING:
    from policies.models import PolicyVersion, Stage

NEXT = {
    VersionStatus.DRAFT: _lazy("finish the text, then ask for comments or submit it"),
    VersionStatus.IN_REVIEW: _lazy("answer every comment, then submit it"),
    VersionStatus.SUBMITTED: _lazy("members’ services record the decision"),
    VersionStatus.APPROVED: _lazy("publish it"),
    VersionStatus.APPROVED_AS_AMENDED: _lazy(
        "enter the text as it was amended. Then somebody else certifies it"
    ),
    VersionStatus.RECOMMENDED_AS_AMENDED: _lazy(
        "enter the text as it was amended. Then submit it to the next body"
    ),
    VersionStatus.CERTIFIED: _lazy("publish it"),
    VersionStatus.REFERRED_BACK: _lazy("make it a draft again and change the text, or discard it"),
    VersionStatus.DEFERRED: _lazy("submit it again for a later meeting"),
    VersionStatus.REJECTED: _lazy("nothing. To try again, begin a new version"),
}
ONCE_AMENDED = {
    VersionStatus.APPROVED_AS_AMENDED: _lazy("somebody who did not write it certifies the text"),
    VersionStatus.RECOMMENDED_AS_AMENDED: _lazy(
        "submit it to the next body, with a report to that body"
    ),
}


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
    """What has to be done with a version of this status, as a sentence; empty where nothing has."""
    what = what_next(status, is_amended=is_amended)
    return _("Next: %(what)s.") % {"what": what} if what else ""


def what_next(status: str, *, is_amended: bool = False) -> str:
    """The same as the end of a sentence. The page of a version and the list of work say the same.

    ``is_amended`` says that the text as resolved has been entered.
    """
    words = ONCE_AMENDED if is_amended and status in ONCE_AMENDED else NEXT
    return str(words.get(VersionStatus(status), ""))


def before_whom(version: PolicyVersion) -> str:
    """Which body has it before it now, and what that body does."""
    stage = open_stage(version)
    if stage is None:
        return _("Next: record what was decided.")
    words = (
        _("Next: the %(body)s decides.") if is_last(stage) else _("Next: the %(body)s recommends.")
    )
    return words % {"body": stage.body}
