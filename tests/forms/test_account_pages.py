"""allauth's pages in the house look: their boxes are there, and their words are plain."""

import re

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str

from tests import given
from tests.forms.markup import Boxes

pytestmark = pytest.mark.urls("tests.forms.pages")
LOGIN, RESET, CHANGE = "/accounts/login/", "/accounts/password/reset/", "/accounts/password/change/"
REAUTHENTICATE = "/accounts/reauthenticate/"
BETTER = "a much better pass phrase"


@pytest.fixture(autouse=True)
def _council():
    given.council()


@pytest.fixture
def person(client):
    found = given.person(full_name="Jane Smart")
    client.force_login(found)
    return found


def title(response):
    found = re.search(r"<title>\s*(.*?)\s*–", response.text, re.DOTALL)
    return found.group(1) if found else ""


SEARCH = "q"
"""The box in the header of each page, for whoever is signed in."""


def boxes(response):
    assert response.status_code == 200
    return set(Boxes(response.text).names)


def reset_key(client, person):
    """The page to which the link in the email leads."""
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    return client.get(f"{RESET}key/{key}/", follow=True)


@pytest.mark.parametrize(
    ("address", "heading", "fields"),
    [
        (LOGIN, "Sign in", {"login", "password"}),
        (RESET, "Reset your password", {"email"}),
        (f"{RESET}done/", "Check your email", set()),
        (f"{RESET}key/1-nonsense/", "This link no longer works", set()),
        (f"{RESET}key/done/", "You have a new password", set()),
        ("/accounts/signup/", "How to get an account", set()),
        ("/accounts/inactive/", "This account is closed", set()),
    ],
)
def test_a_page_for_visitors_has_its_heading_and_its_boxes(client, address, heading, fields):
    response = client.get(address)

    assert title(response) == heading
    assert f">{heading}</h1>" in response.text
    assert boxes(response) - {"csrfmiddlewaretoken"} == fields


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize(
    ("address", "heading", "fields"),
    [
        (CHANGE, "Change your password", {"oldpassword", "password1", "username"}),
        (REAUTHENTICATE, "Confirm who you are", {"password", "username"}),
        ("/accounts/logout/", "Sign out", set()),
    ],
)
def test_a_page_for_somebody_signed_in_has_its_boxes(client, address, heading, fields):
    response = client.get(address)

    assert title(response) == heading
    assert boxes(response) - {"csrfmiddlewaretoken", SEARCH} == fields


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize(
    ("address", "messages"),
    [
        (LOGIN, ["Enter your email address", "Enter your password"]),
        (RESET, ["Enter your email address"]),
        (CHANGE, ["Enter the password that you use now", "Enter a new password"]),
        (REAUTHENTICATE, ["Enter your password"]),
    ],
)
def test_an_empty_form_says_what_to_enter(client, address, messages):
    if address in {LOGIN, RESET}:
        client.logout()
    response = client.post(address, {})

    assert title(response).startswith("Error: ")
    assert [link in Boxes(response.text).ids for link in Boxes(response.text).links[1:]] == (
        [True] * len(messages)
    )
    assert all(response.text.count(message) >= 2 for message in messages)


def test_a_wrong_password_does_not_say_whether_there_is_an_account(client):
    person = given.person()
    answers = [
        client.post(LOGIN, {"login": email, "password": "wrong"}).text
        for email in (person.email, "nobody@barchester.example")
    ]

    for html in answers:
        assert "The email address and password do not match an account" in html


def test_a_right_password_signs_in(client):
    person = given.person()
    response = client.post(LOGIN, {"login": person.email, "password": given.PASSWORD})

    assert response.status_code == 302


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("short", "Password must be 12 characters or more"),
        ("qwerty123456", "This password is easy to guess."),
        ("Jane Smart 12345", "The password is too much like your name or email address."),
    ],
)
def test_a_weak_password_is_refused_in_plain_words(client, person, password, message):
    sent = {"oldpassword": given.PASSWORD, "password1": password}
    response = client.post(CHANGE, sent)

    assert message in response.text
    person.refresh_from_db()
    assert person.check_password(given.PASSWORD)


def test_a_password_is_changed_by_typing_it_once(client, person):
    response = client.post(CHANGE, {"oldpassword": given.PASSWORD, "password1": BETTER})

    assert response.status_code == 302
    person.refresh_from_db()
    assert person.check_password(BETTER)


def test_the_link_of_the_email_leads_to_a_new_password(client):
    person = given.person()
    page = reset_key(client, person)
    assert title(page) == "Choose a new password"
    assert {"password1", "username"} <= boxes(page)

    done = client.post(page.request["PATH_INFO"], {"password1": BETTER}, follow=True)

    assert title(done) == "You have a new password"
    person.refresh_from_db()
    assert person.check_password(BETTER)


def test_a_new_password_that_is_weak_is_refused_at_its_box(client):
    page = reset_key(client, given.person())
    response = client.post(page.request["PATH_INFO"], {"password1": "short"})

    assert title(response) == "Error: Choose a new password"
    assert "Password must be 12 characters or more" in response.text


def test_signing_out_says_so(client, person):
    response = client.post("/accounts/logout/", follow=True)

    assert "You have signed out." in response.text
    assert person.full_name not in response.text


@pytest.mark.parametrize("typed", ["\0", "jane\0@barchester.example"])
@pytest.mark.parametrize(("address", "name"), [(LOGIN, "login"), (RESET, "email")])
def test_what_no_column_can_hold_is_an_error_and_not_a_crash(client, address, name, typed):
    response = client.post(address, {name: typed, "password": typed})

    assert response.status_code == 200
    assert "contains a character that cannot be saved. Type it again" in response.text
