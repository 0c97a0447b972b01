"""The front door: something went wrong, and somebody says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from breaches.reporting.actions import report_incident
from breaches.reporting.forms import ReportForm, ReportForSomebodyForm
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.people.models import Council

if TYPE_CHECKING:
    from django.http import HttpResponse

    from breaches.models import Incident
    from councilgov.forms.clocks import MomentsForm
    from councilgov.http import Request

HANDLES = permission_required(Right.HANDLE_INCIDENT, raise_exception=True)


@require_http_methods(["GET", "POST"])
def report(request: Request) -> HttpResponse:
    """Whoever has an account reports something of their own."""
    form = filled(request, ReportForm(request.POST or None))
    return _reported(request, form, _("Report something"))


@require_http_methods(["GET", "POST"])
@HANDLES
def report_for_somebody(request: Request) -> HttpResponse:
    """An officer writes down what they were told, with its true times."""
    form = filled(request, ReportForSomebodyForm(request.POST or None))
    return _reported(request, form, _("Report something for somebody"))


def _reported(request: Request, form: MomentsForm, title: str) -> HttpResponse:
    made: list[Incident] = []
    if form.done(lambda: made.append(report_incident(by=request.user, **form.cleaned_data))):
        return redirect(made[0])
    may_for_somebody = request.user.has_perm(Right.HANDLE_INCIDENT)
    context = {
        "form": form,
        "title": title,
        "council": Council.objects.the(),
        "may_for_somebody": may_for_somebody and isinstance(form, ReportForm),
    }
    return render(request, "breaches/report.html", context)
