"""An answer to a complaint on paper, tagged for screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext as _

from breaches.complaining.wording import closing
from councilgov.letters import letter
from councilgov.people.models import Council

if TYPE_CHECKING:
    from breaches.models import Complainant, ComplaintMessage


def as_pdf(message: ComplaintMessage, who: Complainant) -> HttpResponse:
    """The letter, as it was written."""
    content = _printed(message, who)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"letter-{message.complaint.reference}-{message.pk}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _printed(message: ComplaintMessage, who: Complainant) -> bytes:
    council = Council.objects.the()
    return letter(
        council,
        title=str(message),
        name=who.name,
        address=who.contact,
        reference=message.complaint.reference,
        opening=message.text,
        sections=[(_("If you are not content"), closing())],
        sender=council.name,
        on=message.sent_on,
        dated_at=message.entered_at,
    )
