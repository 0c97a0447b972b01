"""Pages of ward records that an officer opens for some hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consent.models import Constituent, Opening
from consent.opening import actions
from consent.opening.forms import OpenForm
from consent.opening.rules import check_open
from consent.own import PAGE, hidden_without
from consent.reading.records import record_of
from consent.reading.searching import found
from consent.reading.views import led_on, search_of
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.people.models import Council

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request

OPENS = permission_required(Right.OPEN_WARD_RECORD, raise_exception=True)
OPENED = hidden_without(Right.OPEN_WARD_RECORD)
PER_PAGE = 50


def the_opening(request: Request, pk: int) -> Opening:
    """One's own, as owner or officer, or any for its overseer. Raises ``Http404`` for others."""
    return get_object_or_404(Opening.objects.visible_to(request.user).with_row(), pk=pk)


@require_safe
@permission_required(Right.SEE_OPENINGS, raise_exception=True)
def openings(request: Request) -> HttpResponse:
    """What was opened, the last first: one's own as councillor or officer, or all."""
    rows = Opening.objects.visible_to(request.user).with_row()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    rights = {Right.OPEN_WARD_RECORD: "may_open", Right.KEEP_CONTACTS: "is_owner"}
    context = {name: request.user.has_perm(right) for right, name in rights.items()}
    return render(request, "consent/openings.html", {"page": page, **context})


@PAGE
@OPENS
def open_record(request: Request) -> HttpResponse:
    """Open a councillor's ward records for some hours."""
    form = filled(request, OpenForm(request.POST or None, by=request.user))
    made: list[Opening] = []
    if form.done(lambda: made.append(actions.open_record(by=request.user, **form.cleaned_data))):
        messages.success(request, _("Opened. The councillor and the Monitoring Officer are told."))
        return redirect(made[0])
    return render(request, "consent/open_record.html", {"form": form})


@require_safe
def opening(request: Request, pk: int) -> HttpResponse:
    """Who opened whose ward records, why and until when: for the three whom it concerns. What was
    read is for its owner; the others see how much.
    """
    row = the_opening(request, pk)
    mine = row.readings.visible_to(request.user).with_row()
    context = {
        "row": row,
        "is_officer": row.opened_by_id == request.user.pk,
        "is_owner": row.councillor_id == request.user.pk,
        "may_end": row.is_running and row.may_be_ended_by(request.user),
        "sees_list": request.user.has_perm(Right.SEE_OPENINGS),
        "ring": Council.objects.the().monitoring_officer_phone,
        "page": Paginator(mine, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "consent/opening.html", context)


@require_POST
def end_opening(request: Request, pk: int) -> HttpResponse:
    """End it before its time."""
    row = the_opening(request, pk)
    actions.end_opening(opening=row, by=request.user)
    messages.success(request, _("Closed. Nobody reads these records any more."))
    return redirect(row)


def own_opening(request: Request, pk: int) -> Opening:
    """One that this officer opened. Raises ``Http404`` for others."""
    return get_object_or_404(Opening.objects.officers_own(request.user), pk=pk)


@PAGE
@OPENED
def opened_people(request: Request, pk: int) -> HttpResponse:
    """The people in the ward records that this officer has open, or those whom a search finds."""
    row = own_opening(request, pk)
    form = search_of(request)
    if address := led_on(request, form):
        return address
    context: dict[str, Any] = {"row": row, "form": form}
    if form.is_valid():
        words = form.cleaned_data["words"]
        rows = found(Constituent.objects.opened_in(row), words)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        listed: dict[str, Any] = {"people": list(page), "is_search": bool(words)}
        people = actions.read_list(opening=row, by=request.user, **listed)
        context |= {"words": words, "page": page, "people": people}
    return render(request, "consent/opened_people.html", context)


@require_safe
@OPENED
def opened_person(request: Request, pk: int, person: int) -> HttpResponse:
    """Somebody in the ward records that this officer has open."""
    row = own_opening(request, pk)
    check_open(row, request.user)  # or who is not there would be told apart from who is
    there = get_object_or_404(Constituent.objects.opened_in(row), pk=person)
    shown = actions.read_person(opening=row, person=there, by=request.user).constituent
    context = {"row": row, "person": shown, **record_of(shown, is_whole=False)}
    return render(request, "consent/opened_person.html", context)
