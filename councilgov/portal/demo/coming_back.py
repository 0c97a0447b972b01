"""Invented recalls, returns and an audit: booked and free slots, a receipt to sign, answers."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from councilgov.days import LONDON
from councilgov.people.models import Council
from councilgov.portal.demo.clock import days_ago, demo_today
from councilgov.portal.demo.people import officer
from devices.auditing.actions import answer, start_audit
from devices.booking.actions import book, offer_slot
from devices.models import (
    AnswerStatus,
    AuditLine,
    Condition,
    Device,
    DeviceStatus,
    Kind,
    RecallReason,
    Wipe,
)
from devices.recalling.actions import recall_devices
from devices.returning.actions import Handed, receive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.people.models import User
    from devices.models import Slot

RECALLED = 4
"""Councillors whose laptop is recalled, from the first of the list on; the second has booked."""
RETURNED = 12
"""Place of the councillor who handed back a telephone."""


def build_coming_back(councillors: Sequence[User]) -> None:
    """As far as each got."""
    _return_a_phone(councillors[RETURNED])
    _recall_laptops(councillors[:RECALLED])
    _audit_phones()


def _return_a_phone(councillor: User) -> None:
    """The desk has signed, the councillor not yet."""
    desk = officer("desk")
    with days_ago(3):
        receive(
            handed=[
                Handed(
                    device=Device.objects.held_by(councillor).get(model="iPhone 15"),
                    condition=Condition.WORN,
                    wipe=Wipe.TO_DO,
                )
            ],
            by=desk,
            typed_name=desk.full_name,
            confirmed_with="password",
        )


def _recall_laptops(councillors: Sequence[User]) -> None:
    """For maintenance, with one slot that is full and two that are free."""
    laptops = Device.objects.filter(kind__name="Laptop", status=DeviceStatus.ACTIVE)
    with days_ago(1):
        recall_devices(
            devices=laptops.filter(holder__in=councillors),
            reason=RecallReason.MAINTENANCE,
            words="The battery of this model is to be changed. It takes an hour.",
            by=officer("desk"),
        )
        first, *_others = [_slot(days, places) for days, places in ((2, 1), (3, 6), (4, 6))]
        book(slot=first, councillor=councillors[1], by=councillors[1])


def _slot(days: int, places: int) -> Slot:
    """A morning at the desk, so many working days from now."""
    day = Council.objects.the().working_days_after(demo_today(), days)
    starts_at = datetime.combine(day, time(9), tzinfo=LONDON)
    return offer_slot(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        places=places,
        by=officer("desk"),
    )


def _audit_phones() -> None:
    """Half of the holders have answered; one is not sure."""
    with days_ago(2):
        audit = start_audit(
            title="Telephones, yearly audit",
            until_on=Council.objects.the().working_days_after(demo_today(), 10),
            kinds=[Kind.objects.get(name="Mobile phone")],
            by=officer("desk"),
        )
        lines = list(AuditLine.objects.filter(audit=audit).with_row().order_by("pk"))
        for n, line in enumerate(lines[::2]):
            said = AnswerStatus.YES if n else AnswerStatus.UNSURE
            answer(answers={line.pk: said}, by=line.holder)
