"""100,000 devices that each have ten rows of history: a million; and what happened to them in ten
years: losses, misuse, returns, councillors' own devices, and senders that were to be blocked.

Written by the owner with triggers off, as ``bench.million`` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.million import insert
from councilgov.people.models import TermOfOffice, User
from devices.models import (
    Assignment,
    Device,
    Enrolment,
    FilterRequest,
    Issue,
    Loss,
    MisuseCase,
    Return,
)
from tests import given
from tests.database import owner_cursor
from tests.devices import equipment

if TYPE_CHECKING:
    from psycopg2.extensions import cursor

DEVICES, CHANGES, PEOPLE = 100_000, 10, 5_000
HELD = 80_000
"""Devices on somebody's record, sixteen each; the others are in stock or gone."""
LOSSES, MISUSE, RETURNS, OWN, FILTERS = 10_000, 500, 20_000, 5_000, 20_000
"""Every twentieth device was lost or damaged twice; who holds any has one of their own, and asked
for four senders to be blocked.
"""
GIVEN_UP = "turn = 2 AND held.status = 'disposed'"
COUNCILS = """(SELECT *, substr(asset_tag, 4)::int AS n FROM devices_device
    WHERE ownership = 'council') AS held"""
STATUS = """CASE WHEN n > 90000 THEN 'disposed' WHEN n > 80000 THEN 'in_stock'
    WHEN n % 500 = 0 THEN 'lost' WHEN n % 97 = 0 THEN 'return_due' WHEN n % 50 = 0 THEN 'assigned'
    ELSE 'active' END"""


def build() -> None:
    """The register of a shared service for many councils, ten years old."""
    given.council()
    terms, kind, officer = equipment.terms(), equipment.kind("Laptop"), given.person().pk
    with owner_cursor(triggers=False) as into:
        _people(into)
        _devices(into, kind.pk)
        _history(into)
        issues(into, terms.pk)
        _losses(into, officer)
        _misuse(into, officer, given.person().pk)
        _returns(into, officer)
        _own(into, kind.pk, officer)
        _filters(into, officer)
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


def issues(into: cursor, terms: int, *, people: str = "holder") -> None:
    """What each of these people holds was issued to them, and waits for their signature."""
    insert(
        into,
        Issue,
        f"people_user WHERE email LIKE '{people}%'",
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


def _losses(into: cursor, officer: int) -> None:
    """An open case of each that is missing now; all others are closed."""
    is_open = "turn = 2 AND held.status = 'lost'"
    at = "timestamptz '2016-01-15' + (n % 3000 + turn * 365) * interval '1 day'"
    insert(
        into,
        Loss,
        f"{COUNCILS} CROSS JOIN generate_series(1, 2) AS turn WHERE n % 20 = 0",
        device="held.id",
        councillor="holder_id",
        kind=f"CASE WHEN {is_open} AND n % 1000 = 0 THEN 'stolen'"
        f" WHEN {is_open} OR {GIVEN_UP} OR n % 40 = 0 THEN 'lost' ELSE 'damaged' END",
        status=f"CASE WHEN {is_open} THEN 'reported' ELSE 'closed' END",
        secure_before=f"CASE WHEN {is_open} THEN {at} + interval '1 hour' END",
        wipe_asked_at=f"CASE WHEN {is_open} AND n % 1000 <> 0 THEN {at} END",
        police_due_on=f"CASE WHEN {is_open} AND n % 1000 = 0 THEN date '2026-05-05' END",
        **told(at, officer),
        **_ended(is_open, f"{at} + interval '7 days'"),
    )


def told(at: str, officer: int) -> dict[str, str]:
    """Who told of a loss, and when."""
    return {
        "happened": "'Left on the 10:05 train to Town.'",
        "reported_via": "'phone'",
        **dict.fromkeys(("noticed_at", "reported_at", "recorded_at"), at),
        **dict.fromkeys(("reported_by", "recorded_by"), str(officer)),
    }


def _ended(is_open: str, later: str) -> dict[str, str]:
    """How a case ended, and when."""
    return {
        "outcome": f"CASE WHEN {is_open} THEN '' WHEN {GIVEN_UP} THEN 'written_off'"
        " WHEN n % 40 = 0 THEN 'recovered' ELSE 'repaired' END",
        "resolved_at": f"CASE WHEN NOT ({is_open}) THEN {later} END",
        "written_off_at": f"CASE WHEN {GIVEN_UP} THEN {later} END",
        "value_written_off": f"CASE WHEN {GIVEN_UP} THEN 249.00 END",
        "closed_at": f"CASE WHEN NOT ({is_open}) THEN {later} END",
    }


def _misuse(into: cursor, officer: int, decider: int) -> None:
    """Of one device in 160: one case in five is open."""
    insert(
        into,
        MisuseCase,
        f"{COUNCILS} WHERE n <= {HELD} AND n % 160 = 1",
        device="held.id",
        councillor="holder_id",
        status="CASE WHEN n % 800 = 1 THEN 'opened' ELSE 'settled' END",
        facts="'Films were stored on it.'",
        opened_at="timestamptz '2026-01-01'",
        opened_by=str(officer),
        comment_before="date '2026-01-09'",
        ruling="CASE WHEN n % 800 = 1 THEN '' ELSE 'no_action' END",
        reasons="CASE WHEN n % 800 = 1 THEN '' ELSE 'It was a mistake.' END",
        decided_at="CASE WHEN n % 800 <> 1 THEN timestamptz '2026-01-20' END",
        decided_by=f"CASE WHEN n % 800 <> 1 THEN {decider} END",
    )


def _returns(into: cursor, officer: int) -> None:
    """Four of each person, over ten years, signed by both sides."""
    at = "timestamptz '2016-02-01' + (people_user.id % 700 + turn * 700) * interval '1 day'"
    insert(
        into,
        Return,
        "people_user CROSS JOIN generate_series(1, 4) AS turn WHERE email LIKE 'holder%'",
        councillor="people_user.id",
        status="'signed'",
        received_at=at,
        received_by=str(officer),
        officer_name="'Sam Desk'",
        officer_statement="'I received it.'",
        signed_at=at,
        typed_name="full_name",
        statement="'I handed it back.'",
        manner="'account'",
    )


def _own(into: cursor, kind: int, officer: int) -> None:
    """A telephone of each person's own, enrolled."""
    insert(
        into,
        Device,
        "people_user WHERE email LIKE 'holder%'",
        id="nextval(pg_get_serial_sequence('devices_device', 'id'))",
        asset_tag="'P-' || to_char(people_user.id, 'FM00000')",
        kind=str(kind),
        ownership="'personal'",
        model="'Pixel 9'",
        status="'enrolled'",
        moved_at="timestamptz '2026-01-01'",
        holder="people_user.id",
    )
    insert(
        into,
        Enrolment,
        "devices_device WHERE ownership = 'personal'",
        device="devices_device.id",
        councillor="holder_id",
        statement="'The council may remove its data.'",
        typed_name="'Signed'",
        signed_at="timestamptz '2026-01-01'",
        enrolled_at="timestamptz '2026-01-02'",
        enrolled_by=str(officer),
        id="nextval(pg_get_serial_sequence('devices_enrolment', 'id'))",
    )


def _filters(into: cursor, officer: int) -> None:
    """Four of each person: one to be blocked, two blocked, one no longer."""
    answered = "CASE WHEN turn > 1 THEN timestamptz '2026-01-03' END"
    insert(
        into,
        FilterRequest,
        "people_user CROSS JOIN generate_series(1, 4) AS turn WHERE email LIKE 'holder%'",
        councillor="people_user.id",
        kind="'address'",
        sender="'news' || turn || '@spam' || people_user.id % 100 || '.example'",
        status="CASE turn WHEN 1 THEN 'requested' WHEN 4 THEN 'removed' ELSE 'done' END",
        requested_at="timestamptz '2026-01-01' + people_user.id % 300 * interval '1 day'",
        answered_at=answered,
        answered_by=f"CASE WHEN turn > 1 THEN {officer} END",
        removed_at="CASE WHEN turn = 4 THEN timestamptz '2026-02-01' END",
        removed_by=f"CASE WHEN turn = 4 THEN {officer} END",
    )
