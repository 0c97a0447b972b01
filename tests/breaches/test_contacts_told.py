"""A councillor chooses whom they tell: with care, as a second leak waits there."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from breaches.losing.actions import report_wrong_person
from breaches.models import Assessment, Recipient
from breaches.telling import actions
from breaches.telling.cautions import cautions
from breaches.telling.meant import meant_for
from breaches.triaging.actions import rule
from consent.models import ContactPermission
from consent.permitting.sharing import notes_on, notes_on_each
from councilgov.records import Refused
from tests import given
from tests.breaches import letters, reports
from tests.consent import people

NUMBER = "07700 900561"


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor = given.councillor()
        wrong = people.granted(
            people.person(councillor=councillor, full_name="Sam Sorrel"), handle="07700 900982"
        )
        incident = report_wrong_person(
            permission=wrong, noticed_at=timezone.now(), happened="One message.", by=councillor
        )
        officer = reports.handler()
        rule(incident=incident, finding="confirmed", reason="A street.", by=officer)
        row = reports.to_tell(incident.assessments.get(), by=councillor)
        return councillor, officer, row

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def officer(made_once):
    return made_once[1]


@pytest.fixture
def row(made_once):
    return Assessment.objects.with_row().get(pk=made_once[2].pk)


def somebody(councillor, name, handle="", make=people.verified, channel="Text message"):
    return make(
        people.person(councillor=councillor, full_name=name),
        handle=handle or people.phone(),
        channel=people.channel(channel),
    )


def add(row, *ways, **said):
    return actions.add_contacts(assessment=row, ways=ways, by=row.councillor, **said)


def at(row, page, *more):
    return reverse(f"breaches:{page}", args=[row.reference, row.pk, *more])


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def test_who_is_not_checked_is_told_only_by_who_knows_that(row, councillor):
    way = somebody(councillor, "Lil Round", make=people.granted)

    with pytest.raises(Refused, match="Nobody has checked how Lil Round is reached") as refused:
        add(row, way)

    assert refused.value.field == "knows_unchecked"
    assert not Recipient.objects.exists()
    (one,) = add(row, way, knows_unchecked=True)
    assert one.permission == way


def test_each_person_is_chosen_by_one_way(row, councillor):
    first = somebody(councillor, "Joan Tanglewood")
    second = people.verified(first.constituent, channel=people.channel("Signal"))

    with pytest.raises(Refused, match="Joan Tanglewood is chosen twice") as refused:
        add(row, first, second)

    assert refused.value.field == "ways"


def test_chosen_again_by_another_way_they_stand_there_once(row, councillor):
    first = somebody(councillor, "Joan Tanglewood")
    second = people.verified(first.constituent, channel=people.channel("Signal"))
    (one,) = add(row, first)

    assert add(row, second) == [one]
    assert Recipient.objects.get().permission == second
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        letters.told(Recipient.objects.get(), by=councillor, told_how="phone")
    assert add(row, first) == []
    assert Recipient.objects.get().permission == second


def test_beside_each_way_stands_whom_else_it_may_reach(row, councillor):
    joan = somebody(councillor, "Joan Tanglewood", NUMBER)
    bert = somebody(councillor, "Bert Tanglewood", NUMBER, make=people.granted)
    lil = somebody(
        councillor, "Lil Roundtree", "lil.roundtree", people.granted, "Instagram message"
    )
    alike = somebody(councillor, "Lil Round", "lilroundtree", people.granted, "Instagram message")
    alone = somebody(councillor, "Uma Hollyoak")

    told = cautions([joan, bert, lil, alike, alone])

    assert "Bert Tanglewood is reached there too" in told[joan.pk][0]
    assert told[bert.pk][0].startswith("Not checked: nobody")
    assert "Joan Tanglewood" in told[bert.pk][1]
    assert "It looks like Lil Roundtree’s: lil.roundtree" in told[alike.pk][1]
    assert told[alone.pk] == []


def test_what_is_said_of_many_is_said_of_each(councillor, django_assert_num_queries):
    for name, make in (("Joan", people.verified), ("Bert", people.granted)):
        somebody(councillor, name, NUMBER, make)
    namesake = people.person(councillor=councillor, full_name="Joan", capacity="council")
    people.granted(namesake, handle=NUMBER, channel=people.channel("Text message"))
    rows = list(ContactPermission.objects.filter(councillor=councillor).with_row())

    with django_assert_num_queries(1):
        found = notes_on_each(rows)

    assert found == {row.pk: notes_on([row])[row.pk] for row in rows}
    assert any(found.values())
    assert notes_on_each([]) == {}


def test_the_page_shows_it_before_they_choose_and_on_the_page_of_each(row, councillor):
    way = somebody(councillor, "Lil Round", make=people.granted)
    mine = client_of(councillor)

    shown = mine.get(at(row, "add_contacts")).text
    refused = mine.post(at(row, "add_contacts"), {"ways": [way.pk]}).text
    mine.post(at(row, "add_contacts"), {"ways": [way.pk], "knows_unchecked": "on"})

    assert "Not checked: nobody has made sure that it is theirs." in shown
    assert "Choose another way, or tick this" in refused
    one = Recipient.objects.get()
    assert "Not checked: nobody" in mine.get(at(row, "recipient", one.pk)).text


def test_what_was_not_checked_for_long_is_said_too(councillor):
    way = somebody(councillor, "Uma Hollyoak")

    with time_machine.travel("2027-08-23 10:00Z"):
        assert cautions([way])[way.pk] == ["Not checked for long."]


def test_where_all_are_checked_nothing_has_to_be_ticked(row, councillor):
    somebody(councillor, "Uma Hollyoak")

    assert "knows_unchecked" not in client_of(councillor).get(at(row, "add_contacts")).text


def test_the_person_for_whom_the_message_was_is_offered_until_they_are_on_the_list(row, councillor):
    mine = client_of(councillor)
    person = meant_for(row, councillor)

    assert "The message was meant for Sam Sorrel" in mine.get(at(row, "people_to_tell")).text
    assert 'value="Sam Sorrel"' in mine.get(at(row, "add_recipient")).text
    way = people.verified(person, channel=people.channel("Signal"))
    assert at(row, "add_contacts") in mine.get(at(row, "people_to_tell")).text
    chosen = mine.get(at(row, "add_contacts")).context["form"].initial["ways"]
    assert chosen == [way]

    add(row, way)
    assert meant_for(row, councillor) is None


def test_nobody_else_learns_for_whom_it_was(row, officer):
    assert meant_for(row, officer) is None
    councillor = given.councillor()
    assert meant_for(reports.of_councillor(councillor), councillor) is None
    way = ContactPermission.objects.get(handle="07700 900982")
    way.constituent.delete()
    assert meant_for(row, row.councillor) is None
