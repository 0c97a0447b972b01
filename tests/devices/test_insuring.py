"""The yearly declaration of whose insurance covers the equipment."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.people.models import Insurance
from councilgov.portal.equipment import equipment_to_do
from councilgov.records import Refused
from devices.insuring.actions import declare_insurance
from devices.insuring.due import holders, is_to_declare
from devices.insuring.sweeping import remind_to_declare
from devices.models import Cover, InsuranceDeclaration
from tests import given
from tests.devices import equipment


@pytest.fixture
def holder():
    given.council()
    return equipment.issued().holder


def declared(by, day="2026-11-23"):
    with time_machine.travel(f"{day} 10:00Z", tick=True):
        return declare_insurance(cover=Cover.HOME, by=by)


def test_a_declaration_is_good_for_twelve_calendar_months(holder):
    row = declared(holder, "2024-02-29")

    assert row.valid_until == date(2025, 2, 28)


def test_a_declaration_is_evidence(holder):
    row = declared(holder)

    entry = Entry.objects.about(row).get()
    assert entry.kind == "devices.insurance_declared"
    assert entry.details["cover"] == Cover.HOME


def test_where_the_council_insures_nothing_is_declared(holder):
    given.council(insurance=Insurance.COUNCIL)

    with pytest.raises(Refused, match="insures its equipment itself"):
        declare_insurance(cover=Cover.HOME, by=holder)
    assert not is_to_declare(holder, timezone.localdate())
    assert remind_to_declare() == 0


def test_who_has_no_equipment_is_not_asked():
    given.council()

    assert not is_to_declare(given.councillor(), timezone.localdate())


@pytest.mark.parametrize(
    ("today", "is_asked"),
    [("2027-11-08", False), ("2027-11-09", True), ("2027-11-24", True)],
    ids=["fifteen days before", "a fortnight before", "after it ran out"],
)
def test_the_next_declaration_is_asked_for_a_fortnight_before(holder, today, is_asked):
    declared(holder)

    with time_machine.travel(f"{today} 10:00Z"):
        assert is_to_declare(holder, timezone.localdate()) is is_asked


@pytest.mark.parametrize(
    ("today", "reminders"),
    [("2026-11-23", 0), ("2026-11-24", 1), ("2026-12-30", 1)],
    ids=["the same day", "the day after", "the worker was down for weeks"],
)
def test_a_holder_is_reminded_until_they_declare(holder, today, reminders):
    with time_machine.travel(f"{today} 12:00Z", tick=True):
        assert remind_to_declare() == reminders
        assert remind_to_declare() == 0


def test_a_reminder_goes_each_week(holder):
    for day in ("2026-11-24", "2026-11-30", "2026-12-01", "2026-12-08"):
        with time_machine.travel(f"{day} 12:00Z", tick=True):
            remind_to_declare()

    assert Notice.objects.filter(kind="insurance_to_declare").count() == 3


def test_a_reminder_is_not_sent_once_they_declared(holder):
    with time_machine.travel("2026-11-24 12:00Z", tick=True):
        remind_to_declare()
    notice = Notice.objects.get(kind="insurance_to_declare")
    assert not unwanted(notice)

    declared(holder, "2026-11-26")

    assert unwanted(notice) == "no_longer_true"


def test_nobody_is_asked_once_the_council_insures_its_equipment_itself(client, holder):
    with time_machine.travel("2026-11-24 12:00Z", tick=True):
        remind_to_declare()
    client.force_login(given.officer(Role.ICT_DESK))
    address = reverse("devices:insurance_register")
    assert "Never declared" in client.get(address).text

    given.council(insurance=Insurance.COUNCIL)

    assert unwanted(Notice.objects.get(kind="insurance_to_declare")) == "no_longer_true"
    page = client.get(address)
    assert page.context["page"].paginator.count == 0
    assert "The council insures its equipment itself" in page.text


def test_who_declared_and_has_two_devices_counts_once(holder):
    equipment.issued(holder=holder)
    declared(holder)

    (row,) = holders(timezone.now())

    assert (row, row.valid_until) == (holder, date(2027, 11, 23))


def test_the_database_refuses_a_declaration_that_is_over_before_it_begins(holder):
    row = InsuranceDeclaration(
        councillor=holder,
        cover=Cover.HOME,
        declared_at=timezone.now(),
        declared_on=date(2026, 11, 23),
        valid_until=date(2026, 11, 23),
    )

    with pytest.raises(IntegrityError, match="insurancedeclaration_is_good_for_a_while"):
        row.keep(by=None, why="Test")


def test_a_councillor_declares_with_one_answer(client, holder):
    client.force_login(holder)

    client.post(reverse("devices:insurance"), {"cover": Cover.ALLOWANCE})

    assert holder.insurance_declarations.get().cover == Cover.ALLOWANCE
    assert list(equipment_to_do(holder, timezone.localdate())) == []


@pytest.mark.parametrize(("status", "found"), [("good", 1), ("none", 1), ("over", 0)])
def test_the_register_says_whose_declaration_is_good(client, holder, status, found):
    declared(equipment.issued().holder)
    client.force_login(given.officer(Role.ICT_DESK))

    page = client.get(reverse("devices:insurance_register"), {"status": status})

    assert page.context["page"].paginator.count == found


def test_the_number_of_queries_of_the_register_does_not_grow(
    client, holder, django_assert_num_queries
):
    client.force_login(given.officer(Role.ICT_DESK))
    address = reverse("devices:insurance_register")
    client.get(address)
    with django_assert_num_queries(11):
        client.get(address)
    for _ in range(3):
        equipment.issued()

    with django_assert_num_queries(11):
        client.get(address)
