"""A councillor's contacts: noted on a phone, seen by nobody else."""

import pytest
from django.urls import reverse

from consent.models import Constituent, ContactPermission, PermissionStatus
from consent.permitting.actions import prefer, withdraw
from councilgov.access import Role
from councilgov.capacity import Capacity
from tests import given
from tests.consent import people

QUERIES = 13


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return (
            people.accepted(given.councillor()),
            people.verified(people.person()),
            given.officer(Role.ICT_DESK),
        )

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def other(made_once):
    """A permission of another councillor."""
    return ContactPermission.objects.with_row().get(pk=made_once[1].pk)


@pytest.fixture
def person(councillor):
    return people.person(councillor=councillor, full_name="Sam Sorrel")


@pytest.fixture
def browser(client, councillor):
    client.force_login(councillor)
    return client


def page(name, *args):
    return reverse(f"consent:{name}", args=args)


def way(**otherwise):
    day = {"on_day": "23", "on_month": "11", "on_year": "2026"}
    about = {"channel": people.channel().pk, "handle": "07700 900982", "source": "wrote_first"}
    about["at_request_of"] = "themselves"
    return about | day | otherwise


def test_somebody_who_wrote_first_is_noted_in_one_page(browser, councillor):
    sent = way(full_name="  Sam   Sorrel ")

    response = browser.post(page("add_person", "ward"), sent, follow=True)

    person = Constituent.objects.get(councillor=councillor)
    assert (person.full_name, person.capacity) == ("Sam Sorrel", Capacity.WARD)
    assert person.permissions.get().status == PermissionStatus.GRANTED
    assert "07700 900982" in response.text
    assert response.redirect_chain == [(person.get_absolute_url(), 302)]


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("yes", PermissionStatus.GRANTED),
        ("no", PermissionStatus.REFUSED),
        ("not_yet", PermissionStatus.ASKED),
    ],
)
def test_who_was_asked_is_noted_with_what_they_said(browser, person, answer, status):
    asked = {
        "source": "asked",
        "asked_via": people.channel("Telephone").pk,
        "words": "May I?",
        "answer": answer,
    }

    browser.post(page("add_permission", person.pk), way(**asked))

    assert person.permissions.get().status == status
    assert not person.permissions.get().was_told_of_choice


def test_face_to_face_is_a_way_to_ask_and_what_they_were_told_is_ticked(browser, person):
    asked = {"source": "asked", "asked_via": "", "words": "May I?", "answer": "yes"}

    browser.post(page("add_permission", person.pk), way(**asked, was_told_of_choice="on"))

    row = person.permissions.get()
    assert (row.asked_via, row.was_told_of_choice) == (None, True)
    assert "face to face" in browser.get(row.get_absolute_url()).text


def test_who_asked_for_somebody_new_is_noted(browser, councillor):
    sent = way(full_name="Sam Sorrel", at_request_of="cannot")
    assert "Enter who speaks" in browser.post(page("add_person", "ward"), sent).text

    browser.post(page("add_person", "ward"), sent | {"advocate": "Kit, by power of attorney"})

    person = Constituent.objects.get(councillor=councillor)
    assert (person.at_request_of, person.advocate) == ("cannot", "Kit, by power of attorney")


def test_nobody_is_asked_on_the_channel_that_they_are_asked_about(browser, person):
    asked = {"source": "asked", "words": "May I?", "answer": "yes"}
    on_it = way(**asked, asked_via=people.channel().pk)

    response = browser.post(page("add_permission", person.pk), on_it)

    assert "Ask in another way first" in response.text
    assert not person.permissions.exists()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"handle": "call me"}, "Enter a whole telephone number"),
        ({"handle": "sam@example.com"}, "Enter a whole telephone number"),
        ({"full_name": "S" * 151}, "150"),
        ({"full_name": " "}, "Enter their name"),
        ({"on_day": "31", "on_month": "2"}, "real date"),
        ({"on_year": "1890"}, "the day must be in 1970 or later"),
        ({"on_day": "24"}, "must be today or in the past"),
        ({"source": "gave_details"}, "no permission to write to it"),
        ({"channel": ""}, "Choose in which way"),
        ({"source": "asked"}, "Select what they said"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(browser, councillor, wrong, told):
    response = browser.post(page("add_person", "ward"), way(full_name="Sam Sorrel") | wrong)

    assert told in response.text
    assert not Constituent.objects.filter(councillor=councillor).exists()


def test_of_party_work_nothing_is_asked(browser):
    assert page("party") in browser.get(page("choose_capacity")).text
    shown = browser.get(page("party")).text

    assert "Nothing was saved" in shown
    assert "<form" not in shown.partition("<main")[2]
    assert browser.post("/contacts/add/political/", way()).status_code == 404


@pytest.mark.parametrize(
    ("step", "make", "status"),
    [
        ("yes", people.asked, PermissionStatus.GRANTED),
        ("no", people.asked, PermissionStatus.REFUSED),
        ("prefer", people.granted, PermissionStatus.GRANTED),
    ],
)
def test_a_button_notes_what_happened(browser, person, step, make, status):
    row = make(person)
    assert f'name="step" value="{step}"' in browser.get(row.get_absolute_url()).text

    browser.post(row.get_absolute_url(), {"step": step})

    row.refresh_from_db()
    assert row.status == status
    assert row.is_preferred == (step == "prefer")


def test_a_button_pressed_twice_is_refused_in_words(browser, person):
    row = people.asked(person)
    browser.post(row.get_absolute_url(), {"step": "no"})

    response = browser.post(row.get_absolute_url(), {"step": "no"})

    assert response.status_code == 409
    assert "can’t be done" in response.text


def test_no_other_step_can_be_taken(browser, person):
    address = people.asked(person).get_absolute_url()

    assert browser.post(address, {"step": "fly"}).status_code == 404


def test_it_is_checked_in_one_page(browser, person):
    row = people.granted(person)
    sent = {"how": "in_person", "who_answered": "Sam, at the surgery"}
    sent |= {"on_day": "23", "on_month": "11", "on_year": "2026"}

    browser.post(page("verify", row.pk), sent)

    row.refresh_from_db()
    assert row.status == PermissionStatus.VERIFIED
    assert "They rang" not in browser.get(page("verify", row.pk)).text


def test_what_somebody_gave_to_be_rung_is_refused_at_that_question(browser):
    sent = way(full_name="Sam Sorrel", source="gave_details")

    response = browser.post(page("add_person", "ward"), sent)

    assert list(response.context["form"].errors) == ["source"]


def test_where_somebody_else_was_checked_to_be_it_has_to_be_said_why(browser, person, councillor):
    first = people.verified(people.person(councillor=councillor))
    row = people.granted(person, handle=first.handle)

    response = browser.post(page("verify", row.pk), {"how": "in_person"})

    assert f"You have checked that this is {first.constituent}" in response.text
    assert "there too? (optional)" not in response.text


@pytest.mark.parametrize(
    "name", ["verify", "record_test", "withdraw", "decline", "change_handle", "make_link"]
)
def test_what_cannot_be_done_any_more_is_said_before_anything_is_asked(browser, person, name):
    row = people.verified(person)
    withdraw(permission=row, by=row.councillor)

    response = browser.get(page(name, row.pk))

    assert response.status_code == 409
    assert row.get_absolute_url() in response.text


def test_it_is_taken_back_in_two_clicks(browser, person):
    row = people.verified(person)
    assert page("withdraw", row.pk) in browser.get(row.get_absolute_url()).text

    browser.post(page("withdraw", row.pk), {"csrf": "x"})

    row.refresh_from_db()
    assert row.status == PermissionStatus.WITHDRAWN


def test_who_is_not_needed_any_more_is_deleted_with_the_history(browser, person):
    row = people.verified(person)
    assert browser.post(page("forget_person", person.pk)).status_code == 200

    browser.post(page("forget_person", person.pk), {"is_confirmed": "on"})

    assert not Constituent.objects.filter(pk=person.pk).exists()
    assert not Constituent.history.filter(id=person.pk).exists()
    assert not ContactPermission.history.filter(id=row.pk).exists()


def test_a_name_is_corrected(browser, person):
    sent = {"full_name": "Sam Sorrell", "at_request_of": "cannot", "advocate": "Kit, by power"}

    browser.post(page("rename_person", person.pk), sent)

    person.refresh_from_db()
    assert (person.full_name, person.advocate) == ("Sam Sorrell", "Kit, by power")


def test_who_speaks_for_somebody_is_named(browser, person):
    sent = {"full_name": "Sam Sorrel", "at_request_of": "harm", "advocate": " "}

    response = browser.post(page("rename_person", person.pk), sent)

    assert "Enter who speaks for them, and by what right" in response.text
    person.refresh_from_db()
    assert person.at_request_of == "themselves"


@pytest.mark.parametrize(
    "name", ["add_permission", "constituent", "rename_person", "forget_person"]
)
def test_nobody_opens_anothers_person(browser, other, name):
    address = page(name, other.constituent_id)

    assert browser.get(address).status_code == 404
    assert browser.post(address, way() | {"is_confirmed": "on"}).status_code in {404, 405}


@pytest.mark.parametrize(
    "name", ["permission", "verify", "change_handle", "withdraw", "decline", "wrong_person"]
)
def test_nobody_opens_anothers_permission(browser, other, name):
    address = page(name, other.pk)

    assert browser.get(address).status_code == 404
    assert browser.post(address, {"handle": "1"}).status_code in {404, 405}
    assert browser.post(other.get_absolute_url(), {"step": "prefer"}).status_code == 404


def test_the_list_shows_ones_own_and_counts_what_is_to_be_checked(browser, person, other):
    people.granted(person)
    people.reached(person)

    listed = browser.get(page("contacts")).text

    assert "Sam Sorrel" in listed
    assert other.constituent.full_name not in listed


def test_whom_one_was_in_touch_with_last_is_logged_from_the_list(browser, councillor):
    names = ["Ann Aster", "Bo Basil", "Cy Clover"]
    first, second, third = [people.person(councillor=councillor, full_name=name) for name in names]
    people.contacted(people.verified(first))
    shown = browser.get(page("contacts"))
    narrowed = browser.get(page("contacts"), {"capacity": "ward"}).text

    assert list(shown.context["at_hand"][:3]) == [first, third, second]
    assert page("log_contact", first.pk) in shown.text
    assert page("log_contact", first.pk) not in narrowed


def test_what_is_over_stands_last_with_its_day(browser, person):
    over = people.granted(person)
    prefer(permission=over, by=person.councillor)
    asked = people.asked(person)
    withdraw(permission=over, by=person.councillor)

    shown = browser.get(person.get_absolute_url())
    opened = browser.get(over.get_absolute_url()).text

    assert [way[0] for way in shown.context["ways"]] == [asked, over]
    assert opened.count("Withdrawn") == 2


@pytest.mark.parametrize("word", ["sorrel", "900982", "+447700900982"])
def test_somebody_is_found_by_name_or_number_once(browser, person, word):
    people.granted(person, handle="07700 900982")
    people.reached(person, handle="07700 900982")

    listed = browser.post(page("contacts"), {"find": "1", "q": word}, follow=True).text

    assert "1 person" in listed


def test_the_number_of_queries_of_the_list_does_not_grow(
    browser, councillor, django_assert_num_queries
):
    people.verified(people.person(councillor=councillor))
    with django_assert_num_queries(QUERIES):
        browser.get(page("contacts"))
    for _n in range(3):
        people.verified(people.person(councillor=councillor))

    with django_assert_num_queries(QUERIES):
        browser.get(page("contacts"))
