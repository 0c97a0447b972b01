"""The message that asks somebody to ring: what it says, and what it never does."""

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError
from django.urls import reverse

from consent.models import MessageWording, PermissionStatus, Verification, Wording
from consent.permitting import actions as permitting
from consent.permitting.words import WORDS, next_word
from consent.wording import actions
from consent.wording.filling import messages_for, surname_of
from consent.wordings import FILLED_WITH, MOST, PLACES, USUAL, check_text
from councilgov.access import Role
from councilgov.people.models import Council, User
from councilgov.records import Refused
from tests import given
from tests.consent import people

PHONE = "01632 960999"


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor = given.councillor()
        councillor.known_as, councillor.phone = "Councillor Smart", PHONE
        councillor.keep(by=None, why="Test")
        return councillor, given.officer(Role.INFORMATION_OFFICER)

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def officer(made_once):
    return made_once[1]


@pytest.fixture
def row(councillor):
    return people.granted(people.person(councillor=councillor, full_name="Sam Sorrel"))


@pytest.fixture
def browser(client, councillor):
    client.force_login(councillor)
    return client


@pytest.fixture
def with_words(made_once):
    council = Council.objects.the()
    council.uses_test_word = True
    council.keep(by=None, why="Test")


def page(name, *args):
    return reverse(f"consent:{name}", args=args)


def texts(row, councillor, *, is_shared=False):
    found = messages_for(row, councillor, word="", is_shared=is_shared)
    return {message.kind: message.text for message in found}


# The words


def test_the_first_wording_gives_nothing_away(row, councillor):
    kind, text = next(iter(texts(row, councillor).items()))

    assert kind == Wording.NEUTRAL
    assert text == (
        "Hello, it’s Councillor Smart from Barchester Borough Council. "
        f"Could you please call me on {PHONE}? Thank you."
    )


def test_the_two_of_the_document_are_there_word_for_word(row, councillor):
    found = texts(row, councillor)

    assert found[Wording.MEETING] == (
        "Hello Sam Sorrel it’s Councillor Smart from Barchester Borough Council, I need to contact "
        f"you about [which meeting] next week, could you please call me on {PHONE} thanks"
    )
    assert found[Wording.UPDATE] == (
        "Hello, it’s Councillor Smart, I spoke to the council officer as you requested and I need "
        f"to update you. Please give me a call on {PHONE}"
    )


def test_where_others_read_it_too_only_the_first_is_offered(row, councillor):
    assert list(texts(row, councillor, is_shared=True)) == [Wording.NEUTRAL]


def test_without_a_number_of_the_councillor_it_says_where_one_goes(row, councillor):
    councillor = User.objects.get(pk=councillor.pk)
    councillor.phone = ""

    assert "[your telephone number]" in texts(row, councillor)[Wording.NEUTRAL]


def test_a_name_between_braces_is_a_name(councillor):
    row = people.granted(people.person(councillor=councillor, full_name="Sam {phone}"))

    assert "Hello Sam {phone} it’s" in texts(row, councillor)[Wording.MEETING]


@pytest.mark.parametrize(
    ("known_as", "full_name", "surname"),
    [
        ("Councillor Smart", "Ann Smart", "Smart"),
        ("Cllr van der Berg", "Jo van der Berg", "van der Berg"),
        ("Ann", "Ann Smart MBE", "Smart"),
        ("The Mayor", "Ann Smart, J.P., OBE", "Smart"),
        ("", "Smart", "Smart"),
        ("", "Mbe", "Mbe"),
    ],
)
@pytest.mark.no_database
def test_how_a_councillor_names_themselves(known_as, full_name, surname):
    assert surname_of(User(known_as=known_as, full_name=full_name)) == surname


@pytest.mark.parametrize("kind", Wording)
@pytest.mark.no_database
def test_the_usual_words_keep_the_rules(kind):
    check_text(kind, str(USUAL[kind]))

    assert len(USUAL[kind]) <= MOST


@pytest.mark.parametrize(
    ("kind", "text", "say"),
    [
        (Wording.NEUTRAL, "Hello {name}, ring {phone}", "“{name}” cannot stand here"),
        (Wording.NEUTRAL, "About {meeting}: ring {phone}", "“{meeting}” cannot stand here"),
        (Wording.UPDATE, "About {meeting}: ring {phone}", "You can use {council}, {name}"),
        (Wording.MEETING, "Ring {fone}", "“{fone}” cannot stand here"),
        (Wording.MEETING, "Ring {}", "“{}” cannot stand here"),
        (Wording.MEETING, "Ring {phone", "A brace is missing"),
        (Wording.MEETING, "Ring phone} {phone}", "A brace is missing"),
        (Wording.MEETING, "Ring me", "Say where to ring"),
    ],
)
@pytest.mark.no_database
def test_words_that_cannot_be_filled_in_or_say_too_much_are_refused(kind, text, say):
    with pytest.raises(Refused) as refusal:
        check_text(kind, text)

    assert say in str(refusal.value)
    assert refusal.value.field == "text"


@pytest.mark.no_database
def test_the_first_may_hold_nothing_about_the_person():
    assert PLACES[Wording.NEUTRAL].isdisjoint({"name", "meeting"})


@pytest.mark.no_database
def test_of_each_place_it_is_said_what_fills_it():
    assert set(FILLED_WITH) == set().union(*PLACES.values())


# The council's own


def test_a_council_words_it_its_own_way_and_goes_back(officer, row, councillor):
    actions.change_wording(kind="neutral", text=" Ring  {phone}. ", by=officer)
    actions.change_wording(kind="neutral", text="Please ring {phone}.", by=officer)
    assert texts(row, councillor)[Wording.NEUTRAL] == f"Please ring {PHONE}."
    assert MessageWording.objects.count() == 1

    for _n in range(2):
        actions.restore_wording(kind="neutral", by=officer)

    assert "Could you please call me" in texts(row, councillor)[Wording.NEUTRAL]
    assert not MessageWording.objects.exists()


def test_the_database_wants_a_number_to_ring():
    with pytest.raises(IntegrityError, match="says_where_to_ring"):
        MessageWording(kind="neutral", text="Hello").keep(by=None, why="Test")


def test_each_is_worded_once(officer):
    actions.change_wording(kind="neutral", text="Ring {phone}.", by=officer)

    with pytest.raises(Refused, match="Somebody else has just changed it"):
        MessageWording(kind="neutral", text="Ring {phone}!").keep(by=None, why="Test")


# Two words to say


def test_no_words_are_asked_for_unless_the_council_wants_it(row, councillor):
    assert permitting.record_test(permission=row, by=councillor).test_word == ""


def test_the_words_stand_until_they_have_rung(with_words, row, councillor):
    words = next_word(row)
    row = permitting.record_test(permission=row, by=councillor)
    assert row.test_word == words
    assert set(words.split()) <= set(WORDS)

    row = people.checked(row, how=Verification.CALL_BACK)

    assert row.test_word == ""


def test_the_next_message_asks_for_other_words(with_words, row, councillor):
    first = permitting.record_test(permission=row, by=councillor).test_word
    row = permitting.give_up_test(permission=row, by=councillor)
    assert row.test_word == ""

    assert permitting.record_test(permission=row, by=councillor).test_word != first


@pytest.mark.parametrize("act", [permitting.withdraw, permitting.mark_wrong_person])
def test_words_are_forgotten_however_it_ends(with_words, row, councillor, act):
    row = permitting.record_test(permission=row, by=councillor)

    assert act(permission=row, by=councillor).test_word == ""


def test_the_database_keeps_words_for_a_test_alone(row):
    row.test_word = "amber kettle"

    with pytest.raises(IntegrityError, match="word_of_one_test"):
        row.keep(by=None, why="Test")


@pytest.mark.no_database
def test_there_are_enough_words():
    assert len(set(WORDS)) == len(WORDS) == 64


# Pages


def test_the_text_is_shown_and_that_it_was_sent_is_noted(browser, row):
    address = page("record_test", row.pk)
    assert address in browser.get(row.get_absolute_url()).text
    shown = browser.get(address).text
    assert "Councillor Smart from Barchester" in shown
    assert row.handle in shown
    assert "name=" not in shown.partition("<textarea")[2].partition(">")[0]

    browser.post(address, {"text": "private words"})

    row.refresh_from_db()
    assert row.status == PermissionStatus.TEST_SENT


def test_nothing_of_the_text_or_the_person_is_kept_elsewhere(browser, row, caplog):
    caplog.set_level("INFO")
    browser.post(page("record_test", row.pk), {"text": "private words"})

    kept = "".join(str(session.get_decoded()) for session in Session.objects.all())
    for word in ("private words", "Sorrel", row.handle, row.normal):
        assert word not in kept + caplog.text


def test_the_words_to_say_are_in_the_text_and_on_the_pages_after_it(with_words, browser, row):
    words = next_word(row)
    assert f"Please say “{words}” when you ring." in browser.get(page("record_test", row.pk)).text
    browser.post(page("record_test", row.pk))

    assert words in browser.get(row.get_absolute_url()).text
    assert words in browser.get(page("verify", row.pk)).text


def test_a_shared_number_gets_the_text_that_names_nobody(browser, row, councillor):
    kit = people.person(councillor=councillor, full_name="Kit Sorrel")
    people.granted(kit, handle=row.handle)

    shown = browser.get(page("record_test", row.pk)).text

    assert "Kit Sorrel is reached there too" in shown
    assert "Other words" not in shown


def test_who_has_no_number_is_told_who_enters_it(browser, councillor, row):
    councillor = User.objects.get(pk=councillor.pk)
    councillor.phone = ""
    councillor.keep(by=None, why="Test")

    assert "01632 960125" in browser.get(page("record_test", row.pk)).text


def test_by_telephone_there_is_no_test_message(browser, councillor):
    row = people.reached(people.person(councillor=councillor))
    assert page("record_test", row.pk) not in browser.get(row.get_absolute_url()).text

    response = browser.post(page("record_test", row.pk))

    assert response.status_code == 409
    assert "No test message goes by Telephone" in response.text
    assert browser.get(page("record_test", row.pk)).status_code == 409


def test_a_message_by_email_is_one(councillor):
    email = people.channel("Email")
    row = people.reached(
        people.person(councillor=councillor), channel=email, handle="sam@sorrel.example"
    )

    assert permitting.record_test(permission=row, by=councillor).status == "test_sent"


def test_it_is_sent_once(browser, row):
    browser.post(page("record_test", row.pk))

    assert browser.post(page("record_test", row.pk)).status_code == 409


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_tests_anothers_contact(browser, method):
    other = people.granted()

    assert getattr(browser, method)(page("record_test", other.pk)).status_code == 404


def test_an_officer_changes_the_words(client, officer):
    client.force_login(officer)
    address = page("change_wording", "update")
    assert address in client.get(page("wordings")).text
    refused = client.post(address, {"text": "Ring me"})
    assert "Say where to ring" in refused.text

    shown = client.post(address, {"text": "Ring {phone}."}, follow=True).text

    assert "Ring {phone}." in shown
    assert "The council’s own words." in shown
    client.post(address, {"text": "", "usual": "yes"})
    assert not MessageWording.objects.exists()


def test_no_other_message_is_worded(client, officer):
    client.force_login(officer)

    assert client.get(page("change_wording", "threat")).status_code == 404


# Rules of the council


def test_the_rules_of_contacts_are_set(client):
    client.force_login(given.officer(Role.MONITORING_OFFICER))
    sent = {
        "stale_after_months": "3",
        "reply_days": "14",
        "contact_months": "12",
        "take_down_days": "2",
        "sealed_days": "42",
    }
    sent |= {"uses_test_word": "on"}

    client.post(page("change_rules"), sent)

    council = Council.objects.the()
    assert (council.stale_after_months, council.reply_days) == (3, 14)
    assert council.uses_test_word


@pytest.mark.parametrize(
    ("field", "typed"),
    [("stale_after_months", "13"), ("stale_after_months", "0"), ("reply_days", "")],
)
def test_a_rule_that_cannot_be_is_refused(client, field, typed):
    client.force_login(given.officer(Role.MONITORING_OFFICER))
    sent = {
        "stale_after_months": "6",
        "reply_days": "30",
        "contact_months": "12",
        "take_down_days": "2",
    } | {field: typed}

    shown = client.post(page("change_rules"), sent).text

    assert "There is a problem" in shown
    assert Council.objects.the().stale_after_months == 6
