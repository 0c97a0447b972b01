"""How far a job is, seen from outside the one transaction in which it works.

Nothing that a transaction writes can be seen before it ends. The name that a session gives itself
can, at once (PostgreSQL, ``pg_stat_activity``), and it goes when the transaction ends, or when the
worker dies: what is seen is always somebody at work (ADR 0017).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

NAMED = re.compile(r"import (\d+): (\d+) of (\d+)")


class Progress(NamedTuple):
    """So many rows of so many."""

    done: int
    of: int

    @property
    def words(self) -> str:
        return _("%(done)s of %(of)s rows.") % {"done": f"{self.done:,}", "of": f"{self.of:,}"}


def tell(import_pk: int, progress: Progress) -> None:
    """Say how far this session is; to be called inside the transaction of the job."""
    name = f"import {import_pk}: {progress.done} of {progress.of}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('application_name', %s, true)", [name])


def told(import_pk: int) -> Progress | None:
    """How far the job is; None if nobody works on it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT application_name FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name LIKE %s",
            [f"import {import_pk}: %"],
        )
        found = cursor.fetchone()
    named = NAMED.fullmatch(found[0]) if found else None
    return Progress(int(named[2]), int(named[3])) if named else None
