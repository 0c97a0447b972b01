"""100,000 devices and a million rows of history: pages beside a bare Django page, and the sweep."""

from __future__ import annotations

from django.test import Client, override_settings

from bench import bare, hundred_thousand
from bench.conftest import timed
from bench.test_million import measure, opened
from councilgov.access import Role
from councilgov.people.models import User
from devices.models import Device
from devices.tasks import sweep
from tests import given

PAGES = {
    "device queue": "/devices/",
    "device queue, lost": "/devices/?status=lost",
    "device queue, page 2,000": "/devices/?page=2000",
    "device queue, by name": "/devices/?sort=holder",
    "search, an asset tag": "/devices/?q=bc-054711",
    "search, a name": "/devices/?q=alder4711",
    "search, a serial number": "/devices/?q=sn054711x",
    "search, nothing like it": "/devices/?q=nothinglikeit",
    "device": "/devices/BC-054711/",
    "equipment issued": "/devices/issues/",
    "not returned": "/devices/not-returned/",
    "insurance register": "/devices/insurance/register/",
}


@override_settings(ROOT_URLCONF="bench.bare")
def test_a_hundred_thousand_devices(results, transactional_db):
    hundred_thousand.build()
    rows = hundred_thousand.DEVICES * hundred_thousand.CHANGES
    assert Device.objects.count() == hundred_thousand.DEVICES
    assert Device.history.count() == rows
    desk = given.officer(Role.ICT_DESK)
    ours, theirs = Client(), Client()
    ours.force_login(desk)
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        theirs.force_login(desk)
        yardstick = opened(theirs, "/bare/")
        yardstick()
    for name, address in PAGES.items():
        measure(results, name, opened(ours, address), yardstick, among="100k devices")
    holder = User.objects.get(email=f"holder4712@{given.DOMAIN}")
    ours.force_login(holder)
    for name, address in {"home of a holder": "/home/", "own equipment": "/devices/mine/"}.items():
        measure(results, name, opened(ours, address), yardstick, among="100k devices")
    results.note("100k devices: sweep (ms)", timed(sweep))
    results.note("100k devices: the sweep again (ms)", timed(sweep))
