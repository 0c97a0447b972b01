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
from devices.costing import FREE
from devices.losses.checks import check_ours
from devices.losses.log import prove, tell_councillor, tell_desk, write
from devices.models import Cost, CostStatus, Loss, LossStatus, LossStep

if TYPE_CHECKING:
    from decimal import Decimal

    from councilgov.people.models import User


@transaction.atomic
def propose_cost(*, loss: Loss, route: str, amount: Decimal, reason: str, by: User) -> Cost:
    """The desk says who should pay what, and why; the councillor has five working days to comment.

    Until it is decided the desk may propose something else: the councillor is told anew, and has
    as many days again. Raises ``Refused`` once it is decided, for a closed case, a councillor's
    own device, and what nobody could pay.
    """
    loss = Loss.objects.locked(loss)
    check_proposable(loss)
    check_route(loss, route)
    today = timezone.localdate()
    cost = Cost.objects.select_for_update(of=("self",)).filter(loss=loss).first() or Cost(loss=loss)
    check_says_more(cost, route, amount, reason.strip())
    cost.route, cost.amount, cost.proposal = route, amount, reason.strip()
    cost.proposed_at, cost.proposed_by = timezone.now(), by
    cost.comment_before = Council.objects.the().working_days_after(today, COMMENT_DAYS)
    cost.keep(by=by, why="Cost proposed")
    words = f"{cost.in_words()} {cost.proposal}"
    event = write(loss, LossStep.COST_PROPOSED, by=by, words=words)
    tell_councillor(loss, "cost_proposed", stage=str(event.pk))
    return cost


def check_proposable(loss: Loss) -> None:
    """Raise ``Refused`` once it is decided, or where there is nothing to propose."""
    check_ours(loss)
    if loss.status == LossStatus.CLOSED:
        raise Refused(_("This case is closed."), way=loss.own_page)
    if hasattr(loss, "cost"):
        check_proposed(loss.cost)


def check_proposed(cost: Cost) -> None:
    """Raise ``Refused`` once it is decided."""
    if cost.status != CostStatus.PROPOSED:
        raise Refused(_("The cost was decided already."), way=cost.loss.own_page)


def check_route(loss: Loss, route: str) -> None:
    """Raise ``Refused`` where a councillor would pay for what none of them had."""
    if loss.councillor_id is None and route not in FREE:
        raise Refused(
            _("Nobody had this device, so the council pays for it, or nobody does."), field="route"
        )


def check_says_more(cost: Cost, route: str, amount: Decimal, proposal: str) -> None:
    """Raise ``Refused`` for what is proposed already: it was sent twice."""
    if cost.pk and (cost.route, cost.amount, cost.proposal) == (route, amount, proposal):
        raise Refused(
            _("This is proposed already, and the councillor was asked."), way=cost.loss.own_page
        )


@transaction.atomic
def comment_on_cost(*, loss: Loss, comment: str, by: User) -> Cost:
    """The councillor says what speaks for or against a proposal, before it is decided. What they
    said before stays. Raises ``Refused`` for the same words sent twice.
    """
    cost = _locked(loss)
    check_is_theirs(cost, by)
    check_may_comment(cost)
    words = comment.strip()
    if cost.comment == words or cost.comment.endswith(f"\n\n{words}"):
        raise Refused(_("You have sent this already. Write only what is new."), field="comment")
    cost.comment = f"{cost.comment}\n\n{words}" if cost.comment else words
    cost.commented_at = timezone.now()
    cost.keep(by=by, why="Comment on the cost")
    event = write(cost.loss, LossStep.COST_COMMENT, by=by, words=words)
    prove(cost.loss, "cost_commented", by=by, names={"comment": words})
    tell_desk(cost.loss, "cost_commented", but=by, stage=str(event.pk))
    return cost


def check_may_comment(cost: Cost) -> None:
    """Raise ``Refused`` once it is decided."""
    if cost.status != CostStatus.PROPOSED:
        raise Refused(_("This was decided. You may appeal against it."), way=cost.loss.own_page)


@transaction.atomic
def decide_cost(*, loss: Loss, route: str, amount: Decimal, reason: str, by: User) -> Cost:
    """The desk decides who pays what, with reasons, and the councillor is told.

    After they commented, or when their five working days have passed; at once where it costs them
    nothing. Raises ``Refused`` before that, for a second decision, and for what is worse for them
    than the proposal on which they were heard: that is proposed anew first.
    """
    cost = _locked(loss)
    check_may_decide(cost, route)
    check_heard_of(cost, route, amount)
    return _decide(cost, route, amount, reason, by=by)


@transaction.atomic
def decide_appeal(*, loss: Loss, route: str, amount: Decimal, reason: str, by: User) -> Cost:
    """The Monitoring Officer decides anew, on appeal. Nobody decides on their own decision."""
    cost = _locked(loss)
    check_may_decide_appeal(cost, by)
    check_route(cost.loss, route)
    return _decide(cost, route, amount, reason, by=by)


def check_may_decide_appeal(cost: Cost, by: User) -> None:
    """Raise ``Refused`` where there is no appeal, and for whoever is part of it."""
    if cost.status != CostStatus.APPEALED:
        raise Refused(_("Nobody has appealed against this."), way=cost.loss.own_page)
    if by.pk in {cost.decided_by_id, cost.loss.councillor_id}:
        raise Refused(_("Somebody else decides on this appeal: it is about you or your decision."))


def check_heard_of(cost: Cost, route: str, amount: Decimal) -> None:
    """Raise ``Refused`` for what is worse for the councillor than what they were asked about."""
    if cost.is_worse(route, amount):
        raise Refused(
            _(
                "This is worse for the councillor than what was proposed, and they were not heard "
                "on it. Change the proposal first: they can comment on that."
            ),
            way=cost.loss.own_page,
        )


def check_may_decide(cost: Cost, route: str) -> None:
    """Raise ``Refused`` before the councillor was heard, and once it is decided."""
    check_proposed(cost)
    check_route(cost.loss, route)
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
    words = f"{cost.in_words()} {cost.reasons}"
    event = write(cost.loss, LossStep.COST_DECIDED, by=by, words=words)
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
def agree_to_deduction(*, loss: Loss, decision: str, by: User) -> Cost:
    """The councillor agrees that the amount is deducted from their allowance.

    ``decision`` is the one that they read (``Cost.decision``). Raises ``Refused`` where another
    was made meanwhile: nobody agrees to an amount that they have not seen.
    """
    cost = _locked(loss)
    check_is_theirs(cost, by)
    if decision != cost.decision:
        raise Refused(_("The decision changed while you were reading. Read it again."))
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
    """The councillor asks the Monitoring Officer to look at the decision again, with reasons.

    Once: what the Monitoring Officer decided then stands. Raises ``Refused`` for a second appeal.
    """
    cost = _locked(loss)
    check_is_theirs(cost, by)
    check_may_appeal(cost)
    cost.appeal, cost.appealed_at, cost.agreed_at = reason.strip(), timezone.now(), None
    cost.move(CostStatus.APPEALED, by=by, why=gettext_noop("Appeal"))
    event = write(cost.loss, LossStep.COST_APPEALED, by=by, words=cost.appeal)
    prove(cost.loss, "cost_appealed", by=by, names={"appeal": cost.appeal})
    tell_monitoring(kind="cost_appealed", cause=f"{loss.pk}:{event.pk}", about=cost.loss)
    return cost


def check_may_appeal(cost: Cost) -> None:
    """Raise ``Refused`` before it is decided, and for a second appeal."""
    if cost.status == CostStatus.DECIDED and cost.appealed_at:
        raise Refused(
            _("The Monitoring Officer has decided on your appeal, and that decision stands."),
            way=cost.loss.own_page,
        )
    if cost.status == CostStatus.APPEALED:
        raise Refused(
            _("You have appealed already. The Monitoring Officer decides on it."),
            way=cost.loss.own_page,
        )
    cost.check_move(CostStatus.APPEALED, gettext_noop("Appeal"))


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
