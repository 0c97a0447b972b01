"""What officers read of a complaint that was passed to a councillor."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from councilgov.days import day_in_words, moment_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from breaches.models import Complaint, WardComplaint
    from councilgov.forms.templatetags.govuk import SummaryRow


class Passed(NamedTuple):
    """That a complaint was passed on, as an officer reads it."""

    row: WardComplaint
    words: str
    recorded: Sequence[SummaryRow]


def passed(complaint: Complaint) -> Sequence[Passed]:
    """To whom and when it was passed on: one query. What the councillor records stands there only
    where they let the officers see it.
    """
    rows = complaint.passed.select_related("councillor", "passed_by", "taken_back_by", "complaint")
    return [Passed(row, _in_words(row), _shared(row)) for row in rows]


def _in_words(row: WardComplaint) -> str:
    told = {
        "councillor": row.councillor.full_name,
        "by": row.passed_by.full_name,
        "moment": moment_in_words(row.passed_at),
        "day": day_in_words(row.acknowledge_by),
    }
    words = _("Passed to %(councillor)s by %(by)s, %(moment)s.") % told
    if row.taken_back_at and row.taken_back_by:
        back = {
            "by": row.taken_back_by.full_name,
            "moment": moment_in_words(row.taken_back_at),
        }
        return words + " " + _("Taken back by %(by)s, %(moment)s.") % back
    return words + " " + _("They were told to acknowledge it by %(day)s.") % told


def _shared(row: WardComplaint) -> Sequence[SummaryRow]:
    if not row.shared_at or row.taken_back_at:
        return []
    found = list(recorded(row))
    return found or [{"key": _("Told that they have it"), "value": _("Not yet")}]


def recorded(row: WardComplaint) -> Iterator[SummaryRow]:
    """What the councillor recorded."""
    if row.acknowledged_on:
        in_time = row.acknowledged_on <= row.acknowledge_by
        told = _("%(day)s, in time") if in_time else _("%(day)s, late")
        told %= {"day": day_in_words(row.acknowledged_on)}
        yield {"key": _("Told that you have it"), "value": told}
    if row.answered_on:
        yield {"key": _("Answered"), "value": day_in_words(row.answered_on)}
        yield {"key": _("What came of it"), "value": str(row.get_outcome_display())}
