"""Home of every role and the dashboard of one large council after ten years, beside a bare page.

With ``FEW=1`` of a small one, to see that it runs.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from django.test import Client, override_settings

from bench import bare, one_council
from bench.test_million import opened
from breaches.models import Incident
from consent.models import ContactPermission
from councilgov.access import OFFICES, Role
from councilgov.people.actions import join_group
from councilgov.people.models import User
from devices.models import Device
from tests import given

if TYPE_CHECKING:
    from collections.abc import Iterator

AMONG = "one council"
FEW = one_council.Council(
    councillors=10, each=10, devices=100, held=30, losses=40, missing=3, incidents=200, running=5
)
QUERIES = 50
"""Of any home and of the dashboard: as many for a small council as for a large one."""
SLOWEST = 60
"""Times a bare page; the promise is 300 ms, which is sixty bare pages of 5 ms."""
ROUNDS = 5


@override_settings(ROOT_URLCONF="bench.bare")
def test_the_home_of_every_role(results, transactional_db):
    size = FEW if os.environ.get("FEW") else one_council.LARGE
    one_council.build(size)
    assert ContactPermission.objects.count() == size.permissions
    assert Incident.objects.count() == size.incidents
    assert Device.objects.count() == size.devices
    theirs = Client()
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        theirs.force_login(given.officer(Role.AUDITOR))
        yardstick = opened(theirs, "/bare/")
        yardstick()
    for name, person, address in pages():
        ours = Client()
        ours.force_login(person)
        page = opened(ours, address)
        page()
        assert results.queries(f"{AMONG}: {name}", page) <= QUERIES
        results.milliseconds(f"{AMONG}: {name}", page, times=ROUNDS)
        against = f"{AMONG}: {name}, against a bare page"
        assert results.ratio(against, page, yardstick, times=ROUNDS) < SLOWEST


def pages() -> Iterator[tuple[str, User, str]]:
    """Of whom which page."""
    one, other = User.objects.filter(email__startswith=one_council.PEOPLE).order_by("pk")[:2]
    group = given.group()
    for person, is_leader in ((one, False), (other, True)):
        join_group(
            councillor=person,
            group=group,
            is_leader=is_leader,
            starts_on=person.terms.get().starts_on,
            by=None,
        )
    yield f"home, {Role.COUNCILLOR.label}", one, "/home/"
    yield f"home, {Role.GROUP_LEADER.label}", other, "/home/"
    for role in sorted(OFFICES):
        officer = given.officer(role)
        yield f"home, {role.label}", officer, "/home/"
        if officer.has_perm("portal.see_dashboard"):
            yield f"dashboard, {role.label}", officer, "/dashboard/"
