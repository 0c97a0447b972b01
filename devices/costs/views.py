"""Pages of the cost of a loss: proposed, commented on, decided, appealed against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
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
from devices.models import MisuseCase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
    actions.check_proposable(row)
    form = filled(request, cost_form(request, row))
    to_hear, done = hearing(row)
    return ask(
        request,
        form,
        lambda: actions.propose_cost(loss=row, by=request.user, **form.cleaned_data),
        title=_("Change the proposal") if hasattr(row, "cost") else _("Propose who pays"),
        about=row,
        button=_("Ask the councillor") if row.councillor else _("Propose it"),
        done=done,
        told=[*to_hear, *charges(row)],
    )


def cost_form(request: Request, row: Loss) -> CostForm:
    """The form of a proposal or a decision, beginning with what is proposed or decided now."""
    cost = getattr(row, "cost", None)
    known = {"route": cost.route, "amount": cost.amount or None} if cost else {}
    return CostForm(request.POST or None, initial=known, has_councillor=row.councillor is not None)


def hearing(row: Loss) -> tuple[list[str], str]:
    """What is told before a proposal is made, and after it."""
    if row.councillor is None:
        return [_("Nobody had this device, so nobody is asked.")], _(
            "Recorded. You can decide now."
        )
    before = [
        _("The councillor has five working days to comment. Then you decide."),
        _("The portal charges nothing. Nothing is deducted unless the councillor agrees."),
    ]
    return before, _("The councillor is told, and may comment.")


@require_http_methods(["GET", "POST"])
@HANDLES
def decide_cost(request: Request, pk: int) -> HttpResponse:
    """Who pays what, and why. What costs the councillor nothing may be decided at once."""
    row = the_loss(request, pk)
    cost = cost_of(row)
    actions.check_proposed(cost)
    told = []
    if not cost.may_be_decided(timezone.localdate()):
        words = _(
            "The councillor may comment until %(day)s. Before they did, or that day is over, you "
            "can only decide that it costs them nothing."
        )
        told.append(words % {"day": day_in_words(cost.comment_before)})
    title, known = _("Decide who pays"), heard(cost)
    return _decide(request, row, actions.decide_cost, title=title, told=told, known=known)


@require_http_methods(["GET", "POST"])
@DECIDES_APPEALS
def decide_appeal(request: Request, pk: int) -> HttpResponse:
    """The Monitoring Officer decides anew."""
    row = the_loss(request, pk)
    cost = cost_of(row)
    actions.check_may_decide_appeal(cost, request.user)
    title = _("Decide on the appeal")
    return _decide(request, row, actions.decide_appeal, title=title, known=decided_before(cost))


def heard(cost: Cost) -> list[tuple[str, str]]:
    """What was proposed, and what the councillor said of it."""
    proposed = cost.proposal if cost.decided_at else f"{cost.in_words()}\n{cost.proposal}"
    return [(_("Proposed"), proposed), (_("The councillor’s comment"), cost.comment)]


def decided_before(cost: Cost) -> list[tuple[str, str]]:
    """The same, the decision, and why the councillor appeals against it."""
    decided = f"{cost.in_words()}\n{cost.reasons}"
    return [*heard(cost), (_("Decided"), decided), (_("The appeal"), cost.appeal)]


def charges(row: Loss) -> list[str]:
    """What is asked or decided about misuse of the same device: so that nobody pays twice."""
    told = _("A case of misuse about the same device, opened on %(day)s: %(what)s.")
    return [
        told % {"day": day_in_words(case.opened_at), "what": case.in_words()}
        for case in MisuseCase.objects.beside(row)
    ]


def cost_of(row: Loss) -> Cost:
    """Raises ``Http404`` where none was proposed."""
    cost: Cost | None = getattr(row, "cost", None)
    if cost is None:
        raise Http404
    return cost


def _decide(
    request: Request,
    row: Loss,
    act: Callable[..., Cost],
    *,
    title: str,
    known: Sequence[tuple[str, str]],
    told: Sequence[str] = (),
) -> HttpResponse:
    form = filled(request, cost_form(request, row))
    is_told = _("The decision is recorded, and the councillor told.")
    return ask(
        request,
        form,
        lambda: act(loss=row, by=request.user, **form.cleaned_data),
        title=title,
        about=row,
        button=_("Decide"),
        done=is_told if row.councillor else _("The decision is recorded."),
        told=[*told, *charges(row)],
        known=known,
    )


@require_http_methods(["GET", "POST"])
def comment_on_cost(request: Request, pk: int) -> HttpResponse:
    """The councillor says what they think of it, before it is decided."""
    row = own_loss(request, pk)
    actions.check_may_comment(row.cost)
    form = filled(request, CommentForm(request.POST or None))
    return ask(
        request,
        form,
        lambda: actions.comment_on_cost(loss=row, by=request.user, **form.cleaned_data),
        title=_("Comment on who pays"),
        about=row,
        button=_("Send your comment"),
        done=_("Thank you. The ICT service desk reads it before it decides."),
        told=[until_when(row.cost)],
        known=[
            (_("Proposed"), f"{row.cost.in_words()}\n{row.cost.proposal}"),
            (_("What you said before"), row.cost.comment),
        ],
    )


def until_when(cost: Cost) -> str:
    """Late comments are read too, as long as nothing is decided."""
    if not cost.is_to_comment(timezone.localdate()):
        return _("Nothing is decided yet. You can still comment until it is.")
    told = _("You can comment until %(day)s. Nothing is decided yet.")
    return told % {"day": day_in_words(cost.comment_before)}


@require_http_methods(["GET", "POST"])
def appeal_cost(request: Request, pk: int) -> HttpResponse:
    """The councillor asks the Monitoring Officer to look at it again."""
    row = own_loss(request, pk)
    actions.check_may_appeal(row.cost)
    act = Act(
        title=_("Appeal against this decision"),
        caption=row.reference,
        back=row.get_absolute_url(),
        consequences=[
            _("The Monitoring Officer reads it, and decides again. That decision stands."),
            _("Until then you need not pay anything."),
        ],
        question=_("Why do you not agree?"),
        missing=_("Say why you do not agree"),
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
    decision = request.POST.get("decision", "")
    actions.agree_to_deduction(loss=row, decision=decision, by=request.user)
    messages.success(request, _("Thank you. We recorded that you agree."))
    return redirect(row)
