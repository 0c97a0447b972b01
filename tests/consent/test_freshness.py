"""What was not used for months is checked first; who forgets is reminded, and nobody is named."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from consent.channelling.actions import forbid, leave_channel
from consent.freshness import counting
from consent.freshness.actions import change_rules
from consent.freshness.counting import recount
from consent.freshness.reminding import TO_CHECK, going_stale, people_to_check, remind_to_check
from consent.models import Constituent, ContactPermission, with_ways
from consent.permitting import actions as permitting
from consent.tasks import sweep
from councilgov.access import Role
from councilgov.days import today
from councilgov.deadlines import months_after
from councilgov.notices import texts
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.people.actions import end_term
from councilgov.people.models import Council, EndReason, User
from councilgov.portal.contacting import contacts_to_do
from councilgov.records import keep_all
from tests import given
from tests.consent import people
from tests.offboarding.suspended import suspended

GOLDEN = Path(settings.BASE_DIR) / "tests/golden/calendar_months.csv"
LINES = GOLDEN.read_text("utf-8").splitlines()
MONTHS = [row for row in csv.DictReader(LINES) if int(row["months"]) <= 12]
CHECKED, SOON, STALE = "2026-11-23", "2027-05-09", "2027-05-23"
"""A Monday; 14 days before six months are over; the day on which they are."""


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council(reminds_of_checks=True)
        return people.verified(), given.officer(Role.MONITORING_OFFICER)

    return shared(make)


@pytest.fixture
def row(made_once):
    """Permission of somebody, checked on that Monday."""
    return ContactPermission.objects.with_row().select_related("councillor").get(pk=made_once[0].pk)


@pytest.fixture
def councillor(row):
    return row.councillor


@pytest.fixture
def officer(made_once):
    return User.objects.get(pk=made_once[1].pk)


def on(day, act=remind_to_check):
    with time_machine.travel(f"{day} 12:00Z", tick=True):
        return act()


def another(councillor, **fields):
    """One more person, checked on the same day."""
    return people.verified(people.person(councillor=councillor), **fields)


def set_days(row, verified_on, stale_on):
    """As it stood before the council's rule changed."""
    row.answered_on = row.verified_on = verified_on
    row.stale_on = stale_on
    keep_all([row], by=None, why="Test", fields=["answered_on", "verified_on", "stale_on"])


# Months


@pytest.mark.parametrize("golden", MONTHS, ids=lambda row: f"{row['from_day']} + {row['months']}")
def test_the_database_counts_months_as_the_calendar_does(row, golden):
    checked, due = date.fromisoformat(golden["from_day"]), date.fromisoformat(golden["due_on"])
    given.council(stale_after_months=int(golden["months"]))
    set_days(row, checked, checked + timedelta(days=1))

    assert recount() == 1

    row.refresh_from_db()
    assert row.stale_on == due == months_after(checked, int(golden["months"]))


def test_other_months_count_at_once_with_history_and_evidence(row, officer):
    with time_machine.travel("2027-02-01 12:00Z"):
        people.contacted(row)
        change_rules(by=officer, stale_after_months=3)

    row.refresh_from_db()
    last = row.history.first()
    assert row.stale_on == last.stale_on == date(2027, 5, 1)
    assert (last.history_user, last.history_change_reason) == (officer, "Counted anew")
    assert (last.handle, last.history_type) == (row.handle, "~")


def test_other_rules_than_the_months_change_no_number(row, officer):
    before = row.history.count()

    change_rules(by=officer, reply_days=20, stale_after_months=6)

    assert row.history.count() == before
    assert Council.objects.the().reply_days == 20


def test_what_is_right_or_was_never_checked_or_is_over_is_not_counted_anew(row, councillor):
    people.granted(people.person(councillor=councillor))
    given.council(stale_after_months=3)
    permitting.withdraw(permission=row, by=councillor)

    assert recount() == 0


def test_in_parts_every_number_is_counted_once(row, councillor, monkeypatch):
    others = [another(councillor) for _n in range(2)]
    given.council(stale_after_months=3)
    monkeypatch.setattr(counting, "BATCH", 1)

    assert recount() == len([row, *others])
    assert recount() == 0


# Stale


def test_what_is_stale_is_counted_by_people_and_not_by_numbers(row, councillor):
    people.checked(people.reached(row.constituent))
    another(councillor)
    people.verified()
    people.granted(people.person(councillor=councillor))

    with time_machine.travel(f"{STALE} 12:00Z"):
        assert people_to_check(councillor, today()) == 2
        assert people_to_check(given.officer(Role.ICT_DESK), today()) == 0


@pytest.mark.parametrize(("day", "told"), [("2027-05-22", []), (STALE, ["Check 1 contact"])])
def test_home_shows_one_quiet_number(row, councillor, day, told):
    with time_machine.travel(f"{day} 12:00Z"):
        tasks = list(contacts_to_do(councillor, today()))

    assert [task["title"] for task in tasks] == told
    assert all(task["colour"] == "grey" for task in tasks)


def test_no_officer_has_a_number_on_home(officer):
    assert not list(contacts_to_do(officer, date(2028, 1, 1)))


def test_the_number_on_home_is_that_of_the_list_behind_it(client, row, councillor):
    fresh = on("2027-05-01", lambda: another(councillor))
    with time_machine.travel(f"{STALE} 12:00Z", tick=True):
        client.force_login(councillor)
        (task,) = contacts_to_do(councillor, today())
        home, listed = client.get(reverse("home")).text, client.get(task["href"]).text

    assert "Check 1 contact" in home
    assert "1 person" in listed
    assert row.constituent.full_name in listed
    assert fresh.constituent.full_name not in listed


# Reminders


@pytest.mark.parametrize(
    ("day", "count"),
    [("2027-05-08", 0), (SOON, 1), ("2027-05-22", 1), (STALE, 1), ("2027-07-01", 1)],
    ids=["15 days before", "14 days before", "the day before", "the day", "weeks late"],
)
def test_a_councillor_is_reminded_from_fourteen_days_before(row, day, count):
    assert on(day) == count
    assert on(day) == 0


def test_a_councillor_is_reminded_before_on_the_day_and_each_week(row):
    days = [f"2027-05-{n:02}" for n in range(1, 32)] + [f"2027-06-{n:02}" for n in range(1, 15)]

    sent = [day for day in days if on(day)]

    assert sent == [SOON, STALE, "2027-05-30", "2027-05-31", "2027-06-07", "2027-06-14"]


def test_all_that_is_stale_from_one_day_is_one_message_that_names_nobody(row, councillor):
    others = [another(councillor) for _n in range(3)]

    assert on(STALE) == 1

    notice = Notice.objects.get(kind=TO_CHECK)
    part = on(STALE, lambda: texts.part_of(notice))
    assert "4 people are to be checked" in part.body
    assert reverse("consent:contacts") in part.body
    for one in [row, *others]:
        for told in (one.constituent.full_name, one.handle, one.normal):
            assert told not in f"{part} {notice.key} {notice.about}"
    assert notice.about == f"people.user:{councillor.pk}"


def test_what_will_be_stale_is_counted_apart_and_said_once_in_a_mail(row, councillor):
    on("2026-11-30", lambda: another(councillor))
    assert on(STALE) == 2

    with time_machine.travel(f"{STALE} 12:00Z"):
        (part,) = {texts.part_of(notice) for notice in Notice.objects.filter(kind=TO_CHECK)}

    assert "1 person is to be checked" in part.body
    assert "1 more will be within 3 weeks" in part.body


def test_a_week_has_one_message_whatever_is_left_of_it(row, councillor):
    """What was checked on other days of the week is asked for with the rest."""
    for day in ("2026-11-24", "2026-11-25", "2026-11-26"):
        on(day, lambda: another(councillor))

    monday, rest = on("2027-06-14"), [on(f"2027-06-{day}") for day in (15, 16, 17, 18)]

    assert (monday, rest) == (1, [0, 0, 0, 0])


def test_what_is_stale_on_several_days_of_a_week_is_one_message(councillor):
    for day in ("2026-11-23", "2026-11-24", "2026-11-26"):
        on(day, lambda: another(councillor))
    told = {day: on(f"2027-05-{day:02}") for day in (10, 11, 12, 13, 24, 25, 26, 27)}

    assert [day for day, count in told.items() if count] == [10, 24]
    with time_machine.travel("2027-05-10 12:00Z"):
        first = texts.part_of(Notice.objects.filter(kind=TO_CHECK).earliest("pk"))
    assert "4 more will be within 3 weeks" in first.body


def test_who_checks_is_not_reminded_any_more(row, councillor):
    on(STALE)
    notice = Notice.objects.get(kind=TO_CHECK)
    assert not on(STALE, lambda: unwanted(notice))

    on(STALE, lambda: people.checked(row))

    assert on(STALE, lambda: unwanted(notice)) == "no_longer_true"
    assert on("2027-05-31") == 0


def test_who_is_not_needed_any_more_is_not_reminded_of(row, councillor):
    on(STALE, lambda: permitting.withdraw(permission=row, by=councillor))

    assert on(STALE) == 0


@pytest.mark.parametrize("reminds", [True, False])
def test_the_council_decides_whether_anybody_is_reminded(row, reminds):
    on(STALE)
    notice = Notice.objects.get(kind=TO_CHECK)
    given.council(reminds_of_checks=reminds)

    assert on("2027-05-31") == reminds
    assert on("2027-05-31", lambda: unwanted(notice)) == ("" if reminds else "no_longer_true")


def test_who_left_office_is_not_reminded(row, councillor):
    ends_at = timezone.now()
    end_term(term=councillor.terms.get(), ends_at=ends_at, reason=EndReason.RESIGNED, by=None)

    assert on(STALE) == 0


@pytest.mark.parametrize(("is_without", "count"), [(True, 0), (False, 1)])
def test_who_is_suspended_without_their_contacts_is_not_reminded(
    row, councillor, is_without, count
):
    with time_machine.travel(f"{STALE} 12:00Z"):
        suspended(councillor=councillor, is_without_contacts=is_without)

    assert on(STALE) == count


def test_the_sweep_does_all_of_it_once(row, officer):
    people.asked(people.person(councillor=row.councillor))

    assert on(STALE, sweep) == 2
    assert on(STALE, sweep) == 0


def test_the_rules_are_set_on_a_page(client, officer, row):
    client.force_login(officer)
    sent = {
        "stale_after_months": "3",
        "reply_days": "30",
        "contact_months": "12",
        "take_down_days": "2",
        "sealed_days": "28",
    }

    page = client.post(reverse("consent:change_rules"), sent, follow=True)

    row.refresh_from_db()
    assert "The rules are saved" in page.text
    assert row.stale_on == date(2027, 2, 23)
    assert not Council.objects.the().reminds_of_checks
    assert timezone.localdate() == date(2026, 11, 23)


# Whom nobody chases


def leave(row):
    leave_channel(channel=row.channel, by=row.councillor)


def forbidden(row):
    officer = given.officer(Role.INFORMATION_OFFICER)
    forbid(channel=row.channel, reason="It cannot be searched.", by=officer)


@pytest.mark.parametrize("leaves", [leave, forbidden])
def test_nobody_is_chased_on_a_channel_that_is_left_alone(row, councillor, leaves):
    leaves(row)

    with time_machine.travel("2027-06-01 12:00Z"):
        assert people_to_check(councillor, today()) == 0
        assert remind_to_check() == 0
        people_with_ways = with_ways(Constituent.objects.all(), today())
        assert people_with_ways.get(pk=row.constituent_id).to_check == 0


def test_a_test_message_that_nobody_answered_leaves_it_to_be_checked(row, councillor):
    with time_machine.travel("2027-06-01 12:00Z"):
        permitting.record_test(permission=row, by=councillor)

    with time_machine.travel("2027-09-01 12:00Z"):
        row.refresh_from_db()
        assert row.is_stale(today())
        assert people_to_check(councillor, today()) == 1
        assert remind_to_check() == 1


def test_what_waits_for_a_call_is_counted_in_the_list_as_on_home(councillor):
    """A number that needs no check, was checked all the same, and waits for a call."""
    phone = people.checked(people.reached(people.person(councillor=councillor)))
    email = people.channel("Email")
    way = people.checked(people.reached(phone.constituent, channel=email, handle="a@example.com"))
    with time_machine.travel("2027-06-01 12:00Z"):
        permitting.record_test(permission=way, by=councillor)

        listed = with_ways(Constituent.objects.all(), today()).get(pk=phone.constituent_id)
        assert listed.to_check == 2


def test_the_numbers_are_joined_once_however_much_is_asked_of_them():
    """Twice would make a row for each two numbers of a councillor: of a thousand, a million."""
    given.council()

    assert str(going_stale(today()).query).count('JOIN "consent_contactpermission"') == 1
