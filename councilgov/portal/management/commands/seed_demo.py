"""``manage.py seed_demo``: an invented council, once, for ``make run``."""

import gc
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from councilgov.ledger.actions import seal
from councilgov.people.models import Council
from councilgov.portal.demo.whole import build_demo


class Command(BaseCommand):
    help = "Fills an empty database with demo data. Only with DEMO=1, which `make run` sets."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo accounts have a public password: set DEMO=1 to make them.")
        if Council.objects.exists():
            self.stdout.write("There is data already.")
            return
        gc.disable()  # what is made here stays: looking through it for garbage takes a fifth longer
        build_demo()
        gc.enable()
        seal()
        self.stdout.write("Demo data is in place.")
