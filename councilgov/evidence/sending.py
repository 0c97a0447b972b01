"""How a file leaves: to be saved, never shown, and harmless if it is shown all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from councilgov.evidence.actions import read_file
from councilgov.evidence.models import EvidenceFile
from councilgov.forms.reasons import Act

if TYPE_CHECKING:
    from django.db.models import Model

    from councilgov.people.models import User

HARMLESS = "sandbox; default-src 'none'; frame-ancestors 'none'"
LONGEST_REASON = 500


def the_file(case: Model, pk: int) -> EvidenceFile:
    """The file of that number, of a case that the reader may see. Raises ``Http404``."""
    return get_object_or_404(EvidenceFile.objects.of(case).there(), pk=pk)


def sent(file: EvidenceFile, *, by: User) -> HttpResponse:
    """The bytes under their name, and that this person took them. No browser opens them in the
    portal's place, whatever they are.
    """
    content = read_file(file=file, by=by)
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = HARMLESS
    return response


def removal(file: EvidenceFile, *, back: str) -> Act:
    """The page on which a file is taken out."""
    return Act(
        title=_("Remove the file"),
        caption=file.name,
        back=back,
        consequences=[
            _("The file is deleted. Nobody can bring it back."),
            _("Its name, your name and the reason stay on the page."),
        ],
        question=_("Why is it removed?"),
        button=_("Remove it"),
        done=_("The file is removed."),
        most=LONGEST_REASON,
    )
