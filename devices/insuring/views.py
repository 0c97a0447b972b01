"""Pages of the yearly declaration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from devices.insuring import actions
from devices.insuring.due import holders, is_asked
from devices.insuring.forms import InsuranceForm
from devices.insuring.tables import InsuranceFilter, InsuranceTable, NobodyDeclares

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request


@require_http_methods(["GET", "POST"])
@permission_required(Right.ACCEPT_DEVICES, raise_exception=True)
def insurance(request: Request) -> HttpResponse:
    """One question a year: whose insurance covers the equipment."""
    form = filled(request, InsuranceForm(request.POST or None))
    if form.done(lambda: actions.declare_insurance(by=request.user, **form.cleaned_data)):
        messages.success(request, _("Thank you. We ask again in a year."))
        return redirect("devices:equipment")
    context = {
        "form": form,
        "latest": request.user.insurance_declarations.first(),
        "is_asked": is_asked(),
    }
    return render(request, "devices/insurance.html", context)


@SHOWN_OR_TAKEN
@permission_required(Right.SEE_DEVICES, raise_exception=True)
def insurance_register(request: Request) -> HttpResponseBase:
    """Who has declared, and whose declaration ran out; nobody, where the council insures."""
    rows, is_on = holders(timezone.now()), is_asked()
    return register_page(
        request,
        queryset=rows if is_on else rows.none(),
        table_class=InsuranceTable if is_on else NobodyDeclares,
        filter_class=InsuranceFilter,
        context={"title": _("Insurance declarations"), "section": _("ICT service desk")},
        on_export=partial(export_register, of="devices.insurance", by=request.user),
    )
