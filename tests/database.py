"""The test database: made and emptied by the owner, used by the web login as in production."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import psycopg2
from django.db import connections

if TYPE_CHECKING:
    from collections.abc import Iterator

KEPT = {"django_migrations", "django_content_type"}


@contextmanager
def owner_cursor(*, triggers: bool = True) -> Iterator[psycopg2.extensions.cursor]:
    """A cursor of the owner's, outside every transaction of the test; with triggers off on wish."""
    login = connections["owner"].settings_dict
    with closing(
        psycopg2.connect(
            host=login["HOST"],
            port=login["PORT"],
            user=login["USER"],
            password=login["PASSWORD"],
            dbname=connections["default"].settings_dict["NAME"],
        )
    ) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            if not triggers:
                cursor.execute("SET session_replication_role = replica")
            yield cursor


def empty_database() -> None:
    """Delete every row, evidence too: what no login of the application can do."""
    with owner_cursor(triggers=False) as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = sorted({table for (table,) in cursor.fetchall()} - KEPT)
        cursor.execute("; ".join(f'DELETE FROM "{table}"' for table in tables))  # noqa: S608


def analyse_database() -> None:
    """Let PostgreSQL look at its tables, as it does by itself some time after many new rows."""
    with owner_cursor() as cursor:
        cursor.execute("ANALYZE")
