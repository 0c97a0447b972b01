"""Pages of council records that officers look up, and what their councillor sees of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from consent.enquiring import actions
from consent.enquiring.forms import EnquiryForm
from consent.models import Constituent, Enquiry, Reading
from consent.own import KEEPS, PAGE, hidden_without
from consent.reading.records import record_of
from consent.reading.searching import found
from consent.reading.views import led_on, search_of
from councilgov.access import Right
from councilgov.accounts.carrying import filled

if TYPE_CHECKING:
    from councilgov.http import Request

READS = permission_required(Right.READ_COUNCIL_RECORDS, raise_exception=True)
LOOKED_UP = hidden_without(Right.READ_COUNCIL_RECORDS)
PER_PAGE = 50


@require_safe
@READS
def enquiries(request: Request) -> HttpResponse:
    """What council records were looked up for, and by whom, the last first."""
    rows = Enquiry.objects.visible_to(request.user).with_row()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "consent/enquiries.html", {"page": page})


@PAGE
@READS
def open_enquiry(request: Request) -> HttpResponse:
    """Say what council records are needed for."""
    form = filled(request, EnquiryForm(request.POST or None))
    made: list[Enquiry] = []
    if form.done(lambda: made.append(actions.open_enquiry(by=request.user, **form.cleaned_data))):
        return redirect(made[0])
    return render(request, "consent/open_enquiry.html", {"form": form})


@PAGE
@LOOKED_UP
def enquiry(request: Request, pk: int) -> HttpResponse:
    """What it is for; the officer whose it is finds people here, while it runs."""
    row = get_object_or_404(Enquiry.objects.visible_to(request.user).with_row(), pk=pk)
    context: dict[str, Any] = {"row": row, "is_mine": row.opened_by_id == request.user.pk}
    if context["is_mine"] and row.is_running:
        form = context["form"] = search_of(request, lists_everybody=False)
        if address := led_on(request, form):
            return address
        if form.is_valid() and (words := form.cleaned_data["words"]):
            rows = found(Constituent.objects.readable_by(request.user), words)
            page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
            people = actions.find_people(enquiry=row, people=list(page), by=request.user)
            context |= {"page": page, "people": people}
    return render(request, "consent/enquiry.html", context)


def the_record(request: Request, pk: int, person: int) -> tuple[Enquiry, Constituent]:
    """One of council work, under one's own enquiry. Raises ``Http404`` for others."""
    people = Constituent.objects.readable_by(request.user)
    mine = get_object_or_404(Enquiry.objects.officers_own(request.user), pk=pk)
    return mine, get_object_or_404(people, pk=person)


@PAGE
@LOOKED_UP
def council_record(request: Request, pk: int, person: int) -> HttpResponse:
    """Somebody's record of council work; the button hands over all that is held in it."""
    row, there = the_record(request, pk, person)
    if request.method == "POST":
        whole = actions.copy_record(enquiry=row, person=there, by=request.user)
        headers = {"Content-Disposition": 'attachment; filename="everything-held.txt"'}
        return HttpResponse(whole, content_type="text/plain; charset=utf-8", headers=headers)
    shown = actions.read_record(enquiry=row, person=there, by=request.user).constituent
    context = {"row": row, "person": shown, **record_of(shown, is_whole=True)}
    return render(request, "consent/council_record.html", context)


@require_safe
@KEEPS
def readings(request: Request) -> HttpResponse:
    """Which of a councillor's own records others saw, when and why, the last first."""
    rows = Reading.objects.visible_to(request.user).with_row()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "consent/readings.html", {"page": page})
