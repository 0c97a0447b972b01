"""Invented equipment, in the hands of the invented councillors."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from councilgov.portal.demo.clock import days_ago, demo_today
from councilgov.portal.demo.people import officer
from councilgov.portal.demo.signing import INDUCTION
from devices.issuing.actions import accept, decline, issue_devices, publish_terms
from devices.issuing.wording import USUAL_TERMS
from devices.keeping.actions import add_device
from devices.models import Device, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.people.models import User
    from devices.models import Issue


class Delivery(NamedTuple):
    """What was bought together: so many of a kind, at so many pounds, tagged from ``first`` on."""

    kind: str
    make: str
    model: str
    pieces: int
    value: Decimal
    first: int


DELIVERIES = (
    Delivery("Laptop", "Microsoft", "Surface Laptop 6", 54, Decimal(899), 1100),
    Delivery("Mobile phone", "Apple", "iPhone 15", 14, Decimal(699), 1200),
    Delivery("Tablet", "Apple", "iPad Air", 5, Decimal(599), 1300),
)
"""A laptop for each councillor, telephones for the first of them; the tablets are in stock."""

ISSUED = INDUCTION - 1
"""Days ago: the day after the councillors signed the protocol that asks for it."""
NEVER_ACCEPTED = 3
"""Councillors who have not accepted their laptop yet."""


def build_devices(councillors: Sequence[User]) -> None:
    """Everybody has a laptop, some a phone; some are spare, one is declined, some not accepted."""
    with days_ago(ISSUED + 1):
        publish_terms(text=str(USUAL_TERMS), by=officer("monitoring"))
        laptops, phones, _tablets = (_bought(delivery) for delivery in DELIVERIES)
    _issue(councillors, laptops, phones)


def _bought(delivery: Delivery) -> list[Device]:
    """So many of a kind, in stock."""
    kind, make, model, pieces, value, first = delivery
    row = Kind.objects.get(name=kind)
    bought_on = demo_today() - timedelta(days=400)
    return [
        add_device(
            asset_tag=f"BC-{first + n:05d}",
            kind=row,
            make=make,
            model=model,
            serial=f"{model[:2].upper()}{first + n}X{n % 7}7",
            accessories=row.accessories,
            value=value,
            purchased_on=bought_on,
            warranty_ends_on=bought_on + timedelta(days=3 * 365),
            by=officer("desk"),
        )
        for n in range(pieces)
    ]


def _issue(
    councillors: Sequence[User], laptops: Sequence[Device], phones: Sequence[Device]
) -> None:
    """Laptops to all, with a phone for some: the last lately."""
    with days_ago(ISSUED):
        for n, councillor in enumerate(councillors[:-NEVER_ACCEPTED]):
            given = [laptops[n], *phones[n : n + 1]]
            accepted(issue_devices(devices=given, councillor=councillor, by=officer("desk")))
    with days_ago(4):
        waiting = [
            issue_devices(devices=[laptop], councillor=councillor, by=officer("desk"))
            for laptop, councillor in zip(
                laptops[-NEVER_ACCEPTED:], councillors[-NEVER_ACCEPTED:], strict=True
            )
        ]
    with days_ago(2):
        reason = "The screen has a crack, and it was there when I opened the box."
        decline(issue=waiting[0], reason=reason, by=waiting[0].councillor)


def accepted(issue: Issue) -> None:
    """Its councillor accepts it."""
    accept(
        issue=issue,
        by=issue.councillor,
        typed_name=issue.councillor.full_name,
        text_sha256=issue.fingerprint(),
        confirmed_with="password",
    )
