"""A complaint that a councillor answers, as they see it, and as officers do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from breaches.complaining.facts import Left, days_left
from breaches.complaining.passed import recorded
from councilgov.days import day_in_words, moment_in_words, today
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from breaches.models import WardComplaint
    from councilgov.forms.templatetags.govuk import SummaryRow


class Standing(NamedTuple):
    """How far one is, in words and as a colour."""

    words: str
    colour: str


def standing(row: WardComplaint) -> Standing:
    """As the councillor reads it."""
    if row.answered_on:
        return Standing(_("Answered"), "green")
    if row.acknowledged_on:
        return Standing(_("To answer"), "blue")
    return Standing(_("To acknowledge"), "orange")


def left(row: WardComplaint) -> Left | None:
    """How many days they have; None once it is answered."""
    return days_left(row.due_on, today()) if row.due_on else None


def shown(row: WardComplaint) -> Mapping[str, Any]:
    """All that the councillor's own page shows."""
    return {
        "row": row,
        "who": getattr(row.complaint, "complainant", None),
        "standing": standing(row),
        "left": left(row),
        "known": list(_known(row)),
        "council": Council.objects.the(),
    }


def _known(row: WardComplaint) -> Iterator[SummaryRow]:
    came = {
        "way": row.complaint.get_came_how_display(),
        "day": day_in_words(row.complaint.received_on),
    }
    yield {"key": _("Came to the council"), "value": _("%(way)s, %(day)s") % came}
    passed = {"name": row.passed_by.full_name, "moment": moment_in_words(row.passed_at)}
    yield {"key": _("Passed to you"), "value": _("%(moment)s, by %(name)s") % passed}
    yield from recorded(row, _("Told that you have it"))
