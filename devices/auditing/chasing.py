"""Who has not answered an audit is reminded, until the last day."""

from __future__ import annotations

from django.utils import timezone

from councilgov.accounts.models import reachable
from councilgov.notices.models import Notice
from councilgov.notices.stages import reached
from councilgov.people.models import User
from devices.audits import AuditLine

UNANSWERED = "audit_reminder"
BEFORE = (-1, -3, -7)


def remind_to_answer() -> int:
    """Seven, three and one days before the last day, and on it: one message for each audit. How
    many are new.
    """
    today = timezone.localdate()
    readers = reachable(User.objects.filter(is_active=True))
    rows = reached(
        AuditLine.objects.to_remind(today).filter(holder__in=readers),
        "audit__until_on",
        today,
        before=BEFORE,
        since="audit__started_at",
    )
    return Notice.objects.plan(UNANSWERED, rows, to="holder", cause=("audit_id", "stage"))
