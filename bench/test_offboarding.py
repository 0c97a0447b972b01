"""5,000 councillors who leave on one day: their cases are opened, begun, reminded of and listed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client, override_settings

from bench import bare
from bench.hundred_thousand import issues
from bench.million import insert
from bench.test_million import measure, opened
from councilgov.access import Role
from councilgov.notices.models import Notice
from councilgov.offboarding import sweeping
from councilgov.offboarding.following import follow
from councilgov.offboarding.models import AccountEnd, OffboardingCase, OffboardingTask, System
from councilgov.offboarding.tasks import sweep
from councilgov.people.models import TermOfOffice, User
from devices.models import Device, ReturnRequest
from tests import given
from tests.database import owner_cursor
from tests.devices import equipment

if TYPE_CHECKING:
    from psycopg2.extensions import cursor

LEAVERS, DEVICES, SYSTEMS = 5_000, 2, 4
AMONG = "5,000 leavers"
OF_LEAVERS = "people_user WHERE email LIKE 'leaver%'"
LAST_DAY = date(2026, 12, 18)
PAGES = {
    "board": "/leavers/",
    "board, page 200": "/leavers/?page=200",
    "board, by name": "/leavers/?sort=councillor",
}


def build() -> None:
    """Councillors in office with two devices each, and the council's systems."""
    given.council()
    terms, kind = equipment.terms(), equipment.kind("Laptop")
    for n in range(SYSTEMS):
        System(name=f"System {n}").keep(by=None, why="Bench")
    with owner_cursor(triggers=False) as into:
        _people(into)
        _devices(into, kind.pk)
        issues(into, terms.pk, people="leaver")
        into.execute(
            "UPDATE people_termofoffice SET end_reason = 'not_re_elected',"
            " ends_at = timestamptz '2026-12-19 00:00 Europe/London'"
        )
        into.execute("VACUUM ANALYZE")


def _people(into: cursor) -> None:
    insert(
        into,
        User,
        f"generate_series(1, {LEAVERS}) AS n",
        full_name="'Councillor ' || chr(65 + n % 26) || ' Alder' || n",
        known_as="'Councillor Alder' || n",
        email=f"'leaver' || n || '@{given.DOMAIN}'",
        password="'known to nobody'",
        is_active="true",
    )
    insert(
        into, TermOfOffice, OF_LEAVERS, councillor="id", kind="'elected'", starts_on="'2022-05-09'"
    )


def _devices(into: cursor, kind: int) -> None:
    insert(
        into,
        Device,
        f"generate_series(1, {DEVICES}) AS n CROSS JOIN {OF_LEAVERS}",
        asset_tag="'BC-' || to_char(id * 10 + n, 'FM0000000')",
        kind=str(kind),
        ownership="'council'",
        model="'Latitude'",
        status="'active'",
        moved_at="timestamptz '2026-01-01'",
        holder="people_user.id",
        id="nextval(pg_get_serial_sequence('devices_device', 'id'))",
    )


@pytest.fixture
def _before_the_day():
    with time_machine.travel("2026-11-23 10:00"):
        yield


@override_settings(ROOT_URLCONF="bench.bare")
@pytest.mark.usefixtures("_before_the_day")
def test_five_thousand_leavers(results, transactional_db):
    build()
    results.once(f"{AMONG}: cases opened", follow)
    assert OffboardingCase.objects.count() == LEAVERS
    assert OffboardingTask.objects.count() == 8 * LEAVERS
    assert AccountEnd.objects.count() == SYSTEMS * LEAVERS
    results.once(f"{AMONG}: followed again", follow)
    desk = given.officer(Role.ICT_DESK)
    with time_machine.travel("2026-12-19 10:00"):
        for step in sweeping.STEPS:
            results.once(f"{AMONG}: the morning after, {step.__name__}", step)
        results.once(f"{AMONG}: the sweep again", sweep)
    assert ReturnRequest.objects.count() == DEVICES * LEAVERS
    assert Notice.objects.filter(kind="leaver_access").count() == LEAVERS
    assert Notice.objects.filter(kind="leaving_office").count() == LEAVERS
    with time_machine.travel("2026-12-21 10:00"):
        measure_pages(results, desk)


def measure_pages(results, desk: User) -> None:
    ours, theirs = Client(), Client()
    ours.force_login(desk)
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        theirs.force_login(desk)
        yardstick = opened(theirs, "/bare/")
        yardstick()
    first = OffboardingCase.objects.order_by("pk").first()
    assert first is not None
    for name, address in [*PAGES.items(), ("one case", first.get_absolute_url())]:
        measure(results, name, opened(ours, address), yardstick, among=AMONG)
