"""``manage.py prepare_database``: migrate as the owner, then give the web login its rights."""

from typing import Any

from django.core.management import BaseCommand, CommandError, call_command
from django.db import connections

from councilgov.database import grant_web


class Command(BaseCommand):
    help = "Migrates on the owner's login (DATABASE_OWNER_URL) and grants the web login its rights."

    def handle(self, *_args: Any, **options: Any) -> None:
        if "owner" not in connections.settings:
            raise CommandError("Set DATABASE_OWNER_URL: see .env.example")
        verbosity = options["verbosity"]
        call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
        call_command("createcachetable", database="owner", verbosity=verbosity)
        grant_web(connections["owner"])
