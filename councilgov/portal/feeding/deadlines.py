"""Something that is due on a day, as a calendar shows it. It names nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from councilgov.deadlines import last_day_before

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Deadline:
    """One entry: all of a day in London, or of several. A calendar is read by others too, over
    somebody's shoulder or by whoever it is shared with, so a title holds references and names of
    policies, and never a person's name or what happened.
    """

    key: str
    """Of what it is about: the same entry as long as that is the same."""
    on: date
    title: str
    href: str
    """The page on which it is done: an address of ours without its host."""
    since: date | None = None
    """The first day, of what lasts for several."""


def due(
    key: str, at: date | datetime | None, title: str, href: str, *, since: date | None = None
) -> Iterator[Deadline]:
    """The entry of a day; of a moment, that of the day in London which it ends. None has no entry:
    nobody waits for it on any day.
    """
    if at is not None:
        day = last_day_before(at) if isinstance(at, datetime) else at
        yield Deadline(key, day, title, href, since)
