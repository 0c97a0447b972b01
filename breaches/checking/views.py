"""The page of the regulator's self-assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from breaches.checking import actions
from breaches.checking.forms import RiskForm
from breaches.seeing import told_by
from councilgov.accounts.carrying import filled

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request


@require_http_methods(["GET", "POST"])
def check_risk(request: Request, pk: int, part: int) -> HttpResponse:
    """The regulator's questions, and what was answered before."""
    row = told_by(request, pk, part)
    form = filled(request, RiskForm(request.POST or None))
    if form.done(lambda: actions.check_risk(assessment=row, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Your answers are kept. They advise: a person decides."))
        return redirect(row)
    earlier = row.risk_checks.select_related("answered_by")
    context = {"form": form, "row": row, "earlier": earlier}
    return render(request, "breaches/checking/check_risk.html", context)
