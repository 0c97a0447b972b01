"""What the web login may do in the database, and what it may not.

The owner migrates and owns every table. The web reads and writes rows, but evidence it may only
add and read: there is no statement with which the application could change what was signed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

EVIDENCE_APP = "ledger"


def evidence_tables() -> list[str]:
    """The tables to which rows are added and in which none is ever changed."""
    models = apps.get_app_config(EVIDENCE_APP).get_models()
    return [model._meta.db_table for model in models if getattr(model, "IS_EVIDENCE", False)]


def grant_web(owner: BaseDatabaseWrapper) -> None:
    """Give the web login its rights, by the owner's connection. Safe to repeat."""
    quote = owner.ops.quote_name
    web = quote(settings.DATABASES["default"]["USER"])
    with owner.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {web}")
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {web}"
        )
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {web}")
        for table in evidence_tables():
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {quote(table)} FROM {web}")
