"""From when each permission is stale, worked out anew for all of them in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Max, Min
from django.utils import timezone

from consent.models import LIVE, ContactPermission
from councilgov.people.models import Council

if TYPE_CHECKING:
    from councilgov.people.models import User

BATCH = 20_000
RECOUNT = """
    WITH held AS (
        SELECT id FROM {table}
        WHERE id > %(first)s AND id <= %(last)s AND verified_on IS NOT NULL
            AND status = ANY(%(live)s) AND stale_on IS DISTINCT FROM {stale_on}
        ORDER BY id FOR NO KEY UPDATE
    ), changed AS (
        UPDATE {table} SET stale_on = {stale_on} FROM held WHERE {table}.id = held.id
        RETURNING {table}.*
    )
    INSERT INTO {history}
        ({columns}, history_date, history_type, history_change_reason, history_user_id)
    SELECT {columns}, %(now)s, '~', 'Counted anew', %(whose)s FROM changed
"""
"""Held in the order in which all others hold them too, so that no two wait for each other."""
STALE_ON = "(GREATEST(verified_on, last_contact_on) + make_interval(months => %(months)s))::date"
"""PostgreSQL counts months as ``months_after`` does: six after 31 August are on 28 February."""


def recount(*, by: User | None = None) -> int:
    """Every row is stale from the council's months after the later of check and contact both ways.

    With its history, in the database: how many were not so before. Safe twice. In parts, so that
    no statement takes longer than the database allows one.
    """
    names = ", ".join(f'"{field.column}"' for field in ContactPermission._meta.concrete_fields)
    sql = RECOUNT.format(
        table=ContactPermission._meta.db_table,
        history=ContactPermission.history.model._meta.db_table,
        columns=names,
        stale_on=STALE_ON,
    )
    about: dict[str, Any] = {
        "months": Council.objects.the().stale_after_months,
        "live": sorted(LIVE),
        "now": timezone.now(),
        "whose": by.pk if by else None,
    }
    ends = ContactPermission.objects.aggregate(first=Min("pk"), last=Max("pk"))
    count = 0
    with connection.cursor() as cursor:
        for first in range((ends["first"] or 1) - 1, ends["last"] or 0, BATCH):
            cursor.execute(sql, about | {"first": first, "last": first + BATCH})
            count += cursor.rowcount
    return count
