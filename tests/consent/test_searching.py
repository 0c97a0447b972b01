"""A councillor searches for somebody: the name stands in no address, no log and no history."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from consent.adding.tables import ContactTable
from councilgov.forms.filters import RegisterFilter, SearchFilter
from tests import given
from tests.consent import people, planting

PEOPLE = reverse("consent:contacts")
LISTS = ["contacts", "contact_log", "moderations"]


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor = given.councillor()
        for name in ("Sam Sorrel", "Ivy Sorrel", "Jo Teasel"):
            people.contacted(people.verified(people.person(councillor=councillor, full_name=name)))
        return councillor, people.accepted(given.councillor())

    return shared(make)


@pytest.fixture
def browser(client, made_once):
    client.force_login(made_once[0])
    return client


def find(browser, words, page=PEOPLE, **others):
    """The address at which what was found is shown."""
    response = browser.post(page, {"find": "1", "q": words, **others})
    assert response.status_code == 302
    return response.url


def names(html):
    return sorted(set(re.findall(r"Sam Sorrel|Ivy Sorrel|Jo Teasel", html)))


@pytest.mark.parametrize("page", ["contacts", "contact_log"])
def test_who_is_searched_for_is_found_and_stands_in_no_address(browser, page):
    address = find(browser, "Teasel", reverse(f"consent:{page}"))
    shown = browser.get(address).text

    assert "teasel" not in address.lower()
    assert names(shown) == ["Jo Teasel"]
    assert 'value="Teasel"' in shown
    assert [
        link for link in re.findall(r'(?:href|action)="([^"]*)"', shown) if "Teasel" in link
    ] == []


def test_a_name_in_the_address_finds_nobody(browser):
    assert len(names(browser.get(PEOPLE, {"q": "Teasel"}).text)) == 3


@pytest.mark.parametrize("name", LISTS)
def test_the_form_sends_what_was_typed_apart_from_the_address(browser, name):
    html = browser.get(reverse(f"consent:{name}")).text
    form = re.search(r'<form[^>]*role="search".*?</form>', html, re.DOTALL).group()

    assert 'method="post"' in form
    assert 'name="q"' in form


def test_pages_sorting_and_downloads_keep_the_search(browser, monkeypatch):
    monkeypatch.setattr(ContactTable._meta, "per_page", 1)
    shown = browser.get(find(browser, "sorrel", sort="-full_name")).text
    following = re.search(r'href="([^"]*page=2)"', shown).group(1).replace("&amp;", "&")
    second = browser.get(PEOPLE + following).text
    to = re.search(r'method="post" action="(\?sort=[^"]*sought=[^"]*)"', shown).group(1)
    file = browser.post(PEOPLE + to.replace("&amp;", "&"), {"export": "csv"})

    assert (names(shown), names(second)) == (["Sam Sorrel"], ["Ivy Sorrel"])
    assert "2 people, page 2 of 2" in second
    assert names(planting.words_of(file)) == ["Ivy Sorrel", "Sam Sorrel"]


def test_other_filters_stand_in_the_address_as_always(browser):
    address = find(browser, "", capacity="ward")

    assert address == f"{PEOPLE}?capacity=ward"
    assert "3 people" in browser.get(address).text


def test_a_search_that_is_over_says_so_and_hands_over_no_file(browser, made_once):
    address = find(browser, "sorrel")
    browser.logout()
    browser.force_login(made_once[0])

    shown = browser.get(address).text
    file = browser.post(address, {"export": "csv"})

    assert "Search again: a search ends when you sign out" in shown
    assert "text/html" in file.headers["Content-Type"]


def test_nobody_else_can_open_a_search(browser, made_once):
    address = find(browser, "sorrel")
    browser.force_login(made_once[1])
    find(browser, "teasel")

    assert "Search again" in browser.get(address).text


@pytest.mark.parametrize("sealed", ["x", "é", "%00", "gAAAAAB" + "x" * 99])
def test_nonsense_in_its_place_is_told(browser, sealed):
    find(browser, "sorrel")

    assert "Search again" in browser.get(PEOPLE, {"sought": sealed}).text


@pytest.mark.parametrize("words", ["x" * 101, "x" * 9_000])
def test_too_many_words_are_refused_in_words(browser, words):
    address = find(browser, words)

    assert "100 characters or less" in browser.get(address).text
    assert len(address) < 500


def test_what_was_searched_for_is_in_no_session_and_no_log(browser, caplog):
    caplog.set_level("DEBUG")

    browser.get(find(browser, "Zqxteasel"))

    assert "Zqxteasel" not in str([row.get_decoded() for row in Session.objects.all()])
    assert "Zqxteasel" not in str([vars(line) for line in caplog.records])


@pytest.mark.no_database
def test_every_search_in_rows_about_somebody_is_sealed():
    open_ones = [
        filters.__name__
        for filters in RegisterFilter.__subclasses__()
        if filters._meta.model in planting.private()
        for name, one in filters.base_filters.items()
        if isinstance(one, SearchFilter) and name not in filters.sealed
    ]

    assert open_ones == []
