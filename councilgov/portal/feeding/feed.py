"""Deadlines as a file that calendars look up (iCalendar, RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from councilgov.days import today
from councilgov.people.models import Council
from councilgov.portal.feeding.office import deadlines_of_office
from councilgov.portal.feeding.own import own_deadlines

if TYPE_CHECKING:
    from councilgov.people.models import User
    from councilgov.portal.feeding.deadlines import Deadline

A_DAY = timedelta(days=1)
EVERY = timedelta(hours=6)
"""How often we ask calendars to look; some do so less often, whatever we ask."""


def deadlines(user: User) -> list[Deadline]:
    """What is due for this person, the first day first."""
    found = chain(own_deadlines(user), deadlines_of_office(user))
    return sorted(found, key=lambda one: (one.on, one.key))


def feed(user: User) -> bytes:
    """All of it as one calendar. The same deadlines give the same bytes all day long."""
    calendar = Calendar()
    calendar.add("prodid", "-//CouncilGov//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("%(council)s: your deadlines") % {"council": _council()})
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", EVERY, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    stamp = datetime.combine(today(), time(), UTC)
    for one in deadlines(user):
        calendar.add_component(_event(one, stamp))
    content: bytes = calendar.to_ical()
    return content


def _council() -> str:
    return Council.objects.the().name


def _event(one: Deadline, stamp: datetime) -> Event:
    """Days in London: no time of day, so that no zone of a phone moves it to another day."""
    event = Event()
    event.add("uid", f"{one.key}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", stamp)
    event.add("dtstart", one.since or one.on)
    event.add("dtend", one.on + A_DAY)  # the first day after it
    event.add("summary", one.title)
    event.add("description", f"{settings.SITE_URL}{one.href}")
    event.add("url", f"{settings.SITE_URL}{one.href}")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # nobody is busy all day
    return event
