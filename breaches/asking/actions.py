"""A report is begun, left, gone on with and sent; nobody but its owner sees it before that.

One at a time: two tabs are two looks at the same report. Each act holds the person first, so that
of two clicks at the same moment the second finds what the first did.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from breaches.models import ReportDraft
from breaches.reporting.actions import report_incident, sent_already
from councilgov.people.models import User
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from breaches.models import Incident

KEPT = timedelta(days=30)
"""So long a report that nobody goes on with is kept for its owner."""


@transaction.atomic
def keep_answers(*, page: str, answers: Mapping[str, str], by: User) -> ReportDraft:
    """What was typed on one page takes the place of what was typed there before."""
    _hold(by)
    now = timezone.now()
    row = ReportDraft.objects.visible_to(by).first() or ReportDraft(person=by, begun_at=now)
    row.answers = {**row.answers, page: dict(answers)}
    row.saved_at = now
    row.save()
    return row


@transaction.atomic
def throw_away(*, by: User) -> None:
    """The report that was begun is not sent, and nothing of it is kept. Safe twice."""
    _hold(by)
    ReportDraft.objects.visible_to(by).delete()


@transaction.atomic
def send(*, key: UUID, seen: datetime, by: User, answers: Mapping[str, Any]) -> Incident:
    """The report goes to those who look into it, once, and what was kept of it until then is gone.

    ``seen`` is when the answers that were checked had been saved. Raises ``Refused`` if they were
    changed since, in another tab, or thrown away, and without ``answers``: something is still to be
    asked.
    """
    _hold(by)
    if sent := sent_already(key=key, by=by):
        return sent
    draft = ReportDraft.objects.visible_to(by).filter(key=key).first()
    if draft is None:
        raise Refused(_("You threw this report away in another tab. Nothing was sent."))
    if draft.saved_at != seen:
        raise Refused(_("You changed something in another tab. Check your answers again."))
    if not answers:
        raise Refused(_("Something is still to be answered before the report can be sent."))
    incident = report_incident(by=by, sent_as=key, **answers)
    draft.delete()
    return incident


def _hold(person: User) -> None:
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)


def forget_drafts() -> int:
    """Reports that nobody went on with for 30 days are deleted. How many; safe twice, late, and on
    two machines at once.
    """
    count, _tables = ReportDraft.objects.left_lying(timezone.now() - KEPT).delete()
    return count
