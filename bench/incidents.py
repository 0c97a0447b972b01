"""A register of 100,000 incidents of ten years, of which a thousand clocks run.

Written by the owner with triggers off, as ``bench.million`` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.million import insert
from breaches.models import Assessment, Incident
from councilgov.people.models import TermOfOffice, User
from tests import given
from tests.database import owner_cursor

if TYPE_CHECKING:
    from psycopg2.extensions import cursor

INCIDENTS, PEOPLE = 100_000, 5_000
BREACHES = INCIDENTS // 2
"""Every second one was a breach, for which the council answered."""
KINDS = ("lost", "wrong_person", "seen", "account", "suspicious", "misuse", "other")
RUNNING = 1_000
"""The newest of them: the clocks of these have run from no hour to a hundred."""
IS_OPEN = f"n > {INCIDENTS - 2 * RUNNING} AND n % 2 = 0"
AT = f"""(CASE WHEN {IS_OPEN}
    THEN now() - ({INCIDENTS} - n) / 2 * interval '6 minutes'
    ELSE now() - interval '10 days' - ({INCIDENTS} - n) * interval '50 minutes' END)"""


def build() -> None:
    """The register of a large council."""
    given.council()
    officer = given.person().pk
    with owner_cursor(triggers=False) as into:
        _people(into)
        _incidents(into, officer)
        _assessments(into, officer)
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


def _incidents(into: cursor, officer: int) -> None:
    finding = "CASE WHEN n % 2 = 0 THEN 'confirmed' ELSE 'not_personal' END"
    insert(
        into,
        Incident,
        f"generate_series(1, {INCIDENTS}) AS n JOIN people_user"
        f" ON email = 'incident' || (1 + n % {PEOPLE}) || '@{given.DOMAIN}'",
        id="nextval(pg_get_serial_sequence('breaches_incident', 'id'))",
        kind=f"(ARRAY{list(KINDS)})[1 + n % 7]",
        status=f"CASE WHEN {IS_OPEN} THEN 'confirmed' ELSE 'closed' END",
        finding=finding,
        happened="'A message about matter ' || n || ' went to somebody else.'",
        noticed_at=AT,
        reported_at=AT,
        recorded_at=AT,
        reported_by="people_user.id",
        recorded_by="people_user.id",
        reported_via="'portal'",
        corporate_reference="'CR-' || n",
        ruled_at=AT,
        ruled_because="'It names somebody.'",
        contained_at=f"CASE WHEN NOT ({IS_OPEN}) THEN {AT} END",
        closed_at=f"CASE WHEN NOT ({IS_OPEN}) THEN {AT} END",
    )


def _assessments(into: cursor, officer: int) -> None:
    is_open = "status = 'confirmed'"
    decided = f"CASE WHEN NOT ({is_open}) THEN %s END"
    insert(
        into,
        Assessment,
        "breaches_incident WHERE finding = 'confirmed'",
        id="nextval(pg_get_serial_sequence('breaches_assessment', 'id'))",
        incident="breaches_incident.id",
        controller="'council'",
        aware_at="noticed_at",
        begun_at="noticed_at",
        regulator=f"CASE WHEN {is_open} THEN 'undecided' ELSE 'not_notifiable' END",
        regulator_because=f"CASE WHEN {is_open} THEN '' ELSE 'No risk.' END",
        regulator_decided_at=decided % "noticed_at",
        regulator_decided_by=decided % officer,
        people=f"CASE WHEN {is_open} THEN 'undecided' ELSE 'not_required' END",
        people_because=f"CASE WHEN {is_open} THEN '' ELSE 'No risk.' END",
        people_decided_at=decided % "noticed_at",
        people_decided_by=decided % officer,
        exemption=f"CASE WHEN {is_open} THEN '' ELSE 'not_high' END",
    )
