"""Pages of the evidence files of an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from breaches.evidencing import actions
from breaches.evidencing.checks import seen_by
from breaches.seeing import added_to, the_incident
from breaches.triaging.checks import may_handle
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.evidence.forms import FilesForm
from councilgov.evidence.sending import removal, sent, the_file

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])


@EITHER
def add_files(request: Request, pk: int) -> HttpResponse:
    """Whoever sees the incident adds what proves it."""
    row = added_to(request, pk)
    form = filled(request, FilesForm(request.POST or None, request.FILES or None))
    if form.done(lambda: actions.add_files(incident=row, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The files are kept."))
        return redirect(row)
    return render(request, "evidence/add_files.html", {"form": form, "about": row})


@require_safe
def incident_file(request: Request, pk: int, file: int) -> HttpResponse:
    """A file of the incident, to be saved. Who took it is on record. Whoever does not look into it
    takes their own ones alone. Raises ``Http404``.
    """
    row = the_incident(request, pk)
    found = the_file(row, file)
    if not seen_by(row, request.user).filter(pk=found.pk).exists():
        raise Http404
    return sent(found, by=request.user)


@EITHER
def remove_incident_file(request: Request, pk: int, file: int) -> HttpResponse:
    """Take a file out that should not be there."""
    row = the_incident(request, pk)
    if not may_handle(row, request.user):
        raise PermissionDenied
    found = the_file(row, file)

    def do(reason: str) -> None:
        actions.remove_file(incident=row, file=found, reason=reason, by=request.user)

    return reason_page(request, removal(found, back=row.get_absolute_url()), do)
