"""Pages of access holds."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from councilgov.people.models import Council
from policies.holding import actions, events
from policies.holding.acts import ACTS
from policies.holding.forms import HoldForm
from policies.holding.tables import HoldFilter, HoldTable, LateFilter, LateTable
from policies.models import AccessHold, Acknowledgement

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

SEES = permission_required(Right.SEE_HOLDS, raise_exception=True)
PROPOSES = permission_required(Right.PROPOSE_HOLD, raise_exception=True)
DECIDES = permission_required(Right.DECIDE_HOLD, raise_exception=True)
CARRIES_OUT = permission_required(Right.CARRY_OUT_HOLD, raise_exception=True)


@SHOWN_OR_TAKEN
@SEES
def access_holds(request: Request) -> HttpResponseBase:
    """Every hold: what waits for a decision, for the desk, and what is past."""
    return register_page(
        request,
        queryset=AccessHold.objects.visible_to(request.user).with_row(),
        table_class=HoldTable,
        filter_class=HoldFilter,
        context={
            "title": _("Access holds"),
            "section": _("Policies"),
            "may_propose": request.user.has_perm(Right.PROPOSE_HOLD),
        },
        template="policies/holds.html",
        on_export=partial(export_register, of="policies.holds", by=request.user),
    )


@SHOWN_OR_TAKEN
@PROPOSES
def late(request: Request) -> HttpResponseBase:
    """Who is late enough, by the council's rule, and has no hold yet."""
    since = timezone.localdate() - timedelta(days=the_council().hold_after_days)
    seen = Acknowledgement.objects.visible_to(request.user).to_sign(timezone.now())
    free = seen.exclude(access_holds__in=AccessHold.objects.open())
    return register_page(
        request,
        queryset=free.filter(due_on__lte=since).with_row(),
        table_class=LateTable,
        filter_class=LateFilter,
        context={"title": _("Who is late enough for a hold"), "section": _("Policies")},
        on_export=partial(export_register, of="policies.late", by=request.user),
    )


def the_council() -> Council:
    return Council.objects.the()


@require_http_methods(["GET", "POST"])
@PROPOSES
def propose_hold(request: Request, pk: int) -> HttpResponse:
    """Propose to hold back some services of one councillor."""
    seen = Acknowledgement.objects.visible_to(request.user).with_version()
    row = get_object_or_404(seen.select_related("councillor"), pk=pk)
    actions.check_may_propose(row)
    actions.check_is_free(row)
    form = filled(request, HoldForm(request.POST or None))
    if form.done(
        lambda: actions.propose_hold(acknowledgement=row, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The Monitoring Officer is told, and decides."))
        return redirect("policies:holds")
    context = {"asked": row, "form": form, "authority": the_council().holds_decision}
    return render(request, "policies/propose_hold.html", context)


@require_safe
def hold(request: Request, pk: int) -> HttpResponse:
    """One hold: what it cuts, why, what was done, and what can be done now."""
    row = seen_by(request, pk)
    context = {
        "hold": row,
        "back": reverse("policies:holds" if request.user.has_perm(Right.SEE_HOLDS) else "home"),
        "events": events.of(row),
        "steps": events.steps(row, request.user),
    }
    return render(request, "policies/hold.html", context)


def seen_by(request: Request, pk: int) -> AccessHold:
    seen = AccessHold.objects.visible_to(request.user).with_row()
    people = seen.select_related("proposed_by", "decided_by", "done_by", "lifted_by", "undone_by")
    return get_object_or_404(people, pk=pk)


@require_http_methods(["GET", "POST"])
@DECIDES
def decide_hold(request: Request, pk: int, act: str) -> HttpResponse:
    """Order a hold, refuse it, or lift it before its councillor has signed: with reasons.

    Whether it can be done is said before the reason is written. It is said again beside the reason
    if somebody else was faster.
    """
    row, one = seen_by(request, pk), ACTS[act]
    if request.method == "GET":
        row.check_move(one.leads_to(row), one.why)
    return reason_page(
        request,
        one.page(row),
        lambda reason: one.do(hold=row, reason=reason, by=request.user),
    )


@require_POST
@CARRIES_OUT
def carry_out_hold(request: Request, pk: int) -> HttpResponse:
    """The desk has done it."""
    actions.carry_out_hold(hold=seen_by(request, pk), by=request.user)
    messages.success(request, _("Recorded: the hold is in place."))
    return redirect(reverse("policies:hold", args=[pk]))


@require_POST
@CARRIES_OUT
def undo_hold(request: Request, pk: int) -> HttpResponse:
    """The desk has undone it."""
    actions.undo_hold(hold=seen_by(request, pk), by=request.user)
    messages.success(request, _("Recorded: everything works again. The councillor is told."))
    return redirect(reverse("policies:hold", args=[pk]))
