"""What happened to something, as a list of who did what, when and why: ``{% govuk_timeline %}``.

An app makes a stream of events of each kind of row it keeps; ``newest_first`` makes one list.
"""

from __future__ import annotations

from itertools import chain, groupby
from typing import TYPE_CHECKING, NamedTuple

from councilgov.days import in_london, moment_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class Event(NamedTuple):
    """One thing that happened. ``who`` is empty for what the portal did by itself.

    ``is_routine`` is of what is done many times a day and told once.
    """

    at: datetime
    what: str
    who: str = ""
    why: str = ""
    href: str = ""
    is_routine: bool = False

    @property
    def by(self) -> str:
        """Who and when, as the list gives it."""
        moment = moment_in_words(self.at)
        return f"{self.who}, {moment}" if self.who else moment


def newest_first(*streams: Iterable[Event]) -> list[Event]:
    """All events, the last one first; of a day's routine by one person the last alone."""
    events = sorted(chain(*streams), key=lambda event: event.at, reverse=True)
    runs = (list(run) for _key, run in groupby(enumerate(events), key=_run))
    return [event for run in runs for _place, event in run[:1]]


def _run(placed: tuple[int, Event]) -> object:
    place, event = placed
    if not event.is_routine:
        return place
    return (event.what, event.who, in_london(event.at))
