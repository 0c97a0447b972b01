"""100,000 devices that each have ten rows of history: a million.

Written by the owner with triggers off, as ``bench.million`` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.million import insert
from councilgov.people.models import TermOfOffice, User
from devices.models import Assignment, Device, Issue
from tests import given
from tests.database import owner_cursor
from tests.devices import equipment

if TYPE_CHECKING:
    from psycopg2.extensions import cursor

DEVICES, CHANGES, PEOPLE = 100_000, 10, 5_000
HELD = 80_000
"""Devices on somebody's record, sixteen each; the others are in stock or gone."""
STATUS = """CASE WHEN n > 90000 THEN 'disposed' WHEN n > 80000 THEN 'in_stock'
    WHEN n % 500 = 0 THEN 'lost' WHEN n % 97 = 0 THEN 'return_due' WHEN n % 50 = 0 THEN 'assigned'
    ELSE 'active' END"""


def build() -> None:
    """The register of a shared service for many councils, ten years old."""
    given.council()
    terms, kind = equipment.terms(), equipment.kind("Laptop")
    with owner_cursor(triggers=False) as into:
        _people(into)
        _devices(into, kind.pk)
        _history(into)
        _issues(into, terms.pk)
        # as autovacuum leaves them
        into.execute("VACUUM ANALYZE")


def _people(into: cursor) -> None:
    insert(
        into,
        User,
        f"generate_series(1, {PEOPLE}) AS n",
        full_name="'Councillor ' || chr(65 + n % 26) || ' Alder' || n",
        known_as="'Councillor Alder' || n",
        email=f"'holder' || n || '@{given.DOMAIN}'",
        password="'known to nobody'",
        is_active="true",
    )
    holders = "people_user WHERE email LIKE 'holder%'"
    insert(into, TermOfOffice, holders, councillor="id", kind="'elected'", starts_on="'2016-05-09'")


def _devices(into: cursor, kind: int) -> None:
    insert(
        into,
        Device,
        f"generate_series(1, {DEVICES}) AS n LEFT JOIN people_user ON n <= {HELD}"
        f" AND email = 'holder' || (1 + n % {PEOPLE}) || '@{given.DOMAIN}'",
        asset_tag="'BC-' || to_char(n, 'FM000000')",
        kind=str(kind),
        ownership="'council'",
        make="'Dell'",
        model="'Latitude ' || 5000 + n % 40",
        serial="'SN' || to_char(n, 'FM000000') || 'X'",
        value="899.00",
        purchased_on="date '2018-01-01' + n % 3000",
        status=STATUS,
        moved_at="timestamptz '2026-01-01' + n % 300 * interval '1 day'",
        holder="people_user.id",
        id="nextval(pg_get_serial_sequence('devices_device', 'id'))",
    )


def _history(into: cursor) -> None:
    """Ten changes of each, over ten years."""
    columns = [
        field.column
        for field in Device._meta.concrete_fields
        if not field.generated and field.column not in {"status", "moved_at"}
    ]
    names = ", ".join(f'"{name}"' for name in columns)
    into.execute(
        f"INSERT INTO devices_historicaldevice ({names}, status, moved_at, history_date,"  # noqa: S608
        f" history_type, history_change_reason) SELECT {names},"
        " CASE WHEN change % 2 = 0 THEN 'active' ELSE 'in_stock' END, moved_at,"
        " timestamptz '2016-01-01' + change * interval '1 year', '~', 'Issue'"
        f" FROM devices_device CROSS JOIN generate_series(1, {CHANGES}) AS change"
    )


def _issues(into: cursor, terms: int) -> None:
    insert(
        into,
        Issue,
        "people_user WHERE email LIKE 'holder%'",
        councillor="people_user.id",
        terms=str(terms),
        kind="'new'",
        status="'waiting'",
        issued_at="timestamptz '2026-01-01'",
        accept_before="date '2026-01-08'",
    )
    insert(
        into,
        Assignment,
        "devices_device JOIN devices_issue ON councillor_id = holder_id",
        device="devices_device.id",
        holder="holder_id",
        issue="devices_issue.id",
        began_at="issued_at",
        id="nextval(pg_get_serial_sequence('devices_assignment', 'id'))",
    )
