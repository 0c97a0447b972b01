"""Comments on a draft, each of which is answered before the draft goes before a body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.notices.actions import tell
from councilgov.records import Refused
from policies.models import EDITABLE, Comment, PolicyVersion
from policies.text.clauses import places

if TYPE_CHECKING:
    from councilgov.people.models import User


@transaction.atomic
def comment(*, version: PolicyVersion, text: str, by: User, anchor: str = "") -> Comment:
    """Somebody says what they think of a draft, or of one clause of it ("comment on": Barnet, 1).

    Raises ``Refused`` once it is no draft any more, for a clause that is gone, and for the same
    comment twice.
    """
    version = PolicyVersion.objects.locked(version)
    check_open(version)
    where = places(version.text)
    if anchor and anchor not in where:
        raise Refused(_("This clause is not in the draft any more. Comment on the whole text."))
    same = version.comments.unanswered().filter(text=text, anchor=anchor, made_by=by)
    if same.exists():
        raise Refused(_("You have made this comment already."), field="text")
    row = Comment(
        version=version,
        anchor=anchor,
        place=where.get(anchor, "")[:200],
        text=text,
        made_at=timezone.now(),
        made_by=by,
    ).keep(by=by, why=gettext_noop("Comment"))
    if version.author and version.author != by:
        tell(kind="draft_commented", to=version.author, cause=str(row.pk), about=version)
    return row


@transaction.atomic
def answer_comment(*, comment: Comment, answer: str, by: User) -> Comment:
    """A drafter answers a comment, once, and whoever made it is told."""
    version = PolicyVersion.objects.locked(comment.version)
    check_open(version)
    comment = Comment.objects.locked(comment)
    check_is_unanswered(comment)
    comment.answer, comment.answered_at, comment.answered_by = answer, timezone.now(), by
    comment.keep(by=by, why=gettext_noop("Answer"))
    if comment.made_by != by:
        tell(kind="comment_answered", to=comment.made_by, cause=str(comment.pk), about=version)
    return comment


def check_is_unanswered(comment: Comment) -> None:
    """Raise ``Refused`` for a comment that has its answer."""
    if comment.answered_at is not None:
        raise Refused(_("Somebody has answered this comment meanwhile."), field="answer")


def check_open(version: PolicyVersion) -> None:
    """Raise ``Refused`` for what is no draft any more."""
    if version.status not in EDITABLE:
        raise Refused(
            _("%(version)s is %(status)s. Only a draft is commented on.")
            % {"version": version, "status": version.get_status_display().lower()}
        )
