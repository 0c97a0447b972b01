"""100,000 devices and a million rows of history: pages beside a bare Django page, and the sweep."""

from __future__ import annotations

from django.test import Client, override_settings

from bench import bare, hundred_thousand
from bench.conftest import timed
from bench.test_million import measure, opened
from councilgov.access import Role
from councilgov.people.models import User
from devices.models import Device, FilterRequest, Loss, MisuseCase, Return
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
    "home of the desk": "/home/",
    "losses": "/devices/losses/",
    "losses, waiting for the wipe": "/devices/losses/?waiting=wipe",
    "losses, last page": "/devices/losses/?page=400",
    "senders": "/devices/filters/",
    "own devices": "/devices/?ownership=personal",
}
OFFICERS = {
    "home of the Monitoring Officer": "/home/",
    "misuse": "/devices/misuse/",
    "figures by year": "/devices/figures/",
}
HOLDERS = {"home of a holder": "/home/", "own equipment": "/devices/mine/"}


@override_settings(ROOT_URLCONF="bench.bare")
def test_a_hundred_thousand_devices(results, transactional_db):
    hundred_thousand.build()
    check_numbers()
    desk = given.officer(Role.ICT_DESK)
    ours, theirs = Client(), Client()
    ours.force_login(desk)
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        theirs.force_login(desk)
        yardstick = opened(theirs, "/bare/")
        yardstick()
    for name, address in PAGES.items():
        measure(results, name, opened(ours, address), yardstick, among="100k devices")
    ours.force_login(given.officer(Role.MONITORING_OFFICER))
    for name, address in OFFICERS.items():
        measure(results, name, opened(ours, address), yardstick, among="100k devices")
    ours.force_login(User.objects.get(email=f"holder4712@{given.DOMAIN}"))
    for name, address in HOLDERS.items():
        measure(results, name, opened(ours, address), yardstick, among="100k devices")
    results.note("100k devices: sweep (ms)", timed(sweep))
    results.note("100k devices: the sweep again (ms)", timed(sweep))


def check_numbers() -> None:
    """That there is as much of everything as the names of the figures say."""
    built = hundred_thousand
    assert Device.history.count() == built.DEVICES * built.CHANGES
    assert Device.objects.count() == built.DEVICES + built.OWN
    assert Loss.objects.count() == built.LOSSES
    assert MisuseCase.objects.count() == built.MISUSE
    assert Return.objects.count() == built.RETURNS
    assert FilterRequest.objects.count() == built.FILTERS
