"""The result of an audit as it stands on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.days import day_in_words, today
from councilgov.people.models import Council
from devices.audits import AnswerStatus

if TYPE_CHECKING:
    from devices.audits import Audit

UNSETTLED = (AnswerStatus.NO, AnswerStatus.UNSURE, AnswerStatus.ASKED)


def printed(audit: Audit) -> dict[str, Any]:
    """The counts of an audit (``with_counts``), and every device that was not found."""
    council = Council.objects.the()
    rows = audit.lines.filter(status__in=UNSETTLED).with_row().order_by("status", "pk")
    return {
        "title": _("Audit of equipment: %(title)s") % {"title": audit.title},
        "dated_at": timezone.now(),
        "council": council.name,
        "colour": council.header_colour,
        "made": _("As of %(day)s") % {"day": day_in_words(today())},
        "headings": [_("What"), _("Devices")],
        "counts": [[label, str(number)] for label, number in counts(audit)],
        "unsettled": _("Not found"),
        "none": _("Every device was found."),
        "rows": [
            [str(row.device), f"{row.holder.full_name}: {row.get_status_display()}"] for row in rows
        ],
        "row_headings": [_("Device"), _("Held by, and the answer")],
    }


def counts(audit: Any) -> list[tuple[str, int]]:
    return [
        (_("Expected"), audit.expected),
        (_("Found"), audit.found),
        (_("Missing"), audit.missing),
        (_("Not sure"), audit.unsure),
        (_("Not answered"), audit.silent),
    ]
