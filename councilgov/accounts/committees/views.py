"""Pages about committees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.forms import CommitteeForm, LastDayForm, SeatForm
from councilgov.people import actions
from councilgov.people.models import Committee, CommitteeMembership

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request

INVITES = permission_required(Right.INVITE, raise_exception=True)


@require_http_methods(["GET", "POST"])
@INVITES
def committees(request: Request) -> HttpResponse:
    """Every committee, and a form for one more."""
    form = filled(request, CommitteeForm(request.POST or None))
    if form.done(lambda: actions.add_committee(by=request.user, **form.cleaned_data)):
        messages.success(request, _("The committee is added."))
        return redirect("accounts:committees")
    today = timezone.localdate()
    is_seated = Q(memberships__starts_on__lte=today) & (
        Q(memberships__ends_on=None) | Q(memberships__ends_on__gte=today)
    )
    rows = Committee.objects.annotate(seats=Count("memberships", is_seated))
    return render(request, "accounts/committees.html", {"committees": rows, "form": form})


@require_http_methods(["GET", "POST"])
@INVITES
def committee(request: Request, pk: int) -> HttpResponse:
    """Who sits on a committee, and a form for one more councillor."""
    row = get_object_or_404(Committee, pk=pk)
    form = filled(request, SeatForm(request.POST or None))
    if form.done(
        lambda: actions.join_committee(committee=row, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The councillor is on the committee."))
        return redirect("accounts:committee", pk)
    open_seats = row.memberships.unfinished(timezone.localdate()).select_related("councillor")
    seats = open_seats.order_by("councillor__sorts_as", "pk")
    context = {"committee": row, "seats": seats, "form": form}
    return render(request, "accounts/committee.html", context)


@require_http_methods(["GET", "POST"])
@INVITES
def leave_committee(request: Request, pk: int) -> HttpResponse:
    """A councillor gives up a seat."""
    rows = CommitteeMembership.objects.select_related("councillor", "committee")
    seat = get_object_or_404(rows, pk=pk)
    form = filled(request, LastDayForm(request.POST or None))
    if form.done(lambda: actions.leave_committee(seat=seat, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The last day on the committee is recorded."))
        return redirect("accounts:committee", seat.committee_id)
    return render(request, "accounts/leave_committee.html", {"seat": seat, "form": form})
