"""``manage.py replay_erasures``: after a restore, erase again who was erased since the backup."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError

from consent.erasing import listing
from consent.erasing.actions import replay


class Command(BaseCommand):
    help = "Erases again, after a restore, everybody on the list of erasures. Safe twice."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            count = replay()
        except OSError as error:
            raise CommandError(f"There is no list at {listing.path()}: {error.strerror}") from error
        except listing.OtherKey as error:
            raise CommandError(
                f"Some of {error} was made under another SECRET_KEY. Run this once with that key."
            ) from error
        self.stdout.write(f"Erased again: {count}")
