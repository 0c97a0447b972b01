"""The report to the regulator as text and on paper."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from breaches.notifying.pack import NOTHING
from councilgov import documents
from councilgov.days import deadline_in_words, second_in_words
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Sequence

    from breaches.models import Assessment, Notification
    from breaches.notifying.pack import Line


def sections_of(lines: Sequence[Line]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Questions and answers, under the headings of the form."""
    return [
        (title, [(line["label"], line["words"] or str(NOTHING)) for line in group])
        for title, group in groupby(lines, lambda line: line["part"])
    ]


def title_of(row: Assessment) -> str:
    """Report INC-000012 to the Information Commissioner's Office."""
    told = {"reference": row.incident.reference, "regulator": Council.objects.the().regulator_name}
    return _("Report %(reference)s: %(regulator)s") % told


def sent_in_words(one: Notification) -> str:
    """First report, sent online at 9am on Monday."""
    told = {
        "stage": one.get_stage_display(),
        "route": str(one.get_route_display()).lower(),
        "moment": deadline_in_words(one.told_at),
    }
    return _("%(stage)s, %(route)s, %(moment)s") % told


def text_of(row: Assessment, lines: Sequence[Line]) -> str:
    """All of it as plain text, question by question."""
    told = [title_of(row), row.named_controller, ""]
    for title, answers in sections_of(lines):
        told += [title.upper(), ""]
        for label, words in answers:
            told += [label, words, ""]
    return "\n".join(told)


def as_pdf(row: Assessment, lines: Sequence[Line], state: str) -> HttpResponse:
    """A file that is tagged for screen readers, and made to last."""
    response = HttpResponse(
        documents.pdf("report", _facts(row, lines, state)), content_type="application/pdf"
    )
    name = f"{row.incident.reference}-{row.pk}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _facts(row: Assessment, lines: Sequence[Line], state: str) -> dict[str, Any]:
    council, now = Council.objects.the(), timezone.now()
    return {
        "title": title_of(row),
        "dated_at": now,
        "council": council.name,
        "colour": council.header_colour,
        "about": [
            [_("Who answers for the information"), row.named_controller],
            [_("State"), state],
            [_("Printed"), second_in_words(now)],
        ],
        "sections": [[title, [list(one) for one in told]] for title, told in sections_of(lines)],
        "words": {"what": _("Question"), "says": _("Answer"), "about": _("About this paper")},
    }
