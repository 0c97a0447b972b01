"""Whoever has to declare whose insurance covers the equipment is reminded, all of them at once."""

from __future__ import annotations

from django.utils import timezone

from councilgov.notices.models import Notice
from councilgov.notices.stages import weekly
from devices.insuring.due import is_asked, to_declare
from devices.insuring.notices import DECLARE


def remind_to_declare() -> int:
    """One reminder the day after it is due, then one a week. How many are new."""
    if not is_asked():
        return 0
    due = weekly(to_declare(timezone.now()), "due_on", timezone.localdate())
    return Notice.objects.plan(DECLARE, due, to="pk", cause=("due_on", "stage"))
