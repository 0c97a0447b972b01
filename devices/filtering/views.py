"""Pages of senders of email that are blocked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from devices.filtering import actions
from devices.filtering.forms import FilterRequestForm, OnBehalfForm
from devices.filtering.steps import STEPS, may, refusal, steps
from devices.filtering.tables import FilterRequestFilter, FilterRequestTable, colour_of
from devices.models import FilterRequest, FilterStatus

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

DOES = permission_required(Right.DO_FILTERS, raise_exception=True)
ASKS = permission_required(Right.ASK_DESK, raise_exception=True)


@SHOWN_OR_TAKEN
@DOES
def filter_requests(request: Request) -> HttpResponseBase:
    """What councillors want blocked and unblocked."""
    return register_page(
        request,
        queryset=FilterRequest.objects.visible_to(request.user).with_row(),
        table_class=FilterRequestTable,
        filter_class=FilterRequestFilter,
        template="devices/filter_requests.html",
        context={"title": _("Unwanted email"), "section": _("ICT service desk")},
        on_export=partial(export_register, of="devices.filters", by=request.user),
        can_save=True,
    )


@require_safe
@ASKS
def my_filters(request: Request) -> HttpResponse:
    """What a councillor has asked to have blocked."""
    mine = FilterRequest.objects.filter(councillor=request.user).visible_to(request.user)
    rows = [(row, colour_of(row)) for row in mine]
    return render(request, "devices/my_filters.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@ASKS
def ask_filter(request: Request) -> HttpResponse:
    """A councillor asks to have a sender blocked."""
    form = filled(request, FilterRequestForm(request.POST or None))
    if form.done(
        lambda: actions.ask_filter(councillor=request.user, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The ICT service desk has been asked. We tell you the answer."))
        return redirect("devices:my_filters")
    return render(request, "devices/ask_filter.html", {"form": form})


@require_http_methods(["GET", "POST"])
@DOES
def record_filter(request: Request) -> HttpResponse:
    """The desk notes what a councillor asked by phone or at the desk."""
    form = filled(request, OnBehalfForm(request.POST or None))
    if form.done(lambda: actions.ask_filter(by=request.user, **form.cleaned_data)):
        messages.success(request, _("Recorded. The councillor is told."))
        return redirect("devices:filter_requests")
    return render(request, "devices/ask_filter.html", {"form": form, "is_desk": True})


def seen_by(request: Request, pk: int) -> FilterRequest:
    """The request of that number, if this person may see it. Raises ``Http404``."""
    return get_object_or_404(FilterRequest.objects.visible_to(request.user).with_row(), pk=pk)


@require_safe
def filter_request(request: Request, pk: int) -> HttpResponse:
    """One request: who is to be blocked, what was done, and what can be done now."""
    row = seen_by(request, pk)
    is_desk = request.user.has_perm(Right.DO_FILTERS)
    context = {
        "row": row,
        "colour": colour_of(row),
        "steps": steps(row, request.user),
        "is_desk": is_desk,
        "may_refuse": is_desk and row.status == FilterStatus.REQUESTED,
    }
    return render(request, "devices/filter_request.html", context)


@require_POST
def take_step(request: Request, pk: int, step: str) -> HttpResponse:
    """It is blocked or unblocked, or the councillor thinks otherwise."""
    row = seen_by(request, pk)
    one = next((one for one in STEPS if one.name == step), None)
    if one is None:
        raise Http404
    if not may(one, row, request.user):
        raise PermissionDenied
    one.do(request=row, by=request.user)
    messages.success(request, str(one.done))
    return redirect(row)


@require_http_methods(["GET", "POST"])
@DOES
def refuse_filter(request: Request, pk: int) -> HttpResponse:
    """The desk says why a sender is not blocked."""
    row = seen_by(request, pk)
    if request.method == "GET":
        row.check_move(FilterStatus.REFUSED, gettext_noop("Answering the request"))
    return reason_page(
        request,
        refusal(row),
        lambda reason: actions.refuse_filter(request=row, reason=reason, by=request.user),
    )
