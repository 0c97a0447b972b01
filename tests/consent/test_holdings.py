"""What is held about somebody is given to them whole, and erased whole."""

import re

import pytest
from django.urls import reverse

from consent.adding.actions import forget_person, rename_person
from consent.holdings import erase, everything_of, history_of, tables
from consent.models import (
    Constituent,
    ContactPermission,
    PermissionStatus,
    Purpose,
    Source,
    StopLink,
)
from consent.permitting.actions import answered, change_handle, withdraw
from consent.receipting.actions import copy_person
from consent.receipting.copies import NOT_SHOWN
from consent.receipting.labels import COLUMNS, TABLES
from consent.receipting.receipts import lines_of
from consent.stopping.actions import make_link
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.ledger.models import Entry, EntryName
from councilgov.people.models import Council
from councilgov.records import Record, Refused
from tests import given
from tests.consent import people

S = PermissionStatus


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor = given.councillor(full_name="Jo Ash")
        person = people.person(councillor=councillor, full_name="Sam Sorrel")
        return person, people.verified(person, handle="07700 900982")

    return shared(make)


@pytest.fixture
def person(made_once):
    return Constituent.objects.get(pk=made_once[0].pk)


@pytest.fixture
def row(made_once):
    return ContactPermission.objects.with_row().get(pk=made_once[1].pk)


@pytest.fixture
def browser(client, person):
    client.force_login(person.councillor)
    return client


def receipt(row):
    return dict(lines_of(row, Council.objects.the()))


# Which tables there are


def test_every_table_that_goes_with_a_person_keeps_its_history():
    found = [table.model for table in tables()]

    assert {ContactPermission, StopLink} <= set(found)
    assert all(issubclass(model, Record) for model in found)
    assert found.index(ContactPermission) < found.index(StopLink)


# Erasing


def test_nothing_about_somebody_who_is_erased_is_left_anywhere(person, row):
    make_link(permission=row, by=row.councillor)
    other = people.verified(people.person(councillor=row.councillor))
    held = everything_of([person.pk])
    assert all(ids for model, ids in held.items() if model in {ContactPermission, StopLink})

    erase([person.pk])

    for model, ids in held.items():
        assert not model.objects.filter(pk__in=ids).exists()
        assert not history_of(model).filter(id__in=ids).exists()
    assert ContactPermission.objects.filter(pk=other.pk).exists()
    assert ContactPermission.history.filter(id=other.pk).exists()


def test_the_history_of_what_was_deleted_before_goes_too(person, row):
    link = make_link(permission=row, by=row.councillor)
    link.discard(by=row.councillor, why="Test")

    erase([person.pk])

    assert not StopLink.history.filter(permission_id=row.pk).exists()


def test_many_are_erased_in_as_many_statements_as_one(person, django_assert_max_num_queries):
    many = [people.person(councillor=person.councillor).pk for _n in range(5)]

    with django_assert_max_num_queries(4 * (len(tables()) + 1)):
        erase([person.pk, *many])


def test_whom_the_councillor_no_longer_needs_is_erased(person, row):
    forget_person(person=person, by=person.councillor)

    assert not Constituent.history.filter(id=person.pk).exists()
    assert not ContactPermission.history.filter(id=row.pk).exists()


# A copy


def test_a_copy_has_everything_and_what_it_was_before(person, row):
    rename_person(
        person=person, full_name="Sam Sorrell", by=person.councillor, at_request_of="themselves"
    )
    change_handle(permission=row, handle="07700 900983", by=row.councillor)

    told = copy_person(person=person, by=person.councillor)

    for words in (
        "Everything that is held about Sam Sorrell",
        "Name: Sam Sorrel → Sam Sorrell",
        "Number, address or user name: 07700 900982",
        "Number, address or user name: 07700 900983",
        "Who it was: Sam, whom I know",
        "In which way: WhatsApp",
        "Where it stands: Agreed and checked → No longer their number or name",
        "How the councillor acts: As a ward councillor",
        "They like this way best: No",
        "Answered on: 23 November 2026",
        "Changing the number",
    ):
        assert words in told


def test_every_table_and_column_of_a_copy_has_a_name_that_anybody_understands():
    every = [Constituent, *(table.model for table in tables())]
    columns = [field.name for model in every for field in model._meta.concrete_fields]

    assert {model._meta.model_name for model in every} == set(TABLES)
    assert {name for name in columns if name not in NOT_SHOWN} == set(COLUMNS)


def test_a_copy_opens_no_link_and_says_what_was_deleted(person, row):
    link = make_link(permission=row, by=row.councillor)
    before = copy_person(person=person, by=person.councillor)
    link.discard(by=row.councillor, why="Test")
    after = copy_person(person=person, by=person.councillor)

    assert link.nonce not in before
    assert link.digest not in before
    assert "Deleted" not in before
    assert "Deleted" in after


def test_a_copy_has_nothing_about_anybody_else(person):
    other = people.verified(people.person(councillor=person.councillor, full_name="Kit Yarrow"))

    told = copy_person(person=person, by=person.councillor)

    assert "Yarrow" not in told
    assert other.handle not in told


def test_that_a_copy_was_made_is_evidence_without_a_name(person):
    copy_person(person=person, by=person.councillor)

    entry = Entry.objects.get(kind="consent.person_copied")
    assert entry.facts == '{"format":"txt"}'
    assert not EntryName.objects.filter(entry=entry).exists()


def test_a_copy_is_one_file_without_a_name_in_its_own(browser, person):
    address = reverse("consent:copy_person", args=[person.pk])
    assert address in browser.get(person.get_absolute_url()).text
    assert "Make sure first" in browser.get(address).text

    response = browser.post(address)

    assert response["Content-Disposition"] == 'attachment; filename="everything-held.txt"'
    assert "Sam Sorrel" in response.text


def test_nobody_takes_a_copy_of_anothers_person(browser, person):
    other = people.person()

    assert browser.post(reverse("consent:copy_person", args=[other.pk])).status_code == 404
    with pytest.raises(Refused, match="Only the councillor"):
        copy_person(person=other, by=person.councillor)


# The receipt


def test_a_receipt_says_what_was_agreed_and_how_to_take_it_back(row):
    told = receipt(row)

    assert told["Your name"] == "Sam Sorrel"
    assert told["Given to"] == "Councillor Jo Ash"
    assert told["Who answers for your data"] == "Councillor Jo Ash"
    assert told["In which way"] == "WhatsApp"
    assert told["Where it stands"] == "You agreed"
    assert told["Since"] == "23 November 2026"
    assert told["How it was checked that it is you"].startswith("You showed it in person")
    assert row.councillor.email in told["How to take it back"]
    assert "Information Commissioner" in told["Whom to complain to"]


def test_a_receipt_has_the_words_that_were_used(person):
    asked = people.asked(person, words="May I text you?", was_told_of_choice=True)
    told = receipt(answered(permission=asked, agreed=True, on=today(), by=person.councillor))

    assert told["In which words"] == "May I text you?"
    assert told["When you were asked"] == "23 November 2026, by Telephone"
    assert "change your mind" in told["Your choice"]


def test_a_receipt_of_what_was_taken_back_says_so(row):
    told = receipt(withdraw(permission=row, by=row.councillor))

    assert told["Where it stands"] == "You took it back"
    assert "How to take it back" not in told


@pytest.mark.parametrize(
    ("capacity", "who"),
    [(Capacity.COUNCIL, "council"), (Capacity.OUTSIDE_BODY, "The outside body")],
)
def test_a_receipt_says_who_answers_for_the_data(person, capacity, who):
    other = people.person(councillor=person.councillor, capacity=capacity)
    expected = Council.objects.the().name if who == "council" else who

    assert receipt(people.granted(other))["Who answers for your data"] == expected


@pytest.mark.parametrize("purpose", Purpose)
def test_a_receipt_says_what_for_and_nothing_else(person, purpose):
    assert receipt(people.granted(person, purpose=purpose, source=Source.THEY_ASKED))[
        "What for"
    ].endswith("nothing else")


def test_a_receipt_is_a_page_and_a_text_that_say_the_same(browser, row):
    address = reverse("consent:receipt", args=[row.pk])
    assert address in browser.get(row.get_absolute_url()).text

    page = browser.get(address).text
    text = browser.get(reverse("consent:receipt_text", args=[row.pk]))

    labels = re.findall(r"^([^:\n]+): ", text.text, re.MULTILINE)
    assert len(labels) > 10
    assert all(label in page for label in labels)
    assert text["Content-Disposition"] == 'attachment; filename="receipt.txt"'
    of_it = Entry.objects.filter(subject=f"consent.contactpermission:{row.pk}")
    assert set(of_it.values_list("kind", flat=True)) == {"consent.permission_given"}


@pytest.mark.parametrize("name", ["receipt", "receipt_text"])
def test_nobody_has_a_receipt_of_anothers_person(browser, row, name):
    other = people.granted()

    assert browser.get(reverse(f"consent:{name}", args=[other.pk])).status_code == 404
