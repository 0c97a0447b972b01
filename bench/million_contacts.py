"""5,000 councillors who are each in touch with 100 people in two ways: a million permissions.

Written by the owner with triggers off, as ``bench.million`` does. Nine in ten were checked, on days
spread over a year; councillors have their people from the same few weeks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.million import insert
from consent.models import Channel, Constituent, ContactPermission
from councilgov.people.models import TermOfOffice, User
from tests import given
from tests.database import owner_cursor

if TYPE_CHECKING:
    from psycopg2.extensions import cursor

COUNCILLORS, EACH, WAYS = 5_000, 100, 2
PERMISSIONS = COUNCILLORS * EACH * WAYS


def build(first: int, last: int, each: int = EACH) -> None:
    """The councillors of these numbers; all of them are a whole region's, on one server."""
    text, telephone = (Channel.objects.get(name=name).pk for name in ("Text message", "Telephone"))
    with owner_cursor(triggers=False) as into:
        _councillors(into, first, last)
        _people(into, each)
        _permissions(into, text, telephone)
        # as autovacuum leaves them
        into.execute("VACUUM ANALYZE")


NEW = (
    "people_user AS owner WHERE owner.email LIKE 'contact%'"
    " AND NOT EXISTS (SELECT FROM consent_constituent WHERE councillor_id = owner.id)"
)
"""Councillors who have no people yet."""


def _councillors(into: cursor, first: int, last: int) -> None:
    insert(
        into,
        User,
        f"generate_series({first}, {last}) AS n",
        full_name="'Councillor ' || chr(65 + n % 26) || ' Alder' || n",
        known_as="'Councillor Alder' || n",
        email=f"'contact' || n || '@{given.DOMAIN}'",
        password="'known to nobody'",
        is_active="true",
    )
    insert(
        into,
        TermOfOffice,
        NEW,
        councillor="owner.id",
        kind="'elected'",
        starts_on="'2016-05-09'",
    )


def _people(into: cursor, each: int) -> None:
    insert(
        into,
        Constituent,
        f"generate_series(1, {each}) AS n CROSS JOIN {NEW}",
        id="nextval(pg_get_serial_sequence('consent_constituent', 'id'))",
        councillor="owner.id",
        capacity="'council'",
        full_name="chr(65 + n % 26) || 'am Sorrel ' || owner.id || '-' || n",
        at_request_of="'themselves'",
        begun_at="now()",
    )


def _permissions(into: cursor, text: int, telephone: int) -> None:
    number = f"'+4477' || to_char(who.id * {WAYS} + way, 'FM00000000')"
    checked = "CURRENT_DATE - 1 - ((who.councillor_id % 29 + who.id % 7) * 10)::int"
    is_checked = "who.id % 10 > 0"
    insert(
        into,
        ContactPermission,
        f"consent_constituent AS who CROSS JOIN generate_series(0, {WAYS - 1}) AS way"
        " WHERE NOT EXISTS (SELECT FROM consent_contactpermission WHERE constituent_id = who.id)",
        id="nextval(pg_get_serial_sequence('consent_contactpermission', 'id'))",
        councillor="who.councillor_id",
        constituent="who.id",
        channel=f"CASE way WHEN 0 THEN {text} ELSE {telephone} END",
        needs_permission="way = 0",
        needs_verification="way = 0",
        purpose="'contact'",
        handle=number,
        normal=number,
        look=number,
        status=f"CASE WHEN {is_checked} THEN 'verified' ELSE 'granted' END",
        source="CASE way WHEN 0 THEN 'wrote_first' ELSE 'gave_details' END",
        answered_on="CURRENT_DATE - 400",
        begun_at="now() - interval '400 days'",
        verified_on=f"CASE WHEN {is_checked} THEN {checked} END",
        verified_how=f"CASE WHEN {is_checked} THEN 'in_person' ELSE '' END",
        who_answered=f"CASE WHEN {is_checked} THEN 'Them' ELSE '' END",
        stale_on=f"CASE WHEN {is_checked} THEN ({checked} + interval '6 months')::date END",
    )


__all__ = ["COUNCILLORS", "EACH", "PERMISSIONS", "build"]
