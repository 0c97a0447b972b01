"""The messages of audits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site
from devices.auditing.chasing import UNANSWERED
from devices.audits import AuditLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice


def is_to_answer(notice: Notice) -> bool:
    """Something of theirs in that audit is not answered."""
    line = notice.subject
    if not isinstance(line, AuditLine):
        return False
    return AuditLine.objects.silent().filter(audit=line.audit_id, holder=notice.to).exists()


def to_answer(_notice: Notice) -> Mapping[str, str]:
    return {"link": site("devices:my_audit")}


KINDS = [
    NoticeKind(
        name="audit_asked",
        urgency=Urgency.NOW,
        rule=_("The council checks from time to time that its equipment is still there."),
        next=_("We remind you before the last day if you have not answered."),
        still_true=is_to_answer,
        context=to_answer,
    ),
    NoticeKind(
        name=UNANSWERED,
        urgency=Urgency.DIGEST,
        rule=_("Who has not answered an audit is reminded before its last day."),
        next=_("Answer, and the reminders stop."),
        still_true=is_to_answer,
        context=to_answer,
    ),
]
