"""Steps of a sweep, of which none waits for another."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

logger = logging.getLogger(__name__)


def each(steps: Iterable[Callable[[], int]]) -> int:
    """What all of them did. A step that fails stops no other: it is raised at the end."""
    done, failed = 0, None
    for step in steps:
        try:
            done += step()
        except Exception as error:
            logger.exception("Step of the sweep failed")
            failed = error
    if failed:
        raise failed
    return done
