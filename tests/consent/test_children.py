"""Edge case 11: a child, or somebody for whom another decides. Nothing more is stored of them."""

import pytest
from django.urls import reverse

from consent.models import AskedBy, Constituent
from tests import given
from tests.consent import people

TOLD = "A child has the same rights as anybody else"


@pytest.fixture
def person(db):
    given.council()
    return people.person()


@pytest.fixture
def browser(client, person):
    client.force_login(person.councillor)
    return client


def pages(person):
    yield reverse("consent:add_person", args=["ward"])
    for name in ("add_permission", "add_agreement"):
        yield reverse(f"consent:{name}", args=[person.pk])


def test_each_page_on_which_somebody_is_asked_says_what_to_watch_and_from_where(browser, person):
    for page in pages(person):
        shown = browser.get(page).text
        assert TOLD in shown
        assert "No age is fixed for that" in shown
        assert "UK GDPR, Recital 38 and Article 12(1)" in shown


def test_other_pages_do_not_say_it(browser, person):
    assert TOLD not in browser.get(reverse("consent:rename_person", args=[person.pk])).text


def test_in_scotland_a_child_of_12_is_taken_to_understand(browser, person):
    given.council(nation="scotland")

    for page in pages(person):
        shown = browser.get(page).text
        assert "From the age of 12" in shown
        assert "Data Protection Act 2018, section 208" in shown


def test_who_speaks_for_somebody_is_asked(browser):
    council_work = {"at_request_of": AskedBy.CANNOT, "advocate": "Ash Larch, her father"}
    child = people.person(councillor=Constituent.objects.get().councillor, **council_work)

    for name in ("add_permission", "add_agreement"):
        shown = browser.get(reverse(f"consent:{name}", args=[child.pk])).text
        assert "Somebody speaks for them: Ash Larch, her father. Ask that person." in shown


def test_no_age_is_stored():
    columns = {field.name for field in Constituent._meta.get_fields()}

    assert not {name for name in columns if name == "age" or "birth" in name or "born" in name}
