"""Ctrl-C, SIGTERM and a closed terminal all mean: stop.

Python drops an exception that a signal raises in the middle of a fork, so the request is also
remembered, and whoever waits for something looks for it.
"""

import os
import signal
import sys

from councilgov.local.account import PR_SET_PDEATHSIG, prctl

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
asked: list[int] = []


def stop_when_asked() -> None:
    """From now on these signals raise KeyboardInterrupt, and so does the end of ``make``."""
    for number in SIGNALS:
        signal.signal(number, remember)
    if sys.platform == "linux" and "MAKELEVEL" in os.environ:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def remember(number: int, _frame: object) -> None:
    """Stop now, or at the next look."""
    asked.append(number)
    raise KeyboardInterrupt


def look() -> None:
    """Raise KeyboardInterrupt if somebody has asked to stop."""
    if asked:
        raise KeyboardInterrupt


def no_more_questions() -> None:
    """While everything stops, further signals change nothing."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
