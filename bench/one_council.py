"""One large council after ten years: 100 councillors with 40,000 permissions to contact, 10,000
devices that there ever were, 5,000 incidents, and what is open of it all.

Written by the owner with triggers off, as ``bench.million`` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench import incidents, million_contacts
from bench.hundred_thousand import issues, told
from bench.million import insert
from devices.models import Device, Loss
from tests import given
from tests.database import owner_cursor
from tests.devices import equipment

if TYPE_CHECKING:
    from psycopg2.extensions import cursor

PEOPLE = "contact"
"""Their addresses begin so."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Council:
    """How much there is; each has two ways to each of their people."""

    councillors: int = 100
    each: int = 200
    devices: int = 10_000
    held: int = 300
    losses: int = 1_000
    missing: int = 12
    incidents: int = 5_000
    running: int = 20
    policies: int = 6

    @property
    def permissions(self) -> int:
        return self.councillors * self.each * million_contacts.WAYS


LARGE = Council()


def build(size: Council = LARGE) -> None:
    """The whole council."""
    given.council(leaders_decision="Full council, 1 October 2026, minute 12")
    million_contacts.build(1, size.councillors, size.each)
    for _n in range(size.policies):
        given.published()
    terms, kind, officer = equipment.terms(), equipment.kind("Laptop"), given.person().pk
    with owner_cursor(triggers=False) as into:
        _devices(into, kind.pk, size)
        issues(into, terms.pk, people=PEOPLE)
        _losses(into, officer, size)
    incidents.build_for(
        incidents.Size(
            incidents=size.incidents,
            people=size.councillors,
            running=size.running,
            losses=size.losses,
            waiting=5,
            minutes=1_000,
            prefix=PEOPLE,
        )
    )


def _devices(into: cursor, kind: int, size: Council) -> None:
    """The first are on the councillors' records, of which some are missing; most are gone."""
    insert(
        into,
        Device,
        f"generate_series(1, {size.devices}) AS n LEFT JOIN people_user ON n <= {size.held}"
        f" AND email = '{PEOPLE}' || (1 + n % {size.councillors}) || '@{given.DOMAIN}'",
        asset_tag="'BC-' || to_char(n, 'FM000000')",
        kind=str(kind),
        ownership="'council'",
        make="'Dell'",
        model="'Latitude ' || 5000 + n % 40",
        serial="'SN' || to_char(n, 'FM000000') || 'X'",
        status=f"CASE WHEN n <= {size.missing} THEN 'lost' WHEN n <= {size.held} THEN 'active'"
        f" WHEN n <= {size.held + size.held // 10} THEN 'in_stock' ELSE 'disposed' END",
        moved_at="timestamptz '2026-01-01' + n % 300 * interval '1 day'",
        holder="people_user.id",
        id="nextval(pg_get_serial_sequence('devices_device', 'id'))",
    )


def _losses(into: cursor, officer: int, size: Council) -> None:
    """An open case of each that is missing; all others were found again."""
    is_open, number = f"n <= {size.missing}", "substr(asset_tag, 4)::int"
    at = f"(now() - n * interval '{3650 // size.losses + 1} days')"
    later = f"CASE WHEN NOT ({is_open}) THEN {at} + interval '1 day' END"
    insert(
        into,
        Loss,
        f"(SELECT *, {number} AS n FROM devices_device) AS held WHERE n <= {size.losses}",  # noqa: S608
        device="held.id",
        councillor="holder_id",
        kind="'lost'",
        status=f"CASE WHEN {is_open} THEN 'reported' ELSE 'closed' END",
        **told(at, officer),
        secure_before=f"CASE WHEN {is_open} THEN {at} + interval '1 hour' END",
        outcome=f"CASE WHEN {is_open} THEN '' ELSE 'recovered' END",
        resolved_at=later,
        closed_at=later,
    )
