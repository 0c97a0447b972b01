"""Pages of what is shared: two clicks to end it, and 404 for everybody else."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from consent.disclosing.actions import end_share
from consent.models import ActsFor, Constituent, ContactPermission, Share, SharedFor
from councilgov.access import Role
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.people.models import User
from tests import given
from tests.consent import people

NOT_FOUND = 404
NUMBER = "07700 900982"


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor = given.councillor(full_name="Jo Ash")
        person = people.person(councillor=councillor, full_name="Sam Sorrel")
        way = people.verified(person, handle=NUMBER)
        people.contacted(way)
        officer = given.officer(Role.MEMBERS_SERVICES, full_name="Pat Reader")
        return way, officer, given.councillor(full_name="Max Other")

    return shared(make)


@pytest.fixture
def person(made_once):
    way = ContactPermission.objects.get(pk=made_once[0].pk)
    return Constituent.objects.get(pk=way.constituent_id)


@pytest.fixture
def officer(made_once):
    return User.objects.get(pk=made_once[1].pk)


@pytest.fixture
def other(made_once):
    return User.objects.get(pk=made_once[2].pk)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def owner(person):
    """The browser of its councillor."""
    return signed_in(person.councillor)


@pytest.fixture
def reader(officer):
    """The browser of the one with whom it is shared."""
    return signed_in(officer)


@pytest.fixture
def share(person, officer):
    return people.shared(person, reader=officer, words="Ring about the repair")


def page(name, *args):
    return reverse(f"consent:{name}", args=args)


def sent(**otherwise):
    """What is sent to share with an officer for four weeks."""
    day = {"until_day": "21", "until_month": "12", "until_year": "2026"}
    agreed = {"agreed_on_day": "23", "agreed_on_month": "11", "agreed_on_year": "2026"}
    return {"purpose": SharedFor.CASE, "words": ""} | day | agreed | otherwise


def to_officer(officer, **otherwise):
    whom = {"with_whom": "officer", "officer": officer.appointments.get().pk}
    return sent(**whom | {"acts_for": ActsFor.OWNER} | otherwise)


def to_councillor(councillor, **otherwise):
    return sent(with_whom="councillor", other=councillor.pk, agrees="on", **otherwise)


def test_a_record_is_shared_with_an_officer_on_one_page(owner, reader, person, officer):
    assert page("share_person", person.pk) in owner.get(person.get_absolute_url()).text

    response = owner.post(page("share_person", person.pk), to_officer(officer), follow=True)

    share = Share.objects.get()
    assert (share.reader, share.role, share.acts_for) == (officer, "members_services", "owner")
    assert "Pat Reader" in response.text
    assert "Not read yet" in response.text
    assert "Sam Sorrel" in reader.get(share.get_absolute_url()).text


def test_a_record_is_shared_with_another_councillor_who_is_told_to_answer_for_it(
    owner, person, other
):
    owner.post(page("share_person", person.pk), to_councillor(other))

    share = Share.objects.get()
    shown = signed_in(other).get(share.get_absolute_url()).text
    assert (share.role, str(share.agreed_on)) == (Role.COUNCILLOR, "2026-11-23")
    assert "You answer for what you do with it yourself" in shown


def test_council_work_is_read_for_the_council_by_another_councillor_too(owner, person, other):
    council = people.person(councillor=person.councillor, capacity=Capacity.COUNCIL)
    owner.post(page("share_person", council.pk), to_councillor(other))

    shown = signed_in(other).get(Share.objects.get().get_absolute_url()).text

    assert "You act for the council, which answers for what you do with it" in shown
    assert "The person agreed that you read it" in shown
    assert "You answer for what you do with it yourself" not in shown


def test_the_form_says_what_is_shown_and_leaves_the_day_of_the_yes_to_be_typed(owner, person):
    shown = owner.get(page("share_person", person.pk)).text

    assert "the topic, who began, and whether the other answered" in shown
    assert not re.search(r'name="agreed_on_day"[^>]* value=', shown)
    assert re.search(r'name="until_day"[^>]* value=', shown)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"with_whom": ""}, "Select with whom"),
        ({"with_whom": "everybody"}, "Select with whom"),
        ({"officer": ""}, "Choose the officer"),
        ({"officer": "0"}, "Choose the officer"),
        ({"acts_for": ""}, "Select for whom they act"),
        ({"acts_for": ActsFor.THEMSELVES}, "Select for whom they act"),
        ({"purpose": ""}, "Select what it is for"),
        ({"purpose": SharedFor.OTHER}, "Enter what they are to do"),
        ({"words": "w" * 151}, "150"),
        ({"until_month": "2", "until_day": "31"}, "The last day must be a real date"),
        ({"until_year": "2025"}, "Choose a day from today"),
        ({"until_year": "2028"}, "Choose a day from today"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_shared(owner, person, officer, wrong, told):
    response = owner.post(page("share_person", person.pk), to_officer(officer) | wrong)

    assert told in response.text
    assert not Share.objects.exists()


def test_words_that_are_too_long_are_not_called_missing(owner, person, officer):
    wrong = {"purpose": SharedFor.OTHER, "words": "w" * 151}

    response = owner.post(page("share_person", person.pk), to_officer(officer) | wrong)

    assert "150 characters or less" in response.text
    assert "Enter what they are to do" not in response.text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"agrees": ""}, "Ask the person first, and tick"),
        ({"agreed_on_day": ""}, "The day you asked them must include a day"),
        ({"agreed_on_day": "24"}, "The day you asked them must be today or in the past"),
        ({"other": ""}, "Choose the councillor"),
    ],
)
def test_another_councillor_is_given_nothing_unless_it_is_said_who_agreed_and_when(
    owner, person, other, wrong, told
):
    sending = {name: value for name, value in (to_councillor(other) | wrong).items() if value}

    response = owner.post(page("share_person", person.pk), sending)

    assert told in response.text
    assert not Share.objects.exists()


def test_of_the_councils_own_records_nobody_reads_for_the_councillor(owner, person, officer):
    council = people.person(councillor=person.councillor, capacity=Capacity.COUNCIL)

    response = owner.post(page("share_person", council.pk), to_officer(officer))

    assert "Select for whom they act" in response.text


def test_the_record_is_read_and_nothing_else_is_offered(reader, share):
    head, _main, shown = reader.get(share.get_absolute_url()).text.partition("<main")

    assert "Sorrel" not in head  # its title stays in the history of the browser
    for words in ("Sam Sorrel", NUMBER, "Agreed and checked", "Ring about the repair"):
        assert words in shown
    for words in ("Sam, whom I know", "When they were in touch", "<form", "/contacts/ways/"):
        assert words not in shown


def test_the_log_is_shown_only_if_it_was_ticked(owner, reader, person, officer):
    owner.post(page("share_person", person.pk), to_officer(officer, has_log="on"))

    shown = reader.get(Share.objects.get().get_absolute_url()).text

    assert "23 November 2026, WhatsApp" in shown
    assert "The councillor contacted them, and they answered" in shown


def test_a_moment_after_it_ended_it_is_not_there(owner, reader, share, person):
    assert page("end_share", share.pk) in owner.get(person.get_absolute_url()).text
    assert reader.get(share.get_absolute_url()).status_code == 200

    response = owner.post(page("end_share", share.pk), follow=True)

    assert "Stop sharing" not in response.text.partition("<main")[2]
    assert reader.get(share.get_absolute_url()).status_code == NOT_FOUND
    assert share.readings.count() == 1


def test_it_ends_between_the_look_and_the_reading(reader, share, monkeypatch):
    real = Share.objects.none().read_by

    def ends_first(rows, user, now):
        found = list(real.__func__(rows, user, now))
        if found and not Share.objects.over(now).exists():
            end_share(share=found[0], by=found[0].councillor)
            return rows.filter(pk=found[0].pk)
        return real.__func__(rows, user, now)

    monkeypatch.setattr(type(Share.objects.none()), "read_by", ends_first)

    assert reader.get(share.get_absolute_url()).status_code == NOT_FOUND
    assert not share.readings.exists()


def test_its_councillor_sees_on_how_many_days_it_was_read(owner, reader, share, person):
    reader.get(share.get_absolute_url())
    once = owner.get(person.get_absolute_url()).text
    with time_machine.travel("2026-11-25 10:00Z"):
        reader.force_login(share.reader)
        reader.get(share.get_absolute_url())
        reader.get(share.get_absolute_url())

    assert "Read on 1 day, 23 November 2026" in once
    assert "Read on 2 days, last on 25 November 2026" in owner.get(page("shares")).text


def test_who_read_it_and_what_for_stands_with_all_who_read_the_records(owner, reader, share):
    assert "Nobody else has read" in owner.get(page("readings")).text
    reader.get(share.get_absolute_url())

    shown = owner.get(page("readings")).text

    assert "Only those read one with whom you share it" in shown
    for words in ("Sam Sorrel", "Pat Reader", "To help with the person’s case: Ring about"):
        assert words in shown


def test_one_list_has_all_that_a_councillor_shares_and_what_is_over(owner, share, other, person):
    over = people.shared(people.person(councillor=person.councillor, full_name="Kit Teasel"))
    end_share(share=over, by=person.councillor)
    people.shared(people.person(councillor=other, full_name="Not Hers"))

    shown = owner.get(page("shares")).text

    running, _heading, ended = shown.partition("What is over")
    assert page("shares") in owner.get(page("contacts")).text
    assert "Sam Sorrel" in running
    assert page("end_share", share.pk) in running
    assert "Kit Teasel" in ended
    assert "You ended it" in ended
    assert page("end_share", over.pk) not in shown
    assert "Not Hers" not in shown


def test_the_list_takes_as_many_queries_for_many_as_for_one(
    owner, share, person, django_assert_max_num_queries
):
    for _n in range(3):
        people.shared(people.person(councillor=person.councillor))

    with django_assert_max_num_queries(9):
        owner.get(page("shares"))


def test_a_reader_finds_it_from_home_and_sees_no_name_once_it_is_over(reader, share, person):
    mine = page("shared_with_me")
    assert "Read 1 contact that is shared with you" in reader.get(reverse("home")).text
    before = reader.get(mine).text

    end_share(share=share, by=person.councillor)

    after = reader.get(mine).text
    assert "Sam Sorrel" in before
    assert "Sam Sorrel" not in after
    assert "Councillor Jo Ash shared a record with you on 23 November 2026" in after
    assert mine not in reader.get(reverse("home")).text


def test_four_weeks_after_it_is_over_its_reader_is_told_nothing(reader, share, officer):
    with time_machine.travel("2027-01-19 10:00Z"):
        reader.force_login(officer)
        assert "Jo Ash" not in reader.get(page("shared_with_me")).text


@pytest.mark.parametrize("name", ["share_person", "constituent", "copy_person", "contact_log"])
def test_a_reader_opens_nothing_else_and_shares_nothing_on(reader, share, person, name):
    where = page(name) if name == "contact_log" else page(name, person.pk)

    assert reader.get(where).status_code == NOT_FOUND


def test_a_councillor_who_reads_shares_nothing_on(person, other):
    role = {"role": Role.COUNCILLOR, "acts_for": ActsFor.THEMSELVES, "agreed_on": today()}
    share = people.shared(person, reader=other, **role)
    browser = signed_in(other)

    assert browser.get(share.get_absolute_url()).status_code == 200
    for where in (page("share_person", person.pk), page("end_share", share.pk)):
        assert browser.get(where).status_code == NOT_FOUND
        assert browser.post(where).status_code == NOT_FOUND
    assert "Sam Sorrel" not in browser.get(page("contacts")).text
