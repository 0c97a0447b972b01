"""What tests of losses are about: ``cases.reported(kind="stolen")``."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from councilgov.access import Role
from devices.costs.actions import appeal_cost, comment_on_cost, decide_cost, propose_cost
from devices.losses import securing
from devices.losses.actions import record_loss
from devices.losses.ending import write_off
from devices.misuse.actions import comment_on_misuse, decide_misuse, open_misuse
from devices.models import Device, DeviceStatus, Ownership
from tests import given
from tests.devices import equipment

if TYPE_CHECKING:
    from councilgov.people.models import User
    from devices.models import Cost, Loss, MisuseCase


def report(device: Device, *, by: User | None = None, **details: Any) -> Loss:
    """The device is reported, an hour after somebody noticed."""
    usual: dict[str, Any] = {
        "kind": "lost",
        "noticed_at": timezone.now() - timedelta(hours=1),
        "happened": "Left on the 10:05 train to Town.",
    }
    return record_loss(device=device, by=by or device.holder or given.person(), **usual | details)


def reported(kind: str = "lost", *, holder: User | None = None, **details: Any) -> Loss:
    """A device that a councillor had and reported."""
    return report(equipment.issued(holder=holder), kind=kind, **details)


def wiped(loss: Loss, *, by: User) -> Loss:
    """Wiped from afar, which was asked for and confirmed."""
    securing.ask_wipe(loss=loss, by=by)
    return securing.confirm_wipe(loss=loss, by=by)


def written_off(loss: Loss, *, by: User) -> Loss:
    return write_off(loss=loss, value=Decimal(100), reason="Not found in a year.", by=by)


def enrolled(holder: User | None = None) -> Device:
    """A councillor's own telephone that the desk has enrolled."""
    return Device(
        asset_tag=f"P-{next(equipment.number):05d}",
        kind=equipment.kind(),
        ownership=Ownership.PERSONAL,
        model="Pixel 9",
        status=DeviceStatus.ENROLLED,
        holder=holder or given.councillor(),
    ).keep(by=None, why="Test")


def costed() -> Cost:
    """A case of which the desk proposed who pays."""
    return costed_of(reported(), equipment.desk())


def costed_of(loss: Loss, by: User) -> Cost:
    return propose_cost(
        loss=loss,
        route="allowance",
        amount=Decimal("349.99"),
        reason="No cover at home.",
        by=by,
    )


def appealed() -> Cost:
    """A case in which the councillor appealed against the desk's decision."""
    cost = costed()
    loss, route, amount, member = cost.loss, cost.route, cost.amount, cost.loss.councillor
    assert member is not None
    comment_on_cost(loss=loss, comment="I have cover.", by=member)
    decide_cost(loss=loss, route=route, amount=amount, reason="None is known.", by=equipment.desk())
    return appeal_cost(loss=loss, reason="I have cover.", by=member)


def misused() -> MisuseCase:
    """A case that the councillor has commented on."""
    case = open_misuse(device=equipment.issued(), facts="Opened.", by=equipment.desk())
    return comment_on_misuse(case=case, comment="It fell.", by=case.councillor)


def charged() -> MisuseCase:
    """A case in which the Monitoring Officer charged the cost."""
    officer = given.officer(Role.MONITORING_OFFICER)
    fields: dict[str, Any] = {
        "ruling": "charge",
        "amount": Decimal(120),
        "reason": "It was opened.",
    }
    return decide_misuse(case=misused(), by=officer, **fields)
