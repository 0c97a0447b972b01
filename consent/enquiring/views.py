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
from consent.models import Constituent, Enquiry, Extent, Reading
from consent.own import KEEPS, PAGE, hidden_without
from consent.seeking import led_on, page_asked_for, search_of
from consent.showing import record_of
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
            asked = {"words": words, "page": page_asked_for(request)}
            context["page"] = actions.find_people(enquiry=row, by=request.user, **asked)
    looks = row.readings.exclude(extent=Extent.LISTED)
    context |= {name: looks.filter(extent=name).count() for name in ("read", "copied")}
    return render(request, "consent/enquiry.html", context)


def the_record(request: Request, pk: int, person: int) -> tuple[Enquiry, Constituent]:
    """One of council work, under one's own enquiry. Raises ``Http404`` for others."""
    mine = Enquiry.objects.visible_to(request.user).filter(opened_by=request.user)
    people = Constituent.objects.readable_by(request.user).select_related("councillor")
    return get_object_or_404(mine.with_row(), pk=pk), get_object_or_404(people, pk=person)


@PAGE
@LOOKED_UP
def council_record(request: Request, pk: int, person: int) -> HttpResponse:
    """Somebody's record of council work; the button hands over all that is held in it."""
    row, found = the_record(request, pk, person)
    if request.method == "POST":
        whole = actions.copy_record(enquiry=row, person=found, by=request.user)
        headers = {"Content-Disposition": 'attachment; filename="everything-held.txt"'}
        return HttpResponse(whole, content_type="text/plain; charset=utf-8", headers=headers)
    actions.read_record(enquiry=row, person=found, by=request.user)
    context = {"row": row, "person": found, **record_of(found)}
    return render(request, "consent/council_record.html", context)


@require_safe
@KEEPS
def readings(request: Request) -> HttpResponse:
    """Which of a councillor's own records others saw, when and why, the last first."""
    rows = Reading.objects.visible_to(request.user).with_row()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "consent/readings.html", {"page": page})
