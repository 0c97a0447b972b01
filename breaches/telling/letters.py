"""The letter on paper, how many were told, and the pages that only ask for a reason or a click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from breaches.telling.wording import parts_of
from councilgov.forms.reasons import Act
from councilgov.letters import letter
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Mapping

    from breaches.models import Assessment, Letter, Recipient

ACTS: Mapping[str, Mapping[str, Any]] = {
    "spare": {
        "title": gettext_lazy("They are not told"),
        "consequences": [gettext_lazy("They count as left out, with your reason.")],
        "question": gettext_lazy("Why not?"),
        "missing": gettext_lazy("Say why they are not told"),
        "button": gettext_lazy("Record it"),
        "done": gettext_lazy("Recorded: they are not told."),
    },
    "forget": {
        "title": gettext_lazy("Erase their name and address"),
        "consequences": [
            gettext_lazy("Name and address go for good. That somebody was told stays on record.")
        ],
        "question": "",
        "button": gettext_lazy("Erase them"),
        "done": gettext_lazy("Erased."),
    },
    "finish": {
        "title": gettext_lazy("All are told"),
        "consequences": [gettext_lazy("The record says how many were told, and how many not.")],
        "question": "",
        "button": gettext_lazy("All are told"),
        "done": gettext_lazy("Recorded: all are told."),
    },
}


def act(row: Assessment, name: str) -> Act:
    """The page of an act about the people on the list."""
    back = reverse("breaches:people_to_tell", args=[row.incident.reference, row.pk])
    return Act(back=back, caption=row.incident.reference, is_grave=False, **ACTS[name])


def count_of(row: Assessment) -> Mapping[str, int]:
    """How many there are, how many were told or left out, and how many are left to tell."""
    told, spared = row.recipients.told().count(), row.recipients.spared().count()
    every = row.recipients.count()
    return {"all": every, "told": told, "spared": spared, "left": every - told - spared}


def as_pdf(one: Recipient, told: Letter) -> HttpResponse:
    """The letter to one of them, tagged for screen readers."""
    content = _printed(one, told)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"letter-{one.assessment.incident.reference}-{one.pk}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _printed(one: Recipient, told: Letter) -> bytes:
    council, row = Council.objects.the(), one.assessment
    return letter(
        council,
        title=_("About your personal information"),
        name=one.name,
        address=one.permission.handle if one.permission else one.where,
        reference=row.incident.reference,
        opening=_("We are sorry: something went wrong with information about you."),
        sections=parts_of(told),
        sender=row.councillor.full_name if row.councillor else council.name,
    )
