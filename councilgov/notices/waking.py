"""The bell: it wakes a worker, and nobody waits for it."""

from __future__ import annotations

import logging
from threading import Lock, Semaphore, Thread

from celery import current_app

logger = logging.getLogger(__name__)

DELIVER = "councilgov.notices.tasks.deliver"
# Without retries a broker that is down is noticed in milliseconds. ``retry=False`` takes six
# seconds, because the connection then has retries of its own.
ONE_TRY = {"max_retries": 0}
# One caller rings, one more stands behind. Whoever finds both places taken may leave: the second
# ring begins after their row was committed.
_places = Semaphore(2)
_rope = Lock()


def wake() -> None:
    """Ask a worker to look into the outbox now. Call it on commit.

    In the background, so that no page waits, not even for a broker that takes the connection and
    says nothing. If nobody hears, beat asks every 30 seconds.
    """
    if _places.acquire(blocking=False):
        Thread(target=_ring, name="wake", daemon=True).start()


def _ring() -> None:
    try:
        with _rope:
            current_app.send_task(DELIVER, expires=30, retry=True, retry_policy=ONE_TRY)
    except Exception as error:  # noqa: BLE001  # whatever the broker suffers from, the row stands
        logger.warning("No worker woken: %s", type(error).__name__)
    finally:
        _places.release()
