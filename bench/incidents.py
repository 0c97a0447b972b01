"""A register of 100,000 incidents of ten years, of which a thousand clocks run: who had a part in
them, what councillors answer for themselves, and what was written down of each.

Written by the owner with triggers off, as ``bench.million`` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.million import insert
from breaches.models import (
    Assessment,
    Incident,
    IncidentEvent,
    Involved,
    LossReport,
    Reader,
)
from councilgov.people.models import TermOfOffice, User
from tests import given
from tests.database import owner_cursor

if TYPE_CHECKING:
    from psycopg2.extensions import cursor

INCIDENTS, PEOPLE = 100_000, 5_000
BREACHES = INCIDENTS // 2
"""Every second one was a breach, each with one controller."""
WARD, SHARED = 4_900, 980
LOSSES, WAITING = 10_000, 50
"""Reported without signing in, over the years; and those that wait to be rung back about."""
KINDS = ("lost", "wrong_person", "seen", "account", "suspicious", "misuse", "other")
RUNNING = 1_000
"""The newest of them: the clocks of these have run from no hour to a hundred."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """How many there are, and whose they are: the people with ``prefix`` in their address."""

    incidents: int = INCIDENTS
    people: int = PEOPLE
    running: int = RUNNING
    losses: int = LOSSES
    waiting: int = WAITING
    minutes: int = 50
    """Between two that are over."""
    prefix: str = "incident"

    @property
    def own(self) -> str:
        """A tenth of them a councillor answers for; one in five of those lets officers see it."""
        return f"n % 20 = 10 AND n <= {self.incidents - 2 * self.running}"

    @property
    def is_open(self) -> str:
        return f"n > {self.incidents - 2 * self.running} AND n % 2 = 0"

    @property
    def at(self) -> str:
        apart = 6_000 / self.running
        return f"""(CASE WHEN {self.is_open}
    THEN now() - ({self.incidents} - n) / 2 * interval '{apart} minutes'
    ELSE now() - interval '10 days' - ({self.incidents} - n) * interval '{self.minutes} minutes'
    END)"""


REGISTER = Size()


def build() -> None:
    """The register of a large council."""
    given.council()
    with owner_cursor(triggers=False) as into:
        _people(into)
    build_for(REGISTER)


def build_for(size: Size) -> None:
    """So much, of people who are there already."""
    officer = given.person().pk
    with owner_cursor(triggers=False) as into:
        _incidents(into, officer, size)
        _assessments(into, officer)
        _parts(into, officer)
        _events(into, officer)
        _losses(into, officer, size)
        # as autovacuum leaves them
        into.execute("VACUUM ANALYZE")


def _people(into: cursor) -> None:
    insert(
        into,
        User,
        f"generate_series(1, {PEOPLE}) AS n",
        full_name="'Councillor Alder' || n",
        known_as="'Councillor Alder' || n",
        email=f"'incident' || n || '@{given.DOMAIN}'",
        password="'known to nobody'",
        is_active="true",
    )
    members = "people_user WHERE email LIKE 'incident%'"
    insert(into, TermOfOffice, members, councillor="id", kind="'elected'", starts_on="'2016-05-09'")


def _incidents(into: cursor, officer: int, size: Size) -> None:
    at, is_open = size.at, size.is_open
    finding = "CASE WHEN n % 2 = 0 THEN 'confirmed' ELSE 'not_personal' END"
    insert(
        into,
        Incident,
        f"generate_series(1, {size.incidents}) AS n JOIN people_user"
        f" ON email = '{size.prefix}' || (1 + n % {size.people}) || '@{given.DOMAIN}'",
        id="n",
        kind=f"(ARRAY{list(KINDS)})[1 + n % 7]",
        status=f"CASE WHEN {is_open} THEN 'confirmed' ELSE 'closed' END",
        finding=finding,
        happened="'A message about matter ' || n || ' went to somebody else.'",
        noticed_at=at,
        council_knew_at=at,
        reported_at=at,
        recorded_at=at,
        reported_by="people_user.id",
        recorded_by="people_user.id",
        reported_via="'portal'",
        corporate_reference="'CR-' || n",
        ruled_at=at,
        ruled_because="'It names somebody.'",
        capacity=f"CASE WHEN {size.own} THEN 'ward' ELSE 'council' END",
        is_confidential="n % 200 = 1",
        contained_at=f"CASE WHEN NOT ({is_open}) THEN {at} END",
        closed_at=f"CASE WHEN NOT ({is_open}) THEN {at} END",
    )
    into.execute(
        f"SELECT setval(pg_get_serial_sequence('breaches_incident', 'id'), {size.incidents})"
    )


def _assessments(into: cursor, officer: int) -> None:
    is_open, is_own = "status = 'confirmed'", "capacity = 'ward'"
    insert(
        into,
        Assessment,
        "breaches_incident WHERE finding = 'confirmed'",
        id="nextval(pg_get_serial_sequence('breaches_assessment', 'id'))",
        incident="breaches_incident.id",
        controller=f"CASE WHEN {is_own} THEN 'councillor' ELSE 'council' END",
        councillor=f"CASE WHEN {is_own} THEN reported_by_id END",
        shared_at=f"CASE WHEN {is_own} AND id % 100 = 10 THEN noticed_at END",
        aware_at="noticed_at",
        begun_at="noticed_at",
        advice=f"CASE WHEN {is_open} THEN '' ELSE 'Nobody is at risk.' END",
        advised_at=f"CASE WHEN NOT {is_open} THEN noticed_at END",
        advised_by=f"CASE WHEN NOT {is_open} THEN {officer} END",
        exemption=f"CASE WHEN {is_open} THEN '' ELSE 'not_high' END",
        **_decided("regulator", "not_notifiable", is_open, officer),
        **_decided("people", "not_required", is_open, officer),
    )


def _decided(what: str, outcome: str, is_open: str, officer: int) -> dict[str, str]:
    """Nothing while it is open; then that, by an officer."""
    return {
        what: f"CASE WHEN {is_open} THEN 'undecided' ELSE '{outcome}' END",
        f"{what}_because": f"CASE WHEN {is_open} THEN '' ELSE 'No risk.' END",
        f"{what}_decided_at": f"CASE WHEN NOT {is_open} THEN noticed_at END",
        f"{what}_decided_by": f"CASE WHEN NOT {is_open} THEN {officer} END",
    }


def _parts(into: cursor, officer: int) -> None:
    """Every fifth happened in the work of who reported it; a list of readers of each that is
    confidential.
    """
    at = {"incident": "breaches_incident.id", "person": "reported_by_id", "part": "'owner'"}
    noted = {"noted_at": "recorded_at", "noted_by": str(officer)}
    key = "nextval(pg_get_serial_sequence('breaches_involved', 'id'))"
    insert(into, Involved, "breaches_incident WHERE id % 5 = 0", id=key, **at, **noted)
    insert(
        into,
        Reader,
        "breaches_incident WHERE is_confidential",
        id="nextval(pg_get_serial_sequence('breaches_reader', 'id'))",
        incident="breaches_incident.id",
        person=str(officer),
        because="'Looks into it.'",
        added_at="recorded_at",
        added_by=str(officer),
    )


def _events(into: cursor, officer: int) -> None:
    """Three lines of each: reported; and once it is closed, contained and closed."""
    insert(
        into,
        IncidentEvent,
        "breaches_incident CROSS JOIN unnest(ARRAY['recorded', 'contained', 'closed']) AS step"
        " WHERE step = 'recorded' OR closed_at IS NOT NULL",
        id="nextval(pg_get_serial_sequence('breaches_incidentevent', 'id'))",
        incident="breaches_incident.id",
        what="step",
        happened_at="recorded_at",
        entered_at="recorded_at",
        entered_by=str(officer),
        words="CASE step WHEN 'recorded' THEN '' ELSE 'We rang and it was deleted.' END",
    )


def _losses(into: cursor, officer: int, size: Size) -> None:
    over = size.losses - size.waiting
    at = f"now() - ({size.losses} - n) * interval '500 minutes'"
    ended = f"CASE WHEN n <= {over} THEN %s END"
    insert(
        into,
        LossReport,
        f"generate_series(1, {size.losses}) AS n",
        status=f"CASE WHEN n > {over} THEN 'waiting' ELSE 'dropped' END",
        noticed_at=at,
        reported_at=at,
        ended_at=ended % at,
        ended_by=ended % officer,
        dropped_because=f"CASE WHEN n > {over} THEN '' ELSE 'It was a joke.' END",
    )
