"""Nobody is kept longer than they are needed, and no councillor is surprised by it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consent.erasures import Erasure
from consent.keeping.actions import announce, delete_due, still_needed
from consent.keeping.reminding import TO_GO, remind_of_going
from consent.keeping.rules import last_day_gone
from consent.models import Constituent
from consent.permitting.actions import withdraw
from councilgov.deadlines import months_after
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.people.models import Council
from councilgov.records import Refused
from tests import given
from tests.consent import people

GOING = "consent:going"


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return people.verified(people.person(full_name="Sam Sorrel"))

    return shared(make)


@pytest.fixture
def row(made_once):
    made_once.refresh_from_db()
    return made_once


@pytest.fixture
def person(row):
    return Constituent.objects.get(pk=row.constituent_id)


def on(day):
    return time_machine.travel(f"{day} 12:00Z")


def goes_on(person):
    return Constituent.objects.get(pk=person.pk).goes_on


def sweep():
    return delete_due(), announce(), remind_of_going()


@pytest.mark.no_database
@pytest.mark.parametrize("months", [1, 6, 12])
def test_the_last_day_gone_is_the_latest_from_which_the_months_are_over(months):
    for n in range(800):
        today = date(2027, 1, 1) + timedelta(days=n)
        last = last_day_gone(today, months)

        assert months_after(last, months) <= today < months_after(last + timedelta(days=1), months)


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2027-10-24", None), ("2027-10-25", date(2027, 11, 23)), ("2028-06-01", date(2028, 6, 29))],
    ids=["the week before", "the week of four weeks before", "the clock stood still"],
)
def test_it_is_named_in_the_week_of_four_weeks_before(person, day, expected):
    with on(day):
        announce()

    assert goes_on(person) == expected


def test_who_is_not_heard_of_for_a_year_is_erased_on_the_day(person):
    with on("2027-10-26"):
        assert sweep()[:2] == (0, 1)
    with on("2027-11-22"):
        assert delete_due() == 0
    with on("2027-11-23"):
        assert [delete_due(), delete_due()] == [1, 0]

    assert not Constituent.objects.filter(pk=person.pk).exists()
    assert not Constituent.history.filter(id=person.pk).exists()
    assert Erasure.objects.count() == 1


@pytest.mark.parametrize("event", ["a contact", "taken back", "another way", "still needed"])
def test_whatever_happens_between_them_keeps_them(person, row, event):
    with on("2027-10-26"):
        announce()
    with on("2027-11-01"):
        if event == "a contact":
            people.contacted(row, happened_on=date(2027, 11, 1))
        elif event == "taken back":
            withdraw(permission=row, by=row.councillor)
        elif event == "another way":
            people.reached(person)
        else:
            still_needed(person=person, by=row.councillor)
    with on("2027-11-23"):
        assert delete_due() == 0

    assert goes_on(person) is None


def test_the_council_sets_the_months(person):
    council = Council.objects.the()
    council.contact_months = 6
    council.keep(by=None, why="Test")

    with on("2027-04-26"):
        announce()

    assert goes_on(person) == date(2027, 5, 24)


@pytest.mark.parametrize("months", [0, 25])
def test_the_database_refuses_other_months(person, months):
    council = Council.objects.the()
    council.contact_months = months

    with pytest.raises(Refused, match="Choose from 1 to 24"):
        council.keep(by=None, why="Test")


def test_a_councillor_is_told_twice_without_a_name(person, row):
    told = []
    for day in ("2027-10-26", "2027-10-27", "2027-11-16", "2027-11-17"):
        with on(day):
            told.append((announce(), remind_of_going())[1])

    assert told == [1, 0, 1, 0]
    notice = Notice.objects.filter(kind=TO_GO, to=row.councillor).latest("pk")
    with on("2027-11-16"):
        text = part_of(notice)
    assert "1 person" in text.body
    assert reverse(GOING) in text.body
    assert "Sorrel" not in text.subject + text.body


def test_who_goes_in_the_same_week_is_one_message(person, row):
    for day in ("2026-11-25", "2026-11-26"):
        with on(day):
            people.person(councillor=row.councillor)
    told = []
    for day in ("25", "26", "27", "28", "29"):
        with on(f"2027-10-{day}"):
            told.append((announce(), remind_of_going()))

    assert told == [(3, 0), (0, 1), (0, 0), (0, 0), (0, 0)]
    with on("2027-10-26"):
        assert "3 people" in part_of(Notice.objects.get(kind=TO_GO)).body


def test_many_are_announced_in_as_many_statements_as_one(
    person, row, django_assert_max_num_queries
):
    for _n in range(5):
        people.person(councillor=row.councillor)

    with on("2027-10-26"), django_assert_max_num_queries(9):
        assert announce() == 6


def test_the_page_says_who_goes_and_when_and_keeps_whom_one_still_needs(client, person, row):
    client.force_login(row.councillor)
    assert reverse(GOING) in client.get(reverse("consent:contacts")).text
    assert "By this rule nobody is deleted" in client.get(reverse(GOING)).text
    with on("2027-10-26"):
        announce()
        client.force_login(row.councillor)
        shown = client.get(reverse(GOING)).text
        assert "Sam Sorrel" in shown
        assert "Deleted on 23 November 2027" in shown
        assert "Nothing has happened since 23 November 2026" in shown

        client.post(reverse(GOING), {"person": person.pk})

    assert goes_on(person) is None


def test_of_who_was_only_noted_the_page_does_not_say_that_they_were_in_touch(client):
    given.council()
    person = people.person(full_name="Kit Larch")
    with on("2027-10-26"):
        announce()
        client.force_login(person.councillor)
        shown = client.get(reverse(GOING)).text

    assert "Kit Larch" in shown
    assert "Nothing has happened since 23 November 2026" in shown
    assert "Last in touch" not in shown


@pytest.mark.parametrize("sent", ["", "x", "0"])
def test_nobody_else_is_kept_by_it(client, row, sent):
    other = people.person()
    client.force_login(row.councillor)

    assert client.post(reverse(GOING), {"person": sent or other.pk}).status_code == 404
    with pytest.raises(Refused, match="Only the councillor"):
        still_needed(person=other, by=row.councillor)


def test_the_page_needs_no_more_queries_for_more_people(client, row):
    client.force_login(row.councillor)
    counts = []
    for _n in range(2):
        more = people.person(councillor=row.councillor)
        more.goes_on = date(2026, 12, 1)
        more.keep(by=None, why="Test")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(GOING))
        counts.append(len(queries))

    first, second = counts
    assert first == second
