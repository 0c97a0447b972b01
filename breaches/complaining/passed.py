"""What officers read of a complaint that was passed to a councillor."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from councilgov.days import day_in_words, moment_in_words
from councilgov.people.models import has_died

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from breaches.models import Complaint, WardComplaint
    from councilgov.forms.templatetags.govuk import SummaryRow


class Passed(NamedTuple):
    """That a complaint was passed on, as an officer reads it."""

    row: WardComplaint
    words: str
    recorded: Sequence[SummaryRow]
    warning: str = ""


def passed(complaint: Complaint) -> Sequence[Passed]:
    """To whom and when it was passed on: two queries. What the councillor records stands there only
    where they let the officers see it, or where they can answer nothing here any more.
    """
    rows = complaint.passed.select_related("councillor", "passed_by", "taken_back_by", "complaint")
    left = set(complaint.passed.out_of_reach().values_list("pk", flat=True))
    return [
        Passed(row, _in_words(row), _shared(row), _unanswered(row) if row.pk in left else "")
        for row in rows
    ]


def _unanswered(row: WardComplaint) -> str:
    told = _(
        "%(councillor)s can’t sign in here any more. As far as we know this complaint is not "
        "answered. Write to them, or take it back and look into it."
    )
    dead = _(
        "%(councillor)s has died. As far as we know this complaint is not answered. Take it back "
        "and look into it."
    )
    is_dead = has_died(row.councillor, row.councillor.terms.all())
    return (dead if is_dead else told) % {"councillor": row.councillor.full_name}


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
    told = _("Told that they have it")
    return list(recorded(row, told)) or [{"key": told, "value": _("Not yet")}]


def recorded(row: WardComplaint, acknowledged: str) -> Iterator[SummaryRow]:
    """What the councillor recorded; with the label of the first line, which says "you" to them and
    "they" to others.
    """
    if row.acknowledged_on:
        in_time = row.acknowledged_on <= row.acknowledge_by
        told = _("%(day)s, in time") if in_time else _("%(day)s, late")
        told %= {"day": day_in_words(row.acknowledged_on)}
        yield {"key": acknowledged, "value": told}
    if row.answered_on:
        yield {"key": _("Answered"), "value": day_in_words(row.answered_on)}
        yield {"key": _("What came of it"), "value": str(row.get_outcome_display())}
