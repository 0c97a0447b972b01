import os

import psycopg2
from django.core.management import BaseCommand


class Command(BaseCommand):
    """Adds a row with the web's login."""

    def handle(self, *_args: object, **_options: object) -> None:
        with psycopg2.connect(os.environ["DATABASE_URL"]) as web, web.cursor() as cursor:
            cursor.execute("INSERT INTO visit DEFAULT VALUES")
