"""Pages of what is kept whole: set, looked at again, ended."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from breaches.holding import actions
from breaches.holding.forms import KeepWholeForm
from breaches.models import CaseHold, Complaint, Referral
from breaches.seeing import handled
from consent.holding.forms import ReviewForm
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.days import today
from councilgov.forms.reasons import Act

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from breaches.holds import Case
    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])
ON_A_PAGE = 50


def _keep(request: Request, case: Case, do: Callable[..., Any]) -> HttpResponse:
    """Keep it whole while a request or a case is open; and what keeps it already."""
    form = filled(request, KeepWholeForm(request.POST or None))
    if form.done(lambda: do(by=request.user, **form.cleaned_data)):
        messages.success(request, _("Kept. Nothing of it is erased until you end this."))
        return redirect(case)
    rows = case.holds.in_force().select_related("held_by")
    context = {"form": form, "case": case, "holds": rows}
    return render(request, "breaches/holding/hold.html", context)


@EITHER
def hold_incident(request: Request, pk: int) -> HttpResponse:
    """Keep a report whole."""
    row = handled(request, pk)
    return _keep(request, row, partial(actions.hold_incident, incident=row))


@EITHER
@permission_required(Right.SEE_COMPLAINTS, raise_exception=True)
def hold_complaint(request: Request, pk: int) -> HttpResponse:
    """Keep a complaint whole."""
    row = get_object_or_404(Complaint.objects.visible_to(request.user), pk=pk)
    return _keep(request, row, partial(actions.hold_complaint, complaint=row))


@EITHER
@permission_required(Right.SEE_REFERRALS, raise_exception=True)
def hold_referral(request: Request, pk: int) -> HttpResponse:
    """Keep a matter of conduct whole."""
    row = get_object_or_404(Referral.objects.visible_to(request.user), pk=pk)
    return _keep(request, row, partial(actions.hold_referral, referral=row))


@require_safe
@permission_required(Right.SEE_INCIDENTS, raise_exception=True)
def kept(request: Request) -> HttpResponse:
    """What is kept of all that this person may keep, and of which somebody is to ask whether it
    still has to be.
    """
    rows = CaseHold.objects.in_force().open_to(request.user).with_row()
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "breaches/holding/kept.html", {"page": page, "today": today()})


def the_hold(request: Request, pk: int) -> CaseHold:
    """One of what this person may keep. Raises ``Http404``."""
    return get_object_or_404(CaseHold.objects.open_to(request.user).with_row(), pk=pk)


@EITHER
def case_hold(request: Request, pk: int) -> HttpResponse:
    """Is it still needed? Look at it again on another day, or end it."""
    row = the_hold(request, pk)
    first = {"review_on": row.review_on}
    form = filled(request, ReviewForm(request.POST or None, initial=first))
    if form.done(lambda: actions.review_hold(hold=row, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect(row.case)
    context = {"form": form, "hold": row, "is_due": row.review_on <= today()}
    return render(request, "breaches/holding/case_hold.html", context)


@EITHER
def end_hold(request: Request, pk: int) -> HttpResponse:
    """The request or case is closed."""
    row = the_hold(request, pk)
    act = Act(
        title=_("No longer keep it whole"),
        caption=row.case.reference,
        back=row.get_absolute_url(),
        consequences=[_when_it_goes(row)],
        question="",
        confirmation=_("The request or case is closed"),
        button=_("No longer keep it"),
        done=_("Ended."),
    )
    do = partial(actions.end_hold, hold=row, by=request.user)
    return reason_page(request, act, lambda _reason: do(), then=row.case.get_absolute_url())


def _when_it_goes(row: CaseHold) -> str:
    if row.complaint_id:
        return _("If its time is over, its personal details are erased tonight.")
    return _("If its time is over, its personal details are erased after four weeks.")
