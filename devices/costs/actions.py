"""Who pays, decided by a person with reasons, once the councillor could comment.

"The Member must ensure that their home contents policy covers the cost of equipment replacement, or
must fund replacement equipment from the Members' basic allowance" (Members ICT Usage Protocol,
Responsibilities), unless the council insures it. The portal never charges anything by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.accounts.monitoring import tell_monitoring
from councilgov.days import day_in_words
from councilgov.people.models import Council
from councilgov.records import Refused
from devices.cases import COMMENT_DAYS
from devices.losses.ending import check_ours
from devices.losses.log import prove, tell_councillor, tell_desk, write
from devices.models import Cost, CostStatus, Loss, LossStatus, LossStep, Route

if TYPE_CHECKING:
    from decimal import Decimal

    from councilgov.people.models import User

FREE = frozenset({Route.COUNCIL, Route.NOBODY})
"""What costs the councillor nothing needs no waiting."""


@transaction.atomic
def propose_cost(*, loss: Loss, route: str, amount: Decimal, reason: str, by: User) -> Cost:
    """The desk says who should pay what, and why; the councillor has five working days to comment.

    Raises ``Refused`` for a second proposal, a closed case and a councillor's own device.
    """
    loss = Loss.objects.locked(loss)
    check_no_cost(loss)
    today = timezone.localdate()
    cost = Cost(
        loss=loss,
        route=route,
        amount=amount,
        proposal=reason.strip(),
        proposed_at=timezone.now(),
        proposed_by=by,
        comment_before=Council.objects.the().working_days_after(today, COMMENT_DAYS),
    ).keep(by=by, why="Cost proposed")
    write(loss, LossStep.COST_PROPOSED, by=by, words=f"{in_words(cost)} {cost.proposal}")
    tell_councillor(loss, "cost_proposed")
    return cost


def check_no_cost(loss: Loss) -> None:
    """Raise ``Refused`` where there is a proposal, or nothing to propose."""
    check_ours(loss)
    if loss.status == LossStatus.CLOSED:
        raise Refused(_("This case is closed."), way=loss.own_page)
    if hasattr(loss, "cost"):
        raise Refused(_("The cost was proposed already."), way=loss.own_page)


def in_words(cost: Cost) -> str:
    """Who pays what."""
    if cost.route == Route.NOBODY:
        return f"{cost.get_route_display()}."
    return f"{cost.get_route_display()}: £{cost.amount}."


@transaction.atomic
def comment_on_cost(*, loss: Loss, comment: str, by: User) -> Cost:
    """The councillor says what speaks for or against a proposal, before it is decided. What they
    said before stays.
    """
    cost = _locked(loss)
    check_is_theirs(cost, by)
    if cost.status != CostStatus.PROPOSED:
        raise Refused(_("This was decided. You may appeal against it."), way=loss.own_page)
    words = comment.strip()
    cost.comment = f"{cost.comment}\n\n{words}" if cost.comment else words
    cost.commented_at = timezone.now()
    cost.keep(by=by, why="Comment on the cost")
    write(cost.loss, LossStep.COST_COMMENT, by=by, words=words)
    prove(cost.loss, "cost_commented", by=by, names={"comment": words})
    tell_desk(cost.loss, "cost_commented", but=by)
    return cost


@transaction.atomic
def decide_cost(*, loss: Loss, route: str, amount: Decimal, reason: str, by: User) -> Cost:
    """The desk decides who pays what, with reasons, and the councillor is told.

    After they commented, or when their five working days have passed; at once where it costs them
    nothing. Raises ``Refused`` before that, and for a second decision.
    """
    cost = _locked(loss)
    check_may_decide(cost, route)
    return _decide(cost, route, amount, reason, by=by)


@transaction.atomic
def decide_appeal(*, loss: Loss, route: str, amount: Decimal, reason: str, by: User) -> Cost:
    """The Monitoring Officer decides anew, on appeal. Nobody decides on their own decision."""
    cost = _locked(loss)
    if cost.status != CostStatus.APPEALED:
        raise Refused(_("Nobody has appealed against this."), way=loss.own_page)
    if by.pk in {cost.decided_by_id, cost.loss.councillor_id}:
        raise Refused(_("Somebody else decides on this appeal: it is about you or your decision."))
    return _decide(cost, route, amount, reason, by=by)


def check_may_decide(cost: Cost, route: str) -> None:
    """Raise ``Refused`` before the councillor was heard, and once it is decided."""
    if cost.status != CostStatus.PROPOSED:
        raise Refused(_("The cost was decided already."), way=cost.loss.own_page)
    if route not in FREE and not cost.may_be_decided(timezone.localdate()):
        raise Refused(
            _("The councillor may comment until %(day)s. Decide after they did, or after that day.")
            % {"day": day_in_words(cost.comment_before)},
            way=cost.loss.own_page,
        )


def _decide(cost: Cost, route: str, amount: Decimal, reason: str, *, by: User) -> Cost:
    cost.route, cost.amount, cost.reasons = route, amount, reason.strip()
    cost.decided_at, cost.decided_by, cost.agreed_at = timezone.now(), by, None
    cost.move(CostStatus.DECIDED, by=by, why=gettext_noop("Decision on the cost"))
    event = write(cost.loss, LossStep.COST_DECIDED, by=by, words=f"{in_words(cost)} {cost.reasons}")
    prove(
        cost.loss,
        "cost_decided",
        by=by,
        facts={"route": str(route), "amount": str(amount)},
        names={"reasons": cost.reasons},
    )
    tell_councillor(cost.loss, "cost_decided", stage=str(event.pk))
    return cost


@transaction.atomic
def agree_to_deduction(*, loss: Loss, by: User) -> Cost:
    """The councillor agrees that the amount is deducted from their allowance."""
    cost = _locked(loss)
    check_is_theirs(cost, by)
    if not cost.waits_for_agreement:
        raise Refused(_("There is nothing to agree to now."), way=loss.own_page)
    cost.agreed_at = timezone.now()
    cost.keep(by=by, why="Deduction agreed")
    write(cost.loss, LossStep.COST_AGREED, by=by)
    prove(cost.loss, "deduction_agreed", by=by, facts={"amount": str(cost.amount)})
    tell_desk(cost.loss, "cost_agreed", but=by, stage=cost.agreed_at.isoformat())
    return cost


@transaction.atomic
def appeal_cost(*, loss: Loss, reason: str, by: User) -> Cost:
    """The councillor asks the Monitoring Officer to look at the decision again, with reasons."""
    cost = _locked(loss)
    check_is_theirs(cost, by)
    cost.appeal, cost.appealed_at, cost.agreed_at = reason.strip(), timezone.now(), None
    cost.move(CostStatus.APPEALED, by=by, why=gettext_noop("Appeal"))
    event = write(cost.loss, LossStep.COST_APPEALED, by=by, words=cost.appeal)
    prove(cost.loss, "cost_appealed", by=by, names={"appeal": cost.appeal})
    tell_monitoring(kind="cost_appealed", cause=f"{loss.pk}:{event.pk}", about=cost.loss)
    return cost


def check_is_theirs(cost: Cost, by: User) -> None:
    """Raise ``Refused`` unless this person had the device."""
    if cost.loss.councillor_id != by.pk:
        raise Refused(_("Only the councillor who had the device can do this."))


def _locked(loss: Loss) -> Cost:
    """The cost of the case, both locked. Raises ``Refused`` where none was proposed."""
    loss = Loss.objects.locked(loss)
    cost = Cost.objects.select_for_update(of=("self",)).filter(loss=loss).first()
    if cost is None:
        raise Refused(_("No cost was proposed yet. Propose it first."), way=loss.own_page)
    cost.loss = loss
    return cost
