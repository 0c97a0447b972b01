"""``manage.py deliver_notices``: the delivery loop of the workers, without a broker."""

from __future__ import annotations

import signal
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING, Any

from django.core.management import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from councilgov.notices.actions import deliver_next

if TYPE_CHECKING:
    from django.core.management import CommandParser

PAUSE = 2  # seconds between two looks into an empty outbox


class Command(BaseCommand):
    help = "Sends what is due, again and again until it is stopped. Safe beside other workers."

    def add_arguments(self, parser: CommandParser) -> None:
        length = parser.add_mutually_exclusive_group()
        length.add_argument("--once", action="store_true", help="until nothing is due")
        length.add_argument("--for", type=float, dest="seconds", help="for so many seconds")

    def handle(self, *_args: Any, **options: Any) -> None:
        stop = Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())  # after the mail that is on its way
        seconds = options["seconds"]
        end = timezone.now() + timedelta(seconds=seconds) if seconds is not None else None
        count = 0
        while not stop.is_set() and (end is None or timezone.now() < end):
            if deliver_next(timezone.now()):
                count += 1
            elif options["once"]:
                break
            else:
                close_old_connections()
                stop.wait(PAUSE)
        self.stdout.write(f"{count} mail{'' if count == 1 else 's'} dealt with.")
