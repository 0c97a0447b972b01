"""When the clock does what: the wake-up calls of Celery. What is due stands in rows."""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab

HOUR = 3_600


def every(seconds: int, task: str) -> dict[str, Any]:
    """A task of each so many seconds. One that no worker took until the next is dropped."""
    return {"task": task, "schedule": float(seconds), "options": {"expires": seconds}}


def at(task: str, *, minute: str, hour: str = "*") -> dict[str, Any]:
    """A task at these times in London. One that no worker took within the hour is dropped."""
    schedule = crontab(minute=minute, hour=hour)
    return {"task": task, "schedule": schedule, "options": {"expires": HOUR - 600}}


BY_DAY = {
    "deliver notices": every(30, "councilgov.notices.tasks.deliver"),
    "check and apply imports": every(30, "councilgov.imports.tasks.work"),
    "seal the ledger": every(60, "councilgov.ledger.tasks.seal"),
    "list what was erased": every(60, "consent.tasks.list_erasures"),
    "take records from who left office": every(60, "consent.tasks.step_out"),
    "ask newcomers to sign": every(60, "policies.tasks.ask_newcomers"),
    "put versions in force": every(60, "policies.tasks.take_effect"),
    "sound the alarms of breaches": every(60, "breaches.tasks.sound_alarms"),
    "begin the clocks of who left office": every(60, "councilgov.offboarding.tasks.step_out"),
}
# Nothing that runs at an hour of its own does so from 00:30 to 02:30, when clocks change: it would
# be left out in one night of the year, and run twice in another.
BY_NIGHT = {
    # the later ones make up for a worker that was down
    "sweep the leavers": at("councilgov.offboarding.tasks.sweep", hour="3-22", minute="45"),
    "sweep the elections": at("councilgov.elections.tasks.sweep", hour="3-22", minute="5"),
    "sweep the policies": at("policies.tasks.sweep", hour="3-22", minute="10"),
    "sweep the devices": at("devices.tasks.sweep", hour="3-22", minute="20"),
    "sweep the contacts": at("consent.tasks.sweep", hour="3-22", minute="30"),
    "sweep the reports": at("breaches.tasks.sweep", hour="3-22", minute="40"),
    "clear old sessions": at("councilgov.portal.tasks.clear_sessions", hour="4", minute="0"),
    "forget texts that nobody saved": at("policies.tasks.clear_unsaved", hour="4", minute="10"),
    # each hour: what is somebody's own goes after a day, not two
    "forget files of imports": at("councilgov.imports.tasks.clear_old", minute="50"),
    "mail the head of the ledger": at("councilgov.portal.tasks.mail_head", hour="6", minute="0"),
}
SCHEDULE = BY_DAY | BY_NIGHT
