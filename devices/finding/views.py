"""Pages of what was found: one for strangers, and those of the desk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from councilgov.limits import Limit
from devices.finding import actions
from devices.finding.forms import CloseFoundForm, FoundForm
from devices.finding.tables import COLOURS, FoundFilter, FoundTable
from devices.labelling.scanning import page_of
from devices.models import FoundReport, FoundStatus, Label

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

SEES = permission_required(Right.SEE_FOUND_REPORTS, raise_exception=True)
REPORTS = Limit("found-reports", most=10, seconds=3_600)
"""Of one address in an hour: nobody finds so many, and the desk has to answer each."""


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """What the QR code of a label leads to: the device for who may see it, or "Found it?".

    The page of a stranger is the same for any code, known or not.
    """
    label = Label.objects.with_row().of_code(code).first()
    found = page_of(label, request.user) if label else None
    if found and found.page:
        if found.is_replaced:
            messages.info(request, _("This label was replaced. Take it off the device."))
        return redirect(found.page)
    return found_page(request, label, is_scanned=True)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """The same for who types the address on a label."""
    return found_page(request, None, is_scanned=False)


def found_page(request: HttpRequest, label: Label | None, *, is_scanned: bool) -> HttpResponse:
    """Whom to ring, where to bring it, and a form for who can do neither."""
    if request.method == "POST" and REPORTS.is_reached(request):
        return render(request, "devices/found_wait.html", status=429)
    form = FoundForm(request.POST or None, is_scanned=is_scanned)
    if form.is_valid():
        actions.report_found(label=label, by=None, **form.cleaned_data)  # whoever it is: a finder
        REPORTS.count(request)
        return redirect("found_thanks")
    return render(request, "devices/found.html", {"form": form})


@login_not_required
@require_safe
def found_thanks(request: HttpRequest) -> HttpResponse:
    """The desk has been told."""
    return render(request, "devices/found_thanks.html")


@SHOWN_OR_TAKEN
@SEES
def found_reports(request: Request) -> HttpResponseBase:
    """What strangers found, and what came of it."""
    return register_page(
        request,
        queryset=FoundReport.objects.visible_to(request.user).with_row(),
        table_class=FoundTable,
        filter_class=FoundFilter,
        context={"title": _("Found reports"), "section": _("ICT service desk")},
        on_export=partial(export_register, of="devices.found", by=request.user),
    )


@require_http_methods(["GET", "POST"])
@SEES
def found_report(request: Request, pk: int) -> HttpResponse:
    """One report: where it is, whom to ring, and what came of it."""
    seen = FoundReport.objects.visible_to(request.user).with_row()
    report = get_object_or_404(seen.select_related("finder", "closed_by"), pk=pk)
    form = filled(request, CloseFoundForm(request.POST or None))
    if form.done(lambda: actions.close_found(report=report, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The report is closed."))
        return redirect(report)
    context = {
        "report": report,
        "finder": getattr(report, "finder", None),
        "form": form,
        "is_open": report.status == FoundStatus.WAITING,
        "colour": COLOURS.get(FoundStatus(report.status), "green"),
    }
    return render(request, "devices/found_report.html", context)
