"""Of many people at once what ``User.access`` says of one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from councilgov.deadlines import end_of_day
from councilgov.people.models import Appointment, TermOfOffice, User
from councilgov.people.standing import DayTen

if TYPE_CHECKING:
    from datetime import datetime

    from councilgov.people.models import UserQuerySet


def with_access_over(now: datetime) -> UserQuerySet:
    """Those who have ``Access.OVER``: they died, or left office and day ten is over. Nobody signs
    in as them, and their council mailbox is off.
    """
    today = timezone.localdate(now)
    terms = TermOfOffice.objects.filter(councillor=OuterRef("pk"))
    offices = Appointment.objects.current(today).filter(officer=OuterRef("pk"))
    since = end_of_day(DayTen().first_last_day(today) - timedelta(days=1))
    stays = terms.filter(Q(ends_at=None) | Q(ends_at__gt=since))
    left = Exists(terms) & ~Exists(stays) & ~Exists(offices)
    found: UserQuerySet = User.objects.filter(Exists(terms.of_the_dead()) | left)
    return found
