"""``manage.py replay_erasures``: after a restore, do again what people had a right to since the
backup: who was erased is erased again, and what was refused or taken back is taken back.
"""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError

from consent.erasing import listing
from consent.erasing.actions import replay, replay_rows, take_back_again


class Command(BaseCommand):
    help = "After a restore, erases again who was, and takes back what was. Safe twice."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            taken_back, count, rows = take_back_again(), replay(), replay_rows()
        except OSError as error:
            raise CommandError(f"There is no list at {listing.path()}: {error.strerror}") from error
        except listing.OtherKey as error:
            raise CommandError(
                f"Some of {error} was made under another SECRET_KEY. Set OLD_SECRET_KEYS to it."
            ) from error
        self.stdout.write(
            f"Erased again: {count}. Taken back again: {taken_back}. Entries deleted again: {rows}."
        )
