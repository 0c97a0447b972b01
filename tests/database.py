"""The test database: made and emptied by the owner, used by the web login as in production."""

from __future__ import annotations

import hashlib
import sys
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg2
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from councilgov.database import grant_web

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.utils import CursorWrapper

TEMPLATE = "councilgov_template_"
KEPT = {"django_migrations", "django_content_type", "devices_kind", "consent_channel"}
"""What migrations put there."""
ONE_AT_A_TIME = 1849  # PostgreSQL's advisory lock: any number that all workers agree on


def make_database() -> None:
    """A fresh database for this worker of xdist: a copy of one that was migrated once.

    Migrating takes seconds, copying a moment. A migration that changed makes a new template, and
    the older ones go.
    """
    owner = connections["owner"]
    name, template = owner.creation._get_test_db_name(), _template_name()
    with owner._nodb_cursor() as cursor:
        cursor.execute("SET lock_timeout = 0")  # however long the one before takes
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        if not cursor.fetchone():
            _make_template(owner, cursor, template)
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    for connection in connections.all():
        connection.close()
        connection.settings_dict["NAME"] = name
    grant_web(owner)


def _template_name() -> str:
    """Named by what every migration says."""
    total = hashlib.sha256()
    for _key, migration in sorted(MigrationLoader(None).disk_migrations.items()):
        source = sys.modules[migration.__module__].__file__
        assert source, migration
        total.update(Path(source).read_bytes())
    return f"{TEMPLATE}{total.hexdigest()[:12]}"


def _make_template(owner: BaseDatabaseWrapper, cursor: CursorWrapper, template: str) -> None:
    unfinished = f"{template}_unfinished"
    drop_templates(cursor)
    owner.settings_dict["TEST"]["NAME"] = unfinished
    owner.creation.create_test_db(verbosity=0, serialize=False)
    owner.close()
    cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{template}"')


def drop_templates(cursor: CursorWrapper, beginning: str = TEMPLATE) -> None:
    """What other migrations left, and what was not finished; only under the lock."""
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [beginning])
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP DATABASE "{name}"')


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
        cursor.execute("; ".join(f'DELETE FROM "{table}"' for table in _emptied(cursor)))  # noqa: S608


def _emptied(cursor: psycopg2.extensions.cursor) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return sorted({table for (table,) in cursor.fetchall()} - KEPT)


def copied_rows() -> dict[str, bytes]:
    """Every row that ``empty_database`` would delete, by its table: to be put back quickly."""
    found = {}
    with owner_cursor() as cursor:
        for table in _emptied(cursor):
            cursor.copy_expert(f'COPY "{table}" TO STDOUT', into := BytesIO())
            if rows := into.getvalue():
                found[table] = rows
    return found


def put_back(copied: Mapping[str, bytes]) -> None:
    """The rows as they were, into the empty database of the worker that copied them."""
    with owner_cursor(triggers=False) as cursor:
        for table, rows in copied.items():
            cursor.copy_expert(f'COPY "{table}" FROM STDIN', BytesIO(rows))


def analyse_database() -> None:
    """Let PostgreSQL look at its tables, as it does by itself some time after many new rows."""
    with owner_cursor() as cursor:
        cursor.execute("ANALYZE")
