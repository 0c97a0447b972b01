"""The page on which a report gets its number in the council's own register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from breaches.asked import ask
from breaches.filing import actions
from breaches.filing.forms import ReferenceForm
from breaches.seeing import handled
from councilgov.accounts.carrying import filled

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request


@require_http_methods(["GET", "POST"])
def file_reference(request: Request, pk: int) -> HttpResponse:
    """The number that a report has in the council's own register."""
    incident = handled(request, pk)
    first = {"corporate_reference": incident.corporate_reference}
    form = filled(request, ReferenceForm(request.POST or None, initial=first))
    return ask(
        request,
        form,
        lambda: actions.file_reference(incident=incident, by=request.user, **form.cleaned_data),
        title=_("Number in the council’s register"),
        done=_("The number is recorded."),
        about=incident,
    )
