"""A million permissions: the sweep beside the row-by-row loop of peers, and the pages."""

from __future__ import annotations

import tracemalloc
from typing import NamedTuple

from django.db import connection
from django.test import Client, override_settings

from bench import bare, million_contacts
from bench.conftest import timed
from bench.test_million import measure, opened
from consent.freshness.counting import recount
from consent.freshness.reminding import remind_to_check
from consent.models import Constituent, ContactPermission, PermissionStatus
from consent.tasks import sweep
from councilgov.days import today
from councilgov.deadlines import months_after
from councilgov.notices.actions import tell
from councilgov.notices.models import Notice
from councilgov.people.models import Council, User
from tests import given

LOOPED = 10_000
"""Rows of the loop: it would take all night for the others."""
AMONG = "1M permissions"


@override_settings(ROOT_URLCONF="bench.bare")
def test_a_million_permissions(results, transactional_db):
    given.council(reminds_of_checks=True)
    some = million_contacts.COUNCILLORS // 10
    million_contacts.build(1, some)
    few = sweep_of(million_contacts.PERMISSIONS // 10)
    million_contacts.build(some + 1, million_contacts.COUNCILLORS)
    many = sweep_of(million_contacts.PERMISSIONS)
    results.note(f"{AMONG}: reminders, of all that is stale (ms)", many.milliseconds)
    results.note(f"{AMONG}: memory of the sweep (MB)", many.megabytes)
    results.note(f"{AMONG}: memory against 100,000 (ratio)", many.megabytes / few.megabytes)
    verified = ContactPermission.objects.filter(status=PermissionStatus.VERIFIED)
    loop = timed(row_by_row) / LOOPED * verified.count()
    results.note(f"{AMONG}: a loop over rows takes longer (ratio)", loop / many.milliseconds)
    results.note(f"{AMONG}: the whole sweep, again (ms)", timed(sweep))
    measure_pages(results)
    measure_other_months(results)


def measure_pages(results) -> None:
    owner = User.objects.get(email=f"contact42@{given.DOMAIN}")
    person = Constituent.objects.filter(councillor=owner).first()
    assert person
    way = person.permissions.first()
    assert way
    pages = {
        "contacts": "/contacts/",
        "contacts to check": "/contacts/?check=stale",
        "a person": person.get_absolute_url(),
        "a way to reach them": way.get_absolute_url(),
        "log a contact": f"/contacts/{person.pk}/log/add/",
        "log of contacts": "/contacts/log/",
        "home": "/home/",
    }
    ours, theirs = Client(), Client()
    ours.force_login(owner)
    for what, words in {"a name": "sorrel", "a number": way.normal[-6:]}.items():
        found = ours.post("/contacts/", {"find": "1", "q": words})
        pages[f"contacts, {what}"] = found["Location"]
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        theirs.force_login(owner)
        yardstick = opened(theirs, "/bare/")
        yardstick()
    for name, address in pages.items():
        measure(results, name, opened(ours, address), yardstick, among=AMONG)


class Swept(NamedTuple):
    milliseconds: float
    megabytes: float


def sweep_of(permissions: int) -> Swept:
    """The first look at who is reminded, and the memory of Python's own in a whole sweep."""
    assert ContactPermission.objects.count() == permissions
    Notice.objects.all()._raw_delete(Notice.objects.db)
    milliseconds = timed(remind_to_check)
    sweep()  # what is loaded once is loaded
    tracemalloc.start()
    sweep()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return Swept(milliseconds, peak / 1e6)


def measure_other_months(results) -> None:
    """The council checks after seven months instead of six: every row is counted anew."""
    council = Council.objects.the()
    council.stale_after_months = 7
    council.keep(by=None, why="Bench")
    results.note(f"{AMONG}: other months for all (ms)", timed(recount))
    connection.close()


def row_by_row() -> None:
    """What peers do each night: look at each row, work out its day, and tell whoever it is of."""
    months = Council.objects.the().stale_after_months
    rows = ContactPermission.objects.filter(status=PermissionStatus.VERIFIED).order_by("pk")
    for row in rows[:LOOPED]:
        if row.checked_on and months_after(row.checked_on, months) <= today():
            cause = f"{row.pk} {row.stale_on}"
            tell(kind="contacts_to_check", to=row.councillor, cause=cause, about=row)
