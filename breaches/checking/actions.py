"""The regulator's questions are answered, as often as there is news. The answers advise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from breaches.log import prove, write
from breaches.machines import RUNNING
from breaches.models import Assessment, Doubt, IncidentStep, Likelihood, RiskCheck, outcome_of
from breaches.notifying.actions import check_may_tell
from councilgov.records import Refused

if TYPE_CHECKING:
    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User


@transaction.atomic
def check_risk(
    *,
    assessment: Assessment,
    is_living: bool,
    by: User,
    likely: str = "",
    high: str = "",
    mitigated: str = "",
) -> RiskCheck:
    """The questions are answered for one controller; what was answered before stays on record.

    A question that the ones before it leave out counts as not asked; the same answers sent again
    are one. Raises ``Refused`` for who
    does not report for this controller, and for an answer that is missing.
    """
    row = Assessment.objects.held(assessment)
    check_may_tell(row, by)
    row.incident.check_stands(RUNNING, gettext_noop("Answering the questions"))
    likely = likely if is_living else ""
    high = high if likely in {Likelihood.LIKELY, Likelihood.UNSURE} else ""
    mitigated = mitigated if high == Doubt.YES else ""
    answers: dict[str, Any] = {"is_living": is_living, "likely": likely}
    answers |= {"high": high, "mitigated": mitigated}
    _check_whole(**answers)
    last = row.risk_checks.first()
    if last and last.answered_by == by and last.says(answers):
        return last
    return _keep(row, answers, by=by)


def _keep(row: Assessment, answers: dict[str, Any], *, by: User) -> RiskCheck:
    """The answers, and what follows from them."""
    outcome = outcome_of(**answers)
    check = RiskCheck(assessment=row, outcome=outcome, answered_at=timezone.now(), **answers)
    check.answered_by = by
    check.keep(by=by, why="Answered")
    words = f"{row.named_controller}. {check}"
    write(row.incident, IncidentStep.RISK, by=by, words=words, part=row)
    facts: dict[str, JSON] = {"assessment": row.pk, "outcome": str(outcome), **answers}
    prove(row.incident, "risk_checked", by=by, facts=facts)
    return check


def _check_whole(*, is_living: bool, likely: str, high: str, mitigated: str) -> None:
    """Raise ``Refused`` for a question that was asked and not answered."""
    if is_living and likely not in Likelihood.values:
        raise Refused(_("Choose how likely a risk to people is."), field="likely")
    if likely in {Likelihood.LIKELY, Likelihood.UNSURE} and high not in Doubt.values:
        raise Refused(_("Choose whether the risk is high."), field="high")
    if high == Doubt.YES and mitigated not in Doubt.values:
        raise Refused(_("Choose whether the high risk is over."), field="mitigated")
