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
    WITH changed AS (
        UPDATE {table}
        SET stale_on = (GREATEST(verified_on, last_contact_on) + make_interval(months => %s))::date
        WHERE id > %s AND id <= %s AND verified_on IS NOT NULL
            AND status = ANY(%s) AND stale_on IS DISTINCT FROM
            (GREATEST(verified_on, last_contact_on) + make_interval(months => %s))::date
        RETURNING *
    )
    INSERT INTO {history}
        ({columns}, history_date, history_type, history_change_reason, history_user_id)
    SELECT {columns}, %s, '~', 'Counted anew', %s FROM changed
"""
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
    )
    months = Council.objects.the().stale_after_months
    ends = ContactPermission.objects.aggregate(first=Min("pk"), last=Max("pk"))
    count, whose = 0, by.pk if by else None
    with connection.cursor() as cursor:
        for first in range((ends["first"] or 1) - 1, ends["last"] or 0, BATCH):
            values: list[Any] = [
                months,
                first,
                first + BATCH,
                sorted(LIVE),
                months,
                timezone.now(),
                whose,
            ]
            cursor.execute(sql, values)
            count += cursor.rowcount
    return count
