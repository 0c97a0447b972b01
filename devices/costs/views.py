"""Pages of the cost of a loss: proposed, commented on, decided, appealed against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.days import day_in_words
from councilgov.forms.reasons import Act
from devices.costs import actions
from devices.costs.forms import CommentForm, CostForm
from devices.losses.views import ask, the_loss

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from councilgov.http import Request
    from devices.models import Cost, Loss

HANDLES = permission_required(Right.HANDLE_LOSS, raise_exception=True)
DECIDES_APPEALS = permission_required(Right.DECIDE_APPEAL, raise_exception=True)


def own_loss(request: Request, pk: int) -> Loss:
    """The case of a device that this person had, with a cost. Raises ``Http404`` where there is
    none, and ``PermissionDenied`` for who only sees the case.
    """
    row = the_loss(request, pk)
    if row.councillor != request.user:
        raise PermissionDenied
    if not hasattr(row, "cost"):
        raise Http404
    return row


@require_http_methods(["GET", "POST"])
@HANDLES
def propose_cost(request: Request, pk: int) -> HttpResponse:
    """Who should pay, for the councillor to comment on."""
    row = the_loss(request, pk)
    actions.check_no_cost(row)
    form = filled(request, CostForm(request.POST or None))
    return ask(
        request,
        form,
        lambda: actions.propose_cost(loss=row, by=request.user, **form.cleaned_data),
        title=_("Propose who pays"),
        about=row,
        button=_("Ask the councillor"),
        done=_("The councillor is told, and may comment."),
        told=[
            _("The councillor has five working days to comment. Then you decide."),
            _("The portal charges nothing. Nothing is deducted unless the councillor agrees."),
        ],
    )


@require_http_methods(["GET", "POST"])
@HANDLES
def decide_cost(request: Request, pk: int) -> HttpResponse:
    """Who pays what, and why."""
    return _decide(request, the_loss(request, pk), actions.decide_cost)


@require_http_methods(["GET", "POST"])
@DECIDES_APPEALS
def decide_appeal(request: Request, pk: int) -> HttpResponse:
    """The Monitoring Officer decides anew."""
    return _decide(request, the_loss(request, pk), actions.decide_appeal)


def _decide(request: Request, row: Loss, act: Callable[..., Cost]) -> HttpResponse:
    cost = getattr(row, "cost", None)
    if cost is None:
        raise Http404
    known = {"route": cost.route, "amount": cost.amount or None}
    form = filled(request, CostForm(request.POST or None, initial=known))
    told = [cost.proposal] if not cost.comment else [cost.proposal, cost.comment]
    return ask(
        request,
        form,
        lambda: act(loss=row, by=request.user, **form.cleaned_data),
        title=_("Decide on the appeal") if cost.appeal else _("Decide who pays"),
        about=row,
        button=_("Decide"),
        done=_("The decision is recorded, and the councillor told."),
        told=[*told, cost.appeal] if cost.appeal else told,
    )


@require_http_methods(["GET", "POST"])
def comment_on_cost(request: Request, pk: int) -> HttpResponse:
    """The councillor says what they think of it, before it is decided."""
    row = own_loss(request, pk)
    form = filled(request, CommentForm(request.POST or None))
    until = day_in_words(row.cost.comment_before)
    return ask(
        request,
        form,
        lambda: actions.comment_on_cost(loss=row, by=request.user, **form.cleaned_data),
        title=_("Comment on who pays"),
        about=row,
        button=_("Send your comment"),
        done=_("Thank you. The ICT service desk reads it before it decides."),
        told=[_("You can comment until %(day)s. Nothing is decided yet.") % {"day": until}],
    )


@require_http_methods(["GET", "POST"])
def appeal_cost(request: Request, pk: int) -> HttpResponse:
    """The councillor asks the Monitoring Officer to look at it again."""
    row = own_loss(request, pk)
    act = Act(
        title=_("Appeal against this decision"),
        caption=row.reference,
        back=row.get_absolute_url(),
        consequences=[
            _("The Monitoring Officer reads it, and decides again."),
            _("Until then you need not pay anything."),
        ],
        question=_("Why do you not agree?"),
        button=_("Send the appeal"),
        done=_("Your appeal is sent to the Monitoring Officer."),
        is_grave=False,
    )
    return reason_page(
        request, act, lambda reason: actions.appeal_cost(loss=row, reason=reason, by=request.user)
    )


@require_POST
def agree_to_deduction(request: Request, pk: int) -> HttpResponse:
    """The councillor agrees that it is taken from their allowance."""
    row = own_loss(request, pk)
    actions.agree_to_deduction(loss=row, by=request.user)
    messages.success(request, _("Thank you. We recorded that you agree."))
    return redirect(row)
