"""What officers read of a complaint that was passed to a councillor."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from breaches.models import Obstacle
from councilgov.days import day_in_words, moment_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django_stubs_ext import StrOrPromise

    from breaches.models import Complaint, WardComplaint
    from councilgov.forms.templatetags.govuk import SummaryRow


UNANSWERED: Mapping[str, StrOrPromise] = {
    Obstacle.DIED: gettext_lazy(
        "%(councillor)s has died. As far as we know this complaint is not answered. Take it back "
        "and look into it."
    ),
    Obstacle.LEFT: gettext_lazy(
        "%(councillor)s can’t sign in here any more. As far as we know this complaint is not "
        "answered. Write to them, or take it back and look into it."
    ),
    Obstacle.NO_ACCOUNT: gettext_lazy(
        "%(councillor)s has no account here that works. As far as we know this complaint is not "
        "answered. Ask members’ services to let them in, write to them, or take it back."
    ),
}


class Passed(NamedTuple):
    """That a complaint was passed on, as an officer reads it."""

    row: WardComplaint
    words: str
    recorded: Sequence[SummaryRow]
    warning: str = ""


def passed(complaint: Complaint) -> Sequence[Passed]:
    """To whom and when it was passed on, in as many queries for many. What the councillor records
    stands there only where they let the officers see it.
    """
    rows = complaint.passed.select_related("councillor", "passed_by", "taken_back_by", "complaint")
    why = complaint.passed.obstacles()
    return [
        Passed(row, _in_words(row), _shared(row), _unanswered(row, why.get(row.pk, "")))
        for row in rows
    ]


def _unanswered(row: WardComplaint, why: str) -> str:
    told = str(UNANSWERED.get(why, ""))
    return told and told % {"councillor": row.councillor.full_name}


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
