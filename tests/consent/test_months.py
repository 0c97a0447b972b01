"""How long contacts are kept is changed with open eyes, and deletes nobody at once."""

import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from consent.keeping.actions import announce, change_months, delete_due
from consent.keeping.preview import effect, in_fives
from consent.models import Constituent
from councilgov.access import Role
from councilgov.days import day_in_words
from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.people.models import Council
from councilgov.records import Refused
from tests import given
from tests.consent import people

PAGE = "consent:change_months"
NOW = "2027-05-03 12:00Z"
FIRST = date(2027, 5, 31)


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "0"), (1, "Fewer than 5"), (4, "Fewer than 5"), (5, "5 to 9"), (1234, "1,230 to 1,234")],
)
def test_numbers_are_told_in_steps_of_five(count, told):
    assert in_fives(count) == told


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        rows = [people.verified() for _n in range(5)]
        for row in rows[:3]:
            people.contacted(row)
        return [row.councillor for row in rows], given.officer(Role.MONITORING_OFFICER)

    return shared(make)


@pytest.fixture
def owners(made_once):
    return made_once[0]


@pytest.fixture
def officer(made_once):
    return made_once[1]


@pytest.fixture
def now(made_once):
    """More than five months after anybody was heard of."""
    with time_machine.travel(NOW):
        yield


@pytest.mark.usefixtures("now")
def test_what_other_months_would_delete_is_counted_for_all_councillors():
    then = effect(5)

    assert then[1:] == ("5 to 9", "Fewer than 5", "5 to 9", day_in_words(FIRST))
    assert effect(12)[1:] == ("0", "0", "0", "Nobody")


@pytest.mark.usefixtures("now")
def test_of_fewer_than_five_councillors_nothing_is_told(owners):
    people.kept(owners[0].constituents.get())

    assert effect(5)[1:] == ("Not told", "Not told", "Fewer than 5", "Not told")


@pytest.mark.usefixtures("now")
def test_what_was_shown_is_what_is_named_and_what_councillors_see(client, owners, officer):
    shown = effect(5)

    change_months(months=5, instead_of=12, by=officer)

    named = Constituent.objects.exclude(goes_on=None)
    assert in_fives(named.count()) == shown.gone
    assert {day_in_words(row.goes_on) for row in named if row.goes_on} == {shown.first_on}
    client.force_login(owners[0])
    assert f"Deleted on {shown.first_on}" in client.get(reverse("consent:going")).text
    assert effect(5) == shown


def test_nobody_goes_before_four_weeks_and_then_they_do(owners, officer):
    with time_machine.travel(NOW):
        change_months(months=5, instead_of=12, by=officer)
        assert delete_due() == 0
    with time_machine.travel("2027-05-30 12:00Z"):
        assert delete_due() == 0
    with time_machine.travel("2027-05-31 12:00Z"):
        assert delete_due() == len(owners)


def test_more_months_spare_who_was_named(officer):
    with time_machine.travel("2027-11-01 12:00Z"):
        announce()
        assert Constituent.objects.exclude(goes_on=None).exists()

        change_months(months=24, instead_of=12, by=officer)

        assert not Constituent.objects.exclude(goes_on=None).exists()


@pytest.mark.usefixtures("now")
def test_every_councillor_with_contacts_is_told_at_once_without_a_name(owners, officer):
    given.councillor()

    change_months(months=5, instead_of=12, by=officer)

    told = Notice.objects.filter(kind="contact_months_changed")
    assert {notice.to for notice in told} == set(owners)
    body = part_of(told[0]).body
    assert "5 months after anything last happened" in body
    assert reverse("consent:going") in body
    assert Entry.objects.get(kind="people.settings_changed").actor == officer


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"months": 12, "instead_of": 12}, "for so many months already"),
        ({"months": 5, "instead_of": 6}, "changed the months a moment ago"),
        ({"months": 5, "instead_of": None}, "changed the months a moment ago"),
    ],
)
def test_nobody_sets_what_they_were_not_shown(officer, asked, told):
    with pytest.raises(Refused, match=told):
        change_months(**asked, by=officer)

    assert Council.objects.the().contact_months == 12


def test_the_page_shows_it_before_it_sets_it(client, officer):
    with time_machine.travel(NOW):
        client.force_login(officer)
        page = reverse(PAGE)
        assert "<table" not in client.get(page).text

        shown = client.get(page, {"months": "5"}).text
        assert Council.objects.the().contact_months == 12
        assert "5 to 9" in shown
        asked = dict(re.findall(r'type="hidden" name="(\w+)" value="(\d+)"', shown))
        client.post(page, asked)

        assert Council.objects.the().contact_months == 5
        assert "Enter the number of months" in client.get(page, {"months": ""}).text
        assert "Nothing would change" in client.get(page, {"months": "5"}).text
        assert "Nothing would change" not in shown
        assert page in client.get(reverse("home")).text
