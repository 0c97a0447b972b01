"""A council of 5,000 people, 50 policies and ten years: a million requests to sign.

Written by the owner with triggers off, because no page could write so much: what is measured is
how the portal reads it, and what the clock does to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import NOT_PROVIDED, Model

from councilgov.ledger.models import Entry
from councilgov.people.models import Group, GroupMembership, TermOfOffice, User
from policies.models import Acknowledgement, Policy, PolicyVersion
from tests import given
from tests.database import owner_cursor

if TYPE_CHECKING:
    from psycopg2.extensions import cursor

PEOPLE, POLICIES, VERSIONS = 5_000, 50, 4
"""Each policy had four versions, of which the last is in force."""
MILLION = PEOPLE * POLICIES * VERSIONS


def insert(into: cursor, model: type[Model], source: str, /, **values: str) -> None:
    """Rows of the model: ``values`` are SQL over ``source``, the other columns are empty."""
    columns = {}
    for field in model._meta.concrete_fields:
        if field.generated:
            continue
        columns[field.column] = values.pop(field.name, "") or plain(field)
    assert not values, values
    names, sql = ", ".join(f'"{name}"' for name in columns), ", ".join(columns.values())
    into.execute(f"INSERT INTO {model._meta.db_table} ({names}) SELECT {sql} FROM {source}")  # noqa: S608


def plain(field: object) -> str:
    """What stands in a column that nobody speaks of."""
    default = getattr(field, "default", NOT_PROVIDED)
    if getattr(field, "primary_key", False):
        table = field.model._meta.db_table  # type: ignore[attr-defined]
        return f"nextval(pg_get_serial_sequence('{table}', '{field.column}'))"  # type: ignore[attr-defined]
    if getattr(field, "null", False):
        return "NULL"
    if default is NOT_PROVIDED:
        return "''"
    if callable(default):
        return "'[]'" if field.get_internal_type() == "JSONField" else "'{}'"  # type: ignore[attr-defined]
    return f"'{default}'"


def build() -> None:
    """The whole council. The members' own pages and the officers' lists are those of any other."""
    given.council()
    officer = given.person()
    first = given.published()
    with owner_cursor(triggers=False) as into:
        _people(into)
        _policies(into, first, officer)
        _requests(into)
        # as autovacuum leaves them: what an index holds need not be looked up in the table
        into.execute("VACUUM ANALYZE")


def _people(into: cursor) -> None:
    every = f"generate_series(1, {PEOPLE}) AS n"
    insert(
        into,
        User,
        every,
        full_name="'Councillor ' || chr(65 + n % 26) || ' Alder' || n",
        known_as="'Councillor Alder' || n",
        email=f"'million' || n || '@{given.DOMAIN}'",
        password="'known to nobody'",
        is_active="true",
    )
    members = "people_user WHERE email LIKE 'million%'"
    insert(into, TermOfOffice, members, councillor="id", kind="'elected'", starts_on="'2016-05-09'")
    insert(into, Group, "generate_series(1, 10) AS n", name="'Group ' || n")
    insert(
        into,
        GroupMembership,
        "people_user JOIN people_group ON people_group.name = 'Group ' || (1 + people_user.id % 10)"
        " WHERE email LIKE 'million%'",
        councillor="people_user.id",
        group="people_group.id",
        is_leader="false",
        starts_on="'2016-05-09'",
        id="nextval(pg_get_serial_sequence('people_groupmembership', 'id'))",
    )


def _policies(into: cursor, first: PolicyVersion, officer: User) -> None:
    assert first.decision
    insert(
        into,
        Policy,
        f"generate_series(1, {POLICIES}) AS n",
        title="'Policy ' || to_char(n, 'FM00')",
        slug="'policy-' || to_char(n, 'FM00')",
        kind="'protocol'",
        audience="'councillors'",
    )
    insert(
        into,
        PolicyVersion,
        f"policies_policy CROSS JOIN generate_series(1, {VERSIONS}) AS n,"  # noqa: S608
        f" (SELECT clauses, sha256 FROM policies_policyversion WHERE id = {first.pk}) AS text"
        " WHERE slug LIKE 'policy-%'",
        id="nextval(pg_get_serial_sequence('policies_policyversion', 'id'))",
        policy="policies_policy.id",
        major="n",
        minor="0",
        status=f"CASE WHEN n = {VERSIONS} THEN 'published' ELSE 'superseded' END",
        clauses="text.clauses",
        sha256="text.sha256",
        gaps="'[]'",
        decision=str(first.decision.pk),
        published_by=str(officer.pk),
        published_at="make_timestamptz(2016 + n * 2, 7, 1, 9, 0, 0)",
        effective_on="make_date(2016 + n * 2, 7, 1)",
    )


def _requests(into: cursor) -> None:
    """Of the last versions one in ten is late by a week today, and one in ten has still time."""
    turn = "(person.id * 7 + version.id * 3) % 10"
    is_open = f"version.status = 'published' AND {turn} < 2"
    insert(
        into,
        Acknowledgement,
        "people_user AS person CROSS JOIN policies_policyversion AS version"
        " JOIN policies_policy AS policy ON policy.id = version.policy_id"
        " WHERE person.email LIKE 'million%' AND policy.slug LIKE 'policy-%'",
        id="nextval(pg_get_serial_sequence('policies_acknowledgement', 'id'))",
        councillor="person.id",
        version="version.id",
        status=f"CASE WHEN {is_open} THEN 'required' ELSE 'signed' END",
        asked_on="CASE WHEN version.status = 'published' THEN CURRENT_DATE - 35"
        " ELSE version.effective_on END",
        due_on=f"CASE WHEN version.status <> 'published' THEN version.effective_on + 28"
        f" WHEN {turn} = 0 THEN CURRENT_DATE - 7 ELSE CURRENT_DATE + 37 END",
        signed_at=f"CASE WHEN {is_open} THEN NULL ELSE version.published_at"
        " + person.id * interval '1 minute' END",
        typed_name=f"CASE WHEN {is_open} THEN '' ELSE person.full_name END",
        statement=f"CASE WHEN {is_open} THEN '' ELSE 'I agree.' END",
        text_sha256=f"CASE WHEN {is_open} THEN '' ELSE version.sha256 END",
    )


def entries(count: int) -> None:
    """So many entries of evidence, not sealed yet."""
    with owner_cursor() as into:
        insert(
            into,
            Entry,
            f"generate_series(1, {count}) AS n",
            recorded_at="now()",
            kind="'bench'",
            subject="'people.ward:' || n",
            facts="'{\"n\":' || n || '}'",
        )


__all__ = ["MILLION", "PEOPLE", "POLICIES", "build", "entries"]
