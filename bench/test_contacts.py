"""A million permissions: the sweep beside the row-by-row loop of peers, and the pages."""

from __future__ import annotations

import tracemalloc

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
    million_contacts.build()
    assert ContactPermission.objects.count() == million_contacts.PERMISSIONS
    measure_pages(results)
    measure_sweep(results)


def measure_pages(results) -> None:
    owner = User.objects.get(email=f"contact42@{given.DOMAIN}")
    person = Constituent.objects.filter(councillor=owner).first()
    assert person
    way = person.permissions.first()
    assert way
    pages = {
        "contacts": "/contacts/",
        "contacts to check": "/contacts/?check=stale",
        "contacts, a name": "/contacts/?q=sorrel",
        "contacts, a number": f"/contacts/?q={way.normal[-6:]}",
        "a person": person.get_absolute_url(),
        "a way to reach them": way.get_absolute_url(),
        "log a contact": f"/contacts/{person.pk}/log/add/",
        "log of contacts": "/contacts/log/",
        "home": "/home/",
    }
    ours, theirs = Client(), Client()
    ours.force_login(owner)
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        theirs.force_login(owner)
        yardstick = opened(theirs, "/bare/")
        yardstick()
    for name, address in pages.items():
        measure(results, name, opened(ours, address), yardstick, among=AMONG)


def measure_sweep(results) -> None:
    """In one go and again, as a loop, and with other months for all; the memory of Python's own."""
    loop = timed(row_by_row) / LOOPED
    Notice.objects.all()._raw_delete(Notice.objects.db)
    tracemalloc.start()
    plan = timed(remind_to_check)
    results.note(f"{AMONG}: memory of the reminders (MB)", tracemalloc.get_traced_memory()[1] / 1e6)
    tracemalloc.stop()
    verified = ContactPermission.objects.filter(status=PermissionStatus.VERIFIED).count()
    results.note(f"{AMONG}: reminders (ms)", plan)
    results.note(f"{AMONG}: the whole sweep, again (ms)", timed(sweep))
    results.note(f"{AMONG}: a loop over rows takes longer (ratio)", loop * verified / plan)
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
