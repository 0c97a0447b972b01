"""Invented losses: one secured, one theft that waits for its number, one repaired at a cost."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from breaches.actions import report_loss
from breaches.models import Incident
from breaches.triaging.actions import rule
from councilgov.portal.demo.clock import days_ago
from councilgov.portal.demo.people import officer
from devices.costs.actions import comment_on_cost, decide_cost, propose_cost
from devices.losses.ending import mark_repaired, send_to_repair
from devices.losses.police import add_police_reference
from devices.losses.securing import ask_wipe, confirm_wipe
from devices.models import Device, Loss, Route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.people.models import User

LOST, ROBBED, CLUMSY = 6, 8, 10
"""Places of these councillors in the list of all; each has a telephone."""


def build_losses(councillors: Sequence[User]) -> None:
    """Three cases, as far as each got."""
    _repaired(councillors[CLUMSY])
    _secured(councillors[LOST])
    _stolen(councillors[ROBBED])


def _report(councillor: User, kind: str, happened: str) -> Loss:
    """The councillor rings the desk about their telephone, an hour after they noticed."""
    device = Device.objects.held_by(councillor).filter(model="iPhone 15").get()
    now = timezone.now()
    return report_loss(
        device=device,
        kind=kind,
        noticed_at=now - timedelta(hours=1),
        happened=happened,
        data_held="Council email and papers.",
        lock_state="locked",
        reported_at=now,
        reported_by=councillor,
        reported_via="phone",
        by=officer("desk"),
    ).loss


def _secured(councillor: User) -> None:
    with days_ago(5):
        loss = _report(
            councillor, "lost", "Left on the 9:12 train from Barchester to Silverbridge."
        )
        ask_wipe(loss=loss, by=officer("desk"))
        confirm_wipe(loss=loss, by=officer("desk"))
        _found(loss, "not_personal", "It was locked, and wiped before anybody could look.")


def _stolen(councillor: User) -> None:
    with days_ago(2):
        loss = _report(councillor, "stolen", "Taken from a coat in the cloakroom of the Corn Hall.")
        ask_wipe(loss=loss, by=officer("desk"))
        add_police_reference(
            loss=loss,
            force="Barsetshire Police",
            kind="receipt",
            reference="ONL-2214-77",
            reported_on=timezone.localdate(),
            by=councillor,
        )
        _found(loss, "confirmed", "Council email is on it, and the wipe has not run yet.")


def _found(loss: Loss, finding: str, reason: str) -> None:
    """Somebody says whether people's information is affected."""
    incident = Incident.objects.get(loss=loss)
    rule(incident=incident, finding=finding, reason=reason, by=officer("information"))


def _repaired(councillor: User) -> None:
    with days_ago(30):
        loss = _report(councillor, "damaged", "Dropped on the steps of the Town Hall.")
        send_to_repair(
            loss=loss, reason="New screen, at the council’s workshop.", by=officer("desk")
        )
    amount = Decimal("149.00")
    with days_ago(24):
        mark_repaired(loss=loss, reason="New screen.", by=officer("desk"))
        propose_cost(
            loss=loss,
            route=Route.INSURER,
            amount=amount,
            reason="Home contents cover is on record.",
            by=officer("desk"),
        )
    with days_ago(22):
        comment_on_cost(loss=loss, comment="My insurer pays it.", by=councillor)
        decide_cost(
            loss=loss,
            route=Route.INSURER,
            amount=amount,
            reason="The insurer pays.",
            by=officer("desk"),
        )
