"""Whether the service desk is open: out of its hours there is another number to ring."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from councilgov.deadlines import CalendarEnds
from councilgov.people.models import Council

if TYPE_CHECKING:
    from datetime import datetime


def desk_opens_at(moment: datetime) -> datetime | None:
    """When the desk is open next: the moment itself, if it is open now. None past the published
    calendar.
    """
    try:
        return Council.objects.the().service_time_after(moment, timedelta())
    except CalendarEnds:
        return None


def desk_is_open(moment: datetime) -> bool:
    """Past the published calendar it counts as shut: then both numbers are shown."""
    return desk_opens_at(moment) == moment


class Ring(NamedTuple):
    """Whom to ring now, and from when the desk is there again if it is shut."""

    is_open: bool
    opens_at: datetime | None


def whom_to_ring() -> Ring:
    """The desk, or out of its hours the other number."""
    now = timezone.now()
    opens_at = desk_opens_at(now)
    return Ring(opens_at == now, opens_at)
