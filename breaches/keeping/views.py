"""Pages of how long reports are kept whole."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from breaches.keeping import actions
from breaches.keeping.forms import KeepingForm, KeepWholeForm
from breaches.models import Incident, IncidentHold
from breaches.seeing import handled
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.accounts.ruling.views import settings_page
from councilgov.days import today
from councilgov.forms.reasons import Act
from councilgov.people.models import Council

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])
ON_A_PAGE = 50


@EITHER
@permission_required(Right.CHANGE_SETTINGS, raise_exception=True)
def change_keeping(request: Request) -> HttpResponse:
    """After how many years personal details go."""
    about = _(
        "Then the words, names and files of a report are erased. What kind it was, when, and what "
        "was decided stays, so that the figures do not change. The day stands on the report four "
        "weeks before. Who changed this is kept."
    )
    title = _("How long reports are kept")
    return settings_page(request, KeepingForm, title=title, about=about)


@require_safe
@permission_required(Right.SEE_INCIDENTS, raise_exception=True)
def going(request: Request) -> HttpResponse:
    """Whose personal details are erased in the next weeks, so that what is needed is kept; and what
    is kept, so that somebody asks whether it still has to be.
    """
    seen = Incident.objects.visible_to(request.user)
    rows = seen.exclude(erases_on=None).order_by("erases_on", "pk")
    context = {
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "holds": IncidentHold.objects.in_force()
        .filter(incident__in=seen)
        .select_related("incident"),
        "today": today(),
        "years": Council.objects.the().incident_years,
    }
    return render(request, "breaches/keeping/going.html", context)


@EITHER
def hold_incident(request: Request, pk: int) -> HttpResponse:
    """Keep a report whole while a request or a case is open; and what keeps it already."""
    incident = handled(request, pk)
    form = filled(request, KeepWholeForm(request.POST or None))
    if form.done(
        lambda: actions.hold_incident(incident=incident, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Kept. Nothing of it is erased until you end this."))
        return redirect(incident)
    rows = incident.holds.in_force().select_related("held_by")
    context = {"form": form, "incident": incident, "holds": rows}
    return render(request, "breaches/keeping/hold.html", context)


@EITHER
def end_hold(request: Request, pk: int, hold: int) -> HttpResponse:
    """The request or case is closed."""
    incident = handled(request, pk)
    row = get_object_or_404(incident.holds.all(), pk=hold)
    act = Act(
        title=_("No longer keep this report whole"),
        caption=incident.reference,
        back=incident.get_absolute_url(),
        consequences=[
            _("If its time is over, its personal details are erased after four weeks."),
        ],
        question="",
        confirmation=_("The request or case is closed"),
        button=_("No longer keep it"),
        done=_("Ended."),
    )
    do = partial(actions.end_hold, hold=row, by=request.user)
    return reason_page(request, act, lambda _reason: do())
