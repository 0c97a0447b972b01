import os

import psycopg2
from django.core.management import BaseCommand


class Command(BaseCommand):
    """Makes a table with the owner's login."""

    def handle(self, *_args: object, **_options: object) -> None:
        with psycopg2.connect(os.environ["DATABASE_OWNER_URL"]) as owner, owner.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS visit (id serial)")
