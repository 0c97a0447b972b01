"""``manage.py makemigrations``: Django's, with the first tables of an app made in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.commands import makemigrations

from councilgov.migrating import in_one_step

if TYPE_CHECKING:
    from django.db.migrations import Migration


class Command(makemigrations.Command):
    def write_migration_files(self, changes: dict[str, list[Migration]], *args: Any) -> None:
        for app_label, migrations in changes.items():
            for migration in migrations:
                if migration.initial:
                    steps = in_one_step(migration.operations, app_label)
                    migration.operations = steps  # type: ignore[misc]  # each has its own
        super().write_migration_files(changes, *args)
