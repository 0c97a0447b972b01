"""A worker in a process of its own, as in production, with the database of the test."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 60


def start_worker(
    broker: Any, mail_port: int, *, settings: str = "councilgov.settings"
) -> subprocess.Popen[bytes]:
    """It works for this broker and sends to this mail server until it is stopped."""
    login = connection.settings_dict
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": settings,
        "DATABASE_URL": "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**login),
        "REDIS_URL": broker.url,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
    }
    command = "celery --app councilgov worker --pool solo --without-mingle --without-gossip"
    return subprocess.Popen(  # noqa: S603  # our own worker
        [sys.executable, "-m", *command.split()],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_for(condition: Callable[[], Any]) -> None:
    """Until it is so; fails after a minute."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "It never happened"
        time.sleep(0.02)
