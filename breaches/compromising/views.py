"""Pages of a breach that is about the records of many councillors."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from breaches import facts
from breaches.alarming.facts import alarms
from breaches.compromising.actions import affect
from breaches.compromising.forms import AffectedForm
from breaches.compromising.tables import PartFilter, PartTable
from breaches.seeing import handled, the_incident
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.checking import checked_first
from councilgov.capacity import Controller
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from councilgov.people.models import Council

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

CONFIRMED = "checked"


@require_http_methods(["GET", "POST"])
@checked_first(lambda sent: CONFIRMED in sent)
def affect_councillors(request: Request, pk: int) -> HttpResponse:
    """Whose ward records a breach is about: choose, check, and tell them all at once."""
    incident = handled(request, pk)
    if not request.user.has_perm(Right.HANDLE_INCIDENT):
        raise PermissionDenied
    form = filled(request, AffectedForm(request.POST or None, incident=incident))
    context = {"incident": incident, "form": form}
    if not form.is_valid():
        return render(request, "breaches/compromising/affect.html", context)
    people = list(form.councillors())
    if CONFIRMED not in request.POST:
        return render(request, "breaches/compromising/check.html", {**context, "people": people})
    if not form.done(partial(affect, incident=incident, councillors=people, by=request.user)):
        return render(request, "breaches/compromising/affect.html", context)
    messages.success(request, _("Each of them is told by email now."))
    return redirect(incident)


@SHOWN_OR_TAKEN
@permission_required(Right.SEE_INCIDENTS, raise_exception=True)
def parts(request: Request, pk: int) -> HttpResponseBase:
    """The councillors who answer for a part of it, and how far each is."""
    incident = the_incident(request, pk)
    if not incident.is_looked_into_by(request.user):
        raise Http404
    rows = incident.assessments.filter(controller=Controller.COUNCILLOR)
    return register_page(
        request,
        queryset=rows.with_row(),
        table_class=PartTable,
        filter_class=PartFilter,
        context={
            "title": _("Councillors who answer for a part"),
            "section": incident.reference,
            "back": incident.get_absolute_url(),
        },
        on_export=partial(export_register, of="breaches.parts", by=request.user),
    )


@require_safe
def incident_part(request: Request, pk: int, part: int) -> HttpResponse:
    """One controller's part alone."""
    incident = the_incident(request, pk)
    side = facts.side(incident, part, request.user)
    if side is None:
        raise Http404
    context = {
        "incident": incident,
        "side": side,
        "alarms": alarms(incident, request.user, part=part),
        "council": Council.objects.the(),
    }
    return render(request, "breaches/compromising/part.html", context)
