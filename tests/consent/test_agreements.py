"""A newsletter, or publishing, is agreed to apart from contact, and by a yes alone."""

import pytest
from django.urls import reverse

from consent.models import Constituent, PermissionStatus, Purpose, Source, with_ways
from consent.permitting import actions
from councilgov.days import today
from councilgov.records import Refused
from tests import given
from tests.consent import people

BEYOND = [Purpose.NEWSLETTER, Purpose.PUBLISH]


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return given.councillor()

    return shared(make)


@pytest.fixture
def person(made_once):
    return people.person(councillor=made_once)


@pytest.fixture
def browser(client, made_once):
    client.force_login(made_once)
    return client


def agreed(person, purpose=Purpose.NEWSLETTER, **fields):
    about = {"purpose": purpose, "source": Source.THEY_ASKED, "channel": people.channel("Email")}
    return people.granted(person, **about | {"handle": "sam@example.com"} | fields)


def sent(purpose, **otherwise):
    day = {"on_day": "23", "on_month": "11", "on_year": "2026"}
    how = {"source": "asked", "words": "May I print your photo?", "answer": "yes"}
    where = {"channel": people.channel("Email").pk, "handle": "sam@example.com"}
    asked = {"asked_via": people.channel("Telephone").pk}
    return {"purpose": purpose} | day | how | where | asked | otherwise


def page(person):
    return reverse("consent:add_agreement", args=[person.pk])


@pytest.mark.parametrize("purpose", BEYOND)
def test_a_yes_is_noted_on_the_persons_page_apart_from_the_ways_to_reach_them(
    browser, person, purpose
):
    assert page(person) in browser.get(person.get_absolute_url()).text

    response = browser.post(page(person), sent(purpose), follow=True)

    row = person.permissions.get()
    assert (row.purpose, row.status) == (purpose, PermissionStatus.GRANTED)
    assert "No way to reach them is noted" in response.text
    assert str(purpose.label) in response.text


def test_nothing_is_ticked_or_worded_for_them(browser, person):
    shown = browser.get(page(person)).text.partition("<form method")[2]

    assert "checked" not in shown
    assert "May I contact you" not in shown


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"purpose": "contact"}, "There is a problem"),
        ({"purpose": ""}, "Select what it is for"),
        ({"source": "wrote_first"}, "There is a problem"),
        ({"words": ""}, "Enter what you asked"),
    ],
)
def test_what_is_wrong_is_said(browser, person, wrong, told):
    response = browser.post(page(person), sent("newsletter") | wrong)

    assert told in response.text
    assert not person.permissions.exists()


@pytest.mark.parametrize("purpose", BEYOND)
@pytest.mark.parametrize("source", [Source.WROTE_FIRST])
def test_that_somebody_wrote_is_no_yes_to_it(person, purpose, source):
    with pytest.raises(Refused, match="no yes to a newsletter"):
        agreed(person, purpose, source=source)


def test_a_yes_to_one_is_no_yes_to_the_other_nor_to_contact(person):
    agreed(person)

    assert not person.permissions.to_contact().exists()
    assert [row.purpose for row in person.permissions.beyond_contact()] == [Purpose.NEWSLETTER]
    (shown,) = with_ways(Constituent.objects.filter(pk=person.pk), today())
    assert (shown.best_way, shown.to_check) == (None, 0)


def test_the_same_address_may_be_agreed_for_each_purpose_once(person):
    agreed(person)
    agreed(person, Purpose.PUBLISH)
    people.reached(person, channel=people.channel("Email"), handle="sam@example.com")

    with pytest.raises(Refused, match="already"):
        agreed(person)


@pytest.mark.parametrize(
    "do",
    [
        people.checked,
        lambda row: actions.record_test(permission=row, by=row.councillor),
        lambda row: actions.prefer(permission=row, by=row.councillor),
    ],
    ids=["verify", "record_test", "prefer"],
)
def test_it_is_neither_checked_nor_preferred(person, do):
    row = agreed(person)

    with pytest.raises(Refused, match="no permission to contact them"):
        do(row)


def test_it_follows_them_to_another_address(person):
    row = agreed(person)

    new = actions.change_handle(permission=row, handle="kit@example.com", by=row.councillor)

    assert (new.purpose, new.source) == (Purpose.NEWSLETTER, Source.THEY_ASKED)


def test_its_page_says_what_it_is_for_and_how_it_is_taken_back(browser, person):
    row = agreed(person, Purpose.PUBLISH)

    shown = browser.get(row.get_absolute_url()).text

    assert "To have what they said or sent published" in shown
    assert reverse("consent:withdraw", args=[row.pk]) in shown
    for name in ("verify", "record_test", "decline"):
        assert reverse(f"consent:{name}", args=[row.pk]) not in shown
    assert 'value="prefer"' not in shown


def test_what_was_taken_back_can_be_agreed_anew_on_its_own_page(browser, person):
    row = agreed(person)
    actions.withdraw(permission=row, by=row.councillor)

    assert page(person) in browser.get(row.get_absolute_url()).text


def test_nobody_notes_it_for_anothers_person(browser):
    assert browser.get(page(people.person())).status_code == 404


@pytest.mark.parametrize(
    ("via", "is_refused"), [("Email", True), ("WhatsApp", True), ("Letter", False)]
)
def test_no_message_asks_for_leave_to_send_newsletters(person, via, is_refused):
    about = {"purpose": Purpose.NEWSLETTER, "channel": people.channel("Email")}
    asked = about | {"handle": "sam@example.com", "asked_via": people.channel(via)}

    if is_refused:
        with pytest.raises(Refused, match="counts as advertising"):
            people.asked(person, **asked)
    else:
        assert people.asked(person, **asked).status == PermissionStatus.ASKED
