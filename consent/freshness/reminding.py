"""Who is reminded to check the people they are in touch with: sets, safe twice and late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import DateField, Exists, F, FilteredRelation, OuterRef, Q, Value
from django.utils import timezone

from consent.channels import USED
from consent.machines import CHECKED
from consent.models import Channel, Constituent, ContactPermission, LeftChannel
from councilgov.accounts.models import reachable
from councilgov.days import today
from councilgov.notices.models import Notice
from councilgov.notices.stages import WEEK, in_weeks, reached
from councilgov.people.models import Council, Suspension, User

if TYPE_CHECKING:
    from django.db.models import QuerySet

TO_CHECK = "contacts_to_check"
BEFORE = -14
SOON = timedelta(days=-BEFORE)


def seen_to(on: date) -> date:
    """The last day of which a message tells: it is the only one of its week."""
    return on + timedelta(days=6 - on.weekday()) + SOON


def people_to_check(user: User, by_day: date) -> int:
    """How many people have a number or name that is stale by that day."""
    stale = ContactPermission.objects.visible_to(user).stale(by_day)
    return stale.order_by().values("constituent").distinct().count()


def going_stale(on: date) -> QuerySet[Any]:
    """Each councillor in office with each ``day`` on which something of theirs is stale, from 14
    days before: a row for each two, however many people there are.

    What else is asked of a number is asked by ``Exists``: a filter through its relations would join
    all numbers once more, and make as many rows as a councillor has numbers, squared.
    """
    shut = Suspension.objects.without_contacts(today()).values("councillor")
    in_office = User.objects.councillors(timezone.now()).exclude(pk__in=shut)
    people = reachable(in_office.filter(is_active=True))
    stale = FilteredRelation(
        "contact_permissions",
        condition=Q(
            contact_permissions__status__in=CHECKED,
            contact_permissions__stale_on__lte=on + SOON,
        ),
    )
    days: QuerySet[Any] = people.annotate(stale=stale, day=F("stale__stale_on"))
    days = days.alias(on_channel=F("stale__channel"), person=F("stale__constituent"))
    left = LeftChannel.objects.filter(channel=OuterRef("on_channel"), councillor=OuterRef("pk"))
    used = Channel.objects.filter(pk=OuterRef("on_channel"), status__in=USED)
    here = Constituent.objects.here().filter(pk=OuterRef("person"))
    found = days.exclude(day=None).filter(Exists(used), ~Exists(left), Exists(here))
    rows: QuerySet[Any] = found.order_by().distinct()
    return rows


def remind_to_check() -> int:
    """14 days before, on the day, and each week, if the council wants reminders. How many are new.

    One message a week for all of it: it says how many people there are and names none. After the
    policy's "say, 6 months, you should check" (Barnet, 1.3).
    """
    if not Council.objects.the().reminds_of_checks:
        return 0
    on = today()
    staged = reached(going_stale(on), "day", on, before=(BEFORE,))
    days = in_weeks(staged.filter(stage__lt=WEEK))
    monday = Value(on - timedelta(days=on.weekday()), DateField())
    left = staged.filter(stage__gte=WEEK).annotate(week=monday)
    new = Notice.objects.plan(TO_CHECK, days, to="pk", cause=("week",))
    return new + Notice.objects.plan(TO_CHECK, left, to="pk", cause=("week",))
