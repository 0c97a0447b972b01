"""``manage.py sound_alarms``: what the worker does each minute about the clocks of breaches, for
cron, without a broker.
"""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand

from breaches.tasks import ALARMS
from councilgov.notices.sweeping import each


class Command(BaseCommand):
    help = (
        "Gives the alarms of breaches that are due by now. Safe twice, late, and beside workers. "
        "deliver_notices sends them."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        count = each(ALARMS)
        self.stdout.write(f"{count} alarm{'' if count == 1 else 's'} given.")
