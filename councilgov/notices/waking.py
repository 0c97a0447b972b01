"""The bell: it wakes a worker, and nobody waits for it."""

from __future__ import annotations

import logging
from threading import Lock, Semaphore, Thread

from celery import current_app

logger = logging.getLogger(__name__)

# Without retries a broker that is down is noticed in milliseconds. ``retry=False`` takes six
# seconds, because the connection then has retries of its own.
ONE_TRY = {"max_retries": 0}


class Bell:
    """Wakes a worker for one task, which then looks for what is to be done."""

    def __init__(self, task: str, *, expires: int) -> None:
        self.task, self.expires = task, expires
        # One caller rings, one more stands behind. Whoever finds both places taken may leave: the
        # second ring begins after their row was committed.
        self._places = Semaphore(2)
        self._rope = Lock()

    def ring(self) -> None:
        """Ask a worker to look now. Call it on commit.

        In the background, so that no page waits, not even for a broker that takes the connection
        and says nothing. If nobody hears, beat asks before long.
        """
        if self._places.acquire(blocking=False):
            Thread(target=self._ring, name="wake", daemon=True).start()

    def _ring(self) -> None:
        try:
            with self._rope:
                current_app.send_task(
                    self.task, expires=self.expires, retry=True, retry_policy=ONE_TRY
                )
        except Exception as error:  # noqa: BLE001  # whatever the broker suffers from, the row stands
            logger.warning("No worker woken: %s", type(error).__name__)
        finally:
            self._places.release()


wake = Bell("councilgov.notices.tasks.deliver", expires=30).ring
"""Ask a worker to look into the outbox now; beat asks every 30 seconds."""
