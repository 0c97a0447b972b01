"""An answer to a complaint on paper, tagged for screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from breaches.complaining.wording import closing
from councilgov import documents
from councilgov.days import day_in_words
from councilgov.people.models import Council

if TYPE_CHECKING:
    from breaches.models import Complainant, ComplaintMessage


def as_pdf(message: ComplaintMessage, who: Complainant) -> HttpResponse:
    """The letter, as it was written."""
    content = documents.pdf("letter", _facts(message, who))
    response = HttpResponse(content, content_type="application/pdf")
    name = f"letter-{message.complaint.reference}-{message.pk}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _facts(message: ComplaintMessage, who: Complainant) -> dict[str, Any]:
    council = Council.objects.the()
    return {
        "title": str(message),
        "dated_at": message.entered_at,
        "council": council.name,
        "colour": council.header_colour,
        "to": [who.name, *who.contact.splitlines()],
        "day": day_in_words(message.sent_on),
        "reference": _("Our reference: %(number)s") % {"number": message.complaint.reference},
        "greeting": _("Dear %(name)s") % {"name": who.name},
        "opening": message.text,
        "sections": [[_("If you are not content"), closing()]],
        "sender": council.name,
    }
