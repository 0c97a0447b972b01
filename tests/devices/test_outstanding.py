"""Equipment that was not returned: age, value, and nobody named."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.people import actions as people
from councilgov.people.models import EndReason
from devices.losses import ending
from devices.models import Cause, Device, DeviceStatus
from devices.outstanding.figures import by_year
from devices.outstanding.totals import totals, whole
from devices.outstanding.worth import with_worth
from devices.reclaiming.actions import request_return
from tests import given
from tests.devices import equipment
from tests.devices.losses import cases

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def leave(holder, at=None):
    people.end_term(
        term=holder.terms.get(), ends_at=at or timezone.now(), reason=EndReason.RETIRED, by=None
    )


@pytest.mark.parametrize(
    ("bought_on", "months", "worth"),
    [
        (date(2026, 11, 23), 0, "480.00"),
        (date(2026, 10, 24), 0, "480.00"),
        (date(2026, 10, 23), 1, "470.00"),
        (date(2025, 11, 23), 12, "360.00"),
        (date(2022, 11, 23), 48, "0.00"),
        (date(2019, 1, 1), 94, "0.00"),
        (date(2024, 2, 29), 32, "160.00"),
    ],
)
def test_the_value_falls_evenly_over_the_life_of_the_kind(bought_on, months, worth):
    kind = equipment.kind(life_months=48)
    equipment.device(kind=kind, value=Decimal(480), purchased_on=bought_on)

    (row,) = with_worth(Device.objects.all(), NOW.date())

    assert (row.age_months, row.worth) == (months, Decimal(worth))


@pytest.mark.parametrize("details", [{"value": Decimal(480)}, {"purchased_on": date(2026, 1, 1)}])
def test_what_nobody_entered_has_no_worth(details):
    equipment.device(**details)

    (row,) = with_worth(Device.objects.all(), NOW.date())

    assert row.worth is None


def test_what_a_leaver_has_is_not_returned():
    given.council()
    device = equipment.issued()
    equipment.issued()
    equipment.device()
    with time_machine.travel("2026-11-10 00:30", tick=False):
        leave(device.holder)

    (row,) = Device.objects.not_returned(NOW)

    assert (row, row.left_on) == (device, date(2026, 11, 10))


def test_what_was_asked_back_by_a_day_that_is_past_counts_without_a_day_of_leaving():
    given.council()
    device, declined = equipment.issued(), equipment.issued()
    request_return(devices=[device], because=Cause.LEAVING, by=None)
    declined.move(DeviceStatus.RETURN_DUE, by=None, why="Test")

    now = Device.objects.not_returned(timezone.now())
    with time_machine.travel("2026-12-08 10:00Z"):
        later = Device.objects.not_returned(timezone.now())
        ((row, left_on),) = [(row, row.left_on) for row in later]

    assert not now.exists()
    assert (row, left_on) == (device, None)


@pytest.mark.parametrize("status", [DeviceStatus.LOST, DeviceStatus.IN_WORKSHOP])
def test_what_is_missing_or_with_the_desk_is_not_out(status):
    given.council()
    device = equipment.issued()
    leave(device.holder)
    device.move(status, by=None, why="Test")

    assert not Device.objects.not_returned(timezone.now()).exists()


def test_who_came_back_into_office_owes_nothing():
    given.council()
    device = equipment.issued()
    leave(device.holder)
    given.term(device.holder or given.councillor(), starts_on=timezone.localdate())

    assert not Device.objects.not_returned(timezone.now()).exists()


def test_totals_are_by_kind_and_add_up():
    given.council()
    tablet, laptop = equipment.kind("Tablet", life_months=48), equipment.kind("Laptop")
    bought = {"purchased_on": date(2025, 11, 23)}
    holder = given.councillor()
    equipment.issued(holder=holder, kind=tablet, value=Decimal(480), **bought)
    equipment.issued(holder=holder, kind=tablet, value=Decimal(240), **bought)
    equipment.issued(holder=holder, kind=laptop)
    leave(holder)

    found = totals(Device.objects.not_returned(timezone.now()), timezone.now())

    assert [(row.kind, row.pieces, row.value, row.worth, row.years) for row in found] == [
        ("Laptop", 1, 0, 0, ""),
        ("Tablet", 2, Decimal(720), Decimal(540), "1.0"),
    ]
    total = whole(found, "All")
    assert (total.pieces, total.worth, total.months, total.unvalued) == (3, Decimal(540), 12, 1)


def test_the_age_of_all_counts_only_what_has_one():
    given.council()
    holder = given.councillor()
    tablet, laptop = equipment.kind("Tablet"), equipment.kind("Laptop")
    equipment.issued(holder=holder, kind=laptop, purchased_on=date(2016, 11, 23))
    equipment.issued(holder=holder, kind=laptop)
    equipment.issued(holder=holder, kind=laptop)
    equipment.issued(holder=holder, kind=tablet, purchased_on=date(2025, 11, 23))
    leave(holder)

    found = totals(Device.objects.not_returned(timezone.now()), timezone.now())

    assert whole(found, "All").years == "5.5"


def test_nothing_out_is_nothing_in_total():
    assert whole([], "All").pieces == 0
    assert whole([], "All").years == ""


def test_the_totals_name_nobody(client):
    given.council()
    device = equipment.issued(value=Decimal(480), purchased_on=date(2026, 1, 1))
    leave(device.holder)
    client.force_login(given.officer(Role.DATA_PROTECTION_OFFICER))

    page = client.get(reverse("devices:not_returned"))

    assert device.kind.name in page.text
    assert device.holder.full_name not in page.text
    assert device.asset_tag not in page.text


def test_the_list_names_them_for_the_desk(client, django_assert_num_queries):
    given.council()
    for _ in range(2):
        leave(equipment.issued().holder)
    client.force_login(equipment.desk())
    address = reverse("devices:not_returned_list")
    client.get(address)
    with django_assert_num_queries(QUERIES):
        client.get(address)
    device = equipment.issued()
    leave(device.holder)

    with django_assert_num_queries(QUERIES):
        page = client.get(address)

    assert device.holder.full_name in page.text


QUERIES = 10


def test_the_figures_of_a_year_are_counted_in_londons_years(client):
    given.council()
    at = datetime(2027, 1, 1, 0, 30, tzinfo=UTC)
    stolen = equipment.issued()
    with time_machine.travel(at, tick=True):
        cases.report(stolen, kind="stolen")
    client.force_login(given.officer(Role.DATA_PROTECTION_OFFICER))

    page = client.get(reverse("devices:figures"))

    assert page.context["losses"] == [[2027, "0", "1", "0", "0", "0", "£0.00"]]
    assert stolen.holder.full_name not in page.text


def test_a_year_of_returns_says_how_many_both_sides_signed(client):
    given.council()
    row = equipment.returned()

    (year,) = by_year()

    assert row.pk
    assert (year.year, year.returns, year.signed) == (2026, 1, 0)


def test_what_was_written_off_counts_with_its_value_in_two_queries(django_assert_num_queries):
    given.council()
    desk = equipment.desk()
    for _ in range(2):
        cases.written_off(cases.reported(), by=desk)
    equipment.returned()

    with django_assert_num_queries(2):
        (year,) = by_year()

    assert (year.lost, year.written_off, year.value_written_off) == (2, 2, Decimal(200))
    assert (year.stolen, year.damaged, year.found, year.returns) == (0, 0, 0, 1)


def test_what_was_replaced_and_then_written_off_counts_with_its_value():
    given.council()
    desk, loss = equipment.desk(), cases.reported()
    other = equipment.issued(holder=loss.councillor)
    ending.record_replacement(loss=loss, replacement=other, by=desk)
    cases.written_off(loss, by=desk)

    (year,) = by_year()

    assert (year.written_off, year.value_written_off) == (1, Decimal(100))


def test_what_was_found_after_its_write_off_is_not_written_off():
    given.council()
    desk = equipment.desk()
    loss = ending.mark_found(
        loss=cases.written_off(cases.reported(), by=desk), reason="Here.", by=desk
    )
    ending.keep_found(loss=loss, reason="Wiped.", by=desk)

    (year,) = by_year()

    assert (year.found, year.written_off, year.value_written_off) == (1, 0, Decimal(0))
