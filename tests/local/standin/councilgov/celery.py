"""Tells whether worker and beat run: beat asks for a file each second, the worker writes it."""

import os
from pathlib import Path

from celery import Celery

app = Celery("councilgov", broker=os.environ.get("REDIS_URL"))
app.conf.beat_schedule = {"mark": {"task": "mark", "schedule": 0.2}}
app.conf.broker_connection_retry_on_startup = True


@app.task(name="mark")
def mark() -> None:
    """Leave a trace."""
    Path("var/worker-was-here").write_text("yes")
