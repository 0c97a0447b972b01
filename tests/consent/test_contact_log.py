"""A contact is logged on a phone in a few taps, from the page of the person."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consent.models import Contact, ContactPermission, DeviceUsed, Direction, Official, Topic
from consent.permitting.actions import prefer, withdraw
from tests import given
from tests.consent import people
from tests.devices import equipment

QUERIES = 10
DAY = {"happened_on_day": "23", "happened_on_month": "11", "happened_on_year": "2026"}


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor = given.councillor()
        person = people.person(councillor=councillor, full_name="Sam Sorrel")
        phone = equipment.issued(holder=councillor, kind=equipment.kind("Mobile phone"))
        return councillor, people.verified(person), people.contacted(people.verified()), phone

    return shared(make)


@pytest.fixture
def row(made_once):
    return ContactPermission.objects.with_row().get(pk=made_once[1].pk)


@pytest.fixture
def other(made_once):
    """A contact of another councillor."""
    return Contact.objects.with_row().get(pk=made_once[2].pk)


@pytest.fixture
def phone(made_once):
    return made_once[3]


@pytest.fixture
def browser(client, made_once):
    client.force_login(made_once[0])
    return client


def page(name, *args):
    return reverse(f"consent:{name}", args=args)


def told(row, **otherwise):
    """What the form holds when nothing but what happened was chosen."""
    answers = {"went": "they_answered", "permission": row.pk}
    answers["used"] = next((device.pk for device in row.councillor.devices.all()), "none")
    return answers | {"topic": "other", "official": "none"} | DAY | otherwise


def log(browser, row, **otherwise):
    return browser.post(
        page("log_contact", row.constituent_id), told(row, **otherwise), follow=True
    )


def test_one_answer_is_left_where_all_is_as_usual(browser, row, phone):
    """What happened: the way they like best, their phone and today are filled in already."""
    text = people.granted(row.constituent)
    prefer(permission=text, by=row.councillor)
    opened = browser.get(page("log_contact", row.constituent_id))

    form = opened.context["form"]
    usual = {name: form[name].value() for name in form.fields}

    assert (
        page("log_contact", row.constituent_id)
        in browser.get(row.constituent.get_absolute_url()).text
    )
    assert (usual["went"], usual["permission"], usual["used"]) == (
        None,
        str(text.pk),
        str(phone.pk),
    )
    assert (str(usual["happened_on"]), usual["topic"]) == ("2026-11-23", Topic.OTHER)


def test_a_contact_that_kept_to_the_rules_leads_back_to_the_person(browser, row, phone):
    response = log(browser, row, used=phone.pk, topic="housing", clock="9:40am")

    contact = Contact.objects.get(constituent=row.constituent)
    assert (contact.direction, contact.is_two_way) == (Direction.MINE, True)
    assert (contact.device, contact.topic) == (phone, Topic.HOUSING)
    assert response.redirect_chain == [(row.constituent.get_absolute_url(), 302)]
    assert "You contacted them, and they answered" in response.text
    assert "9:40am" in browser.get(contact.get_absolute_url()).text


@pytest.mark.parametrize(
    ("went", "direction", "is_two_way"),
    [
        ("i_answered", Direction.THEIRS, True),
        ("they_answered", Direction.MINE, True),
        ("no_answer", Direction.MINE, False),
        ("to_answer", Direction.THEIRS, False),
    ],
)
def test_one_answer_says_who_began_and_who_answered(browser, row, went, direction, is_two_way):
    log(browser, row, went=went)

    contact = Contact.objects.get(constituent=row.constituent)
    assert (contact.direction, contact.is_two_way) == (direction, is_two_way)


def test_the_way_and_the_topic_of_the_last_time_are_filled_in(browser, row):
    text = people.granted(row.constituent)
    prefer(permission=text, by=row.councillor)
    people.contacted(row, topic=Topic.HOUSING)

    form = browser.get(page("log_contact", row.constituent_id)).context["form"]

    assert (form["permission"].value(), form["topic"].value()) == (str(row.pk), Topic.HOUSING)


def test_a_way_that_was_taken_back_since_is_not_filled_in(browser, row):
    text = people.granted(row.constituent)
    people.contacted(row)
    withdraw(permission=row, by=row.councillor)

    form = browser.get(page("log_contact", row.constituent_id)).context["form"]

    assert form["permission"].value() == str(text.pk)


def test_the_device_of_the_last_time_comes_first(browser, row, phone):
    tablet = equipment.issued(holder=row.councillor, kind=equipment.kind("Laptop", has_imei=False))
    people.contacted(row, device_used=DeviceUsed.COUNCIL, device=tablet)

    form = browser.get(page("log_contact", row.constituent_id)).context["form"]

    assert form["used"].value() == str(tablet.pk)
    assert [key for key, _label in form.fields["used"].choices][1] == str(phone.pk)


def test_a_flagged_contact_is_saved_and_its_page_says_what_puts_it_right(browser, row):
    response = log(browser, row, used="own")

    contact = Contact.objects.get(constituent=row.constituent)
    assert response.redirect_chain == [(contact.get_absolute_url(), 302)]
    assert reverse("devices:ask_enrolment") in response.text
    assert "Nobody is told" in response.text


def test_what_was_taken_back_while_the_form_was_open_is_saved_and_said(browser, row):
    browser.get(page("log_contact", row.constituent_id))
    withdraw(permission=row, by=row.councillor)

    response = log(browser, row)

    assert Contact.objects.get(constituent=row.constituent).was_unpermitted
    assert "Do you have their permission?" in response.text


def test_a_way_that_is_not_noted_is_asked_for_by_channel(browser, row):
    empty = log(browser, row, permission="another")
    chosen = log(browser, row, permission="another", channel=people.channel("Letter").pk)

    assert "Choose in which way" in empty.text
    assert Contact.objects.get(constituent=row.constituent).permission is None
    assert "Logged" in chosen.text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"went": ""}, "Select what happened"),
        ({"permission": ""}, "Select in which way"),
        ({"used": "abacus"}, "Select on which device"),
        ({"happened_on_day": "31", "happened_on_month": "2"}, "must be a real date"),
        ({"happened_on_day": "24"}, "The day must be today or in the past"),
        ({"clock": "half past"}, "Enter a time, like 9:40am or 14:05"),
        ({"clock": "11am"}, "The time must be now or in the past"),
        ({"official": "moved"}, "Enter the day"),
        ({"topic": "gossip"}, "Select what it was about"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(browser, row, wrong, words):
    response = log(browser, row, **wrong)

    assert words in response.text
    assert not Contact.objects.filter(constituent=row.constituent).exists()


def test_what_is_still_to_be_moved_is_moved_by_a_button(browser, row):
    log(browser, row, official="to_move")
    contact = Contact.objects.get(constituent=row.constituent)
    assert "I have moved it" in browser.get(contact.get_absolute_url()).text

    browser.post(contact.get_absolute_url())

    contact.refresh_from_db()
    assert contact.official == Official.MOVED
    assert "I have moved it" not in browser.get(contact.get_absolute_url()).text


def test_an_entry_is_removed_in_two_clicks(browser, row):
    contact = people.contacted(row)
    assert page("remove_contact", contact.pk) in browser.get(contact.get_absolute_url()).text

    browser.post(page("remove_contact", contact.pk), {"csrf": "x"})

    assert not Contact.objects.filter(pk=contact.pk).exists()


def test_nobody_opens_a_contact_of_another_or_logs_one_with_their_people(browser, row, other):
    for address in (
        other.get_absolute_url(),
        page("remove_contact", other.pk),
        page("log_contact", other.constituent_id),
    ):
        assert browser.get(address).status_code == 404
        assert browser.post(address, told(other.permission)).status_code == 404


def test_a_way_of_another_councillor_is_no_choice(browser, row, other):
    response = log(browser, row, permission=other.permission_id)

    assert "Select in which way" in response.text
    assert other.permission.handle not in response.text
    assert not Contact.objects.filter(constituent=row.constituent).exists()


def test_the_log_shows_ones_own_and_narrows_down(browser, row, other):
    people.contacted(row, topic=Topic.WASTE)
    people.contacted(row, device_used=DeviceUsed.OWN, official=Official.TO_MOVE)

    everything = browser.get(page("contact_log")).text
    flagged = browser.get(page("contact_log"), {"see": "flagged"}).text
    both = browser.get(page("contact_log"), {"see": ["flagged", "to_move"], "topic": "waste"}).text

    assert "2 contacts" in everything
    assert other.constituent.full_name not in everything
    assert "1 contact" in flagged
    assert "No contact is logged" in both or "0 contacts" in both


def test_the_log_is_taken_along_with_evidence(browser, row):
    people.contacted(row)

    taken = browser.post(page("contact_log"), {"export": "csv"})

    text = b"".join(taken.streaming_content).decode() if taken.streaming else taken.text
    assert "Sam Sorrel" in text
    assert "2026-11-23" in text


def test_the_number_of_queries_of_the_log_does_not_grow(browser, row, django_assert_num_queries):
    people.contacted(row)
    with django_assert_num_queries(QUERIES):
        browser.get(page("contact_log"))
    for _n in range(3):
        people.contacted(row)

    with django_assert_num_queries(QUERIES):
        browser.get(page("contact_log"))


def test_the_page_of_somebody_says_what_is_stale_and_offers_to_let_go(browser, row):
    with time_machine.travel("2027-06-01 12:00Z", tick=True):
        browser.force_login(row.councillor)
        shown = browser.get(row.constituent.get_absolute_url()).text
        form = browser.get(page("log_contact", row.constituent_id)).text

    main = shown.partition("<main")[2]
    assert "check first that it is still them" in main
    assert main.count(page("forget_person", row.constituent_id)) == 2
    assert ": check first" in form


def test_the_page_of_somebody_needs_no_more_queries_for_more_contacts(browser, row):
    address = row.constituent.get_absolute_url()
    people.contacted(row)
    with CaptureQueriesContext(connection) as one:
        browser.get(address)
    for _n in range(3):
        people.contacted(row)

    with CaptureQueriesContext(connection) as four:
        browser.get(address)

    assert len(four) == len(one)


def test_nobody_writes_a_message_without_a_device(browser, row):
    """On paper, or in person, there is no WhatsApp; a letter needs none."""
    letter = {"permission": "another", "channel": people.channel("Letter").pk}

    refused = log(browser, row, used="none")
    log(browser, row, used="none", **letter)

    assert "Select on which device: WhatsApp needs one" in refused.text
    assert Contact.objects.get(constituent=row.constituent).channel.name == "Letter"
