"""What was typed comes back after signing in: to its owner, on its page, for half an hour."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django import forms
from django.contrib.sessions.models import Session
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from councilgov.access import Role
from councilgov.accounts import carrying
from councilgov.forms.dates import DateInput
from councilgov.people.models import User
from tests import given

ADD = "/people/invite/"
TOLD = "You were signed out"
TYPED = {
    "full_name": "Ömer <b>Officer</b>",
    "what": "officer",
    "role": "ict_desk",
    "starts_on_day": "31",
    "starts_on_month": "2",
    "starts_on_year": "",
    "is_invited": "no",
}


@pytest.fixture
def officer():
    return given.officer(Role.MEMBERS_SERVICES)


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def fields_of(response):
    """The hidden fields of a page, as a browser would send them."""
    found = re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)"', response.content.decode()
    )
    return {name: unescape(value) for name, value in found}


def sign_in(browser, person, page, password=given.PASSWORD):
    answers = {"login": person.email, "password": password}
    return browser.post("/accounts/login/", fields_of(page) | answers)


def open_form(browser, person):
    """The person signs in and opens the form; gives what it holds."""
    sign_in(browser, person, browser.get("/accounts/login/"))
    return fields_of(browser.get(ADD))


def lose_session(browser):
    del browser.cookies["sessionid"]


def send_late(browser, person, **typed):
    """The form is sent after the session has ended."""
    hidden = open_form(browser, person)
    lose_session(browser)
    return browser.post(ADD, hidden | TYPED | typed)


def test_after_signing_in_the_form_is_as_it_was(browser, officer):
    page = send_late(browser, officer)

    response = sign_in(browser, officer, page)

    assert page.status_code == 200
    assert "Sign in" in page.content.decode()
    assert (response.status_code, response["Location"]) == (302, ADD)
    form = browser.get(ADD)
    initial = form.context["form"].initial
    assert initial["full_name"] == TYPED["full_name"]
    assert initial["starts_on"] == ["31", "2", ""]
    assert 'value="Ömer &lt;b&gt;Officer&lt;/b&gt;"' in form.content.decode()
    assert "Nothing has been sent yet." in form.content.decode()


def test_nothing_happens_until_it_is_sent_again(browser, officer):
    complete = {"known_as": "Omar", "email": "omar@barchester.example", "full_name": "Omar"}
    whole = {"starts_on_day": "1", "starts_on_month": "5", "starts_on_year": "2026"}
    sign_in(browser, officer, send_late(browser, officer, **complete, **whole))

    form = browser.get(ADD)
    assert not User.objects.filter(known_as="Omar").exists()

    response = browser.post(ADD, fields_of(form) | TYPED | complete | whole)
    assert response.status_code == 302
    assert User.objects.filter(known_as="Omar").exists()


def test_what_was_typed_cannot_be_read_on_the_way(browser, officer):
    page = send_late(browser, officer)

    assert "Officer&lt;" not in page.content.decode()
    assert "ict_desk" not in page.content.decode()


def test_the_form_is_found_again_with_what_it_is_about(browser, officer):
    hidden = open_form(browser, officer)
    lose_session(browser)
    page = browser.post(f"{ADD}?about=1", hidden | TYPED)

    response = sign_in(browser, officer, page)

    assert response["Location"] == f"{ADD}?about=1"
    assert browser.get(response["Location"]).context["form"].initial["what"] == TYPED["what"]


def test_it_is_handed_out_once(browser, officer):
    sign_in(browser, officer, send_late(browser, officer))
    browser.get(ADD)

    assert "full_name" not in browser.get(ADD).context["form"].initial


def test_a_wrong_password_loses_nothing(browser, officer):
    page = send_late(browser, officer)

    page = sign_in(browser, officer, page, password="wrong")
    sign_in(browser, officer, page)

    assert browser.get(ADD).context["form"].initial["full_name"] == TYPED["full_name"]


def test_somebody_else_who_signs_in_gets_an_empty_form(browser, officer):
    page = send_late(browser, officer)

    sign_in(browser, given.officer(Role.MEMBERS_SERVICES), page)

    assert "full_name" not in browser.get(ADD).context["form"].initial


def test_after_half_an_hour_it_is_gone(browser, officer):
    page = send_late(browser, officer)

    with time_machine.travel(timezone.now() + timedelta(minutes=30, seconds=2)):
        sign_in(browser, officer, page)
        assert "full_name" not in browser.get(ADD).context["form"].initial


def test_within_half_an_hour_it_is_there(browser, officer):
    page = send_late(browser, officer)

    with time_machine.travel(timezone.now() + timedelta(minutes=29)):
        sign_in(browser, officer, page)
        assert "full_name" in browser.get(ADD).context["form"].initial


@pytest.mark.parametrize("whose", [None, "", "x", "1", "None:x"])
def test_a_form_that_does_not_say_whose_it_is_is_not_carried(browser, officer, whose):
    hidden = open_form(browser, officer)
    lose_session(browser)
    hidden.pop("whose_form")
    answers = hidden | TYPED | ({} if whose is None else {"whose_form": whose})

    response = browser.post(ADD, answers)

    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/home/")


def test_a_form_of_nobody_is_not_carried(browser, officer, rf):
    hidden = open_form(browser, officer)
    lose_session(browser)
    nobody = carrying.OWNER.sign("None")

    assert browser.post(ADD, hidden | TYPED | {"whose_form": nobody}).status_code == 302


def test_another_site_cannot_have_a_form_carried(browser, officer):
    hidden = open_form(browser, officer)
    lose_session(browser)
    del hidden["csrfmiddlewaretoken"]

    response = browser.post(ADD, hidden | TYPED)

    assert response.status_code == 403


@pytest.mark.parametrize("parcel", ["gAAAAAB" + "x" * 99, "é"])
def test_a_parcel_made_elsewhere_is_left_unopened(browser, officer, parcel):
    page = browser.get("/accounts/login/")
    answers = {"login": officer.email, "password": given.PASSWORD, "carried": parcel}

    browser.post("/accounts/login/", fields_of(page) | answers)

    assert carrying.CARRIED not in browser.session


def test_too_much_is_not_carried(browser, officer):
    page = send_late(browser, officer, full_name="x" * carrying.MOST)

    assert page.status_code == 302


def test_of_party_work_nothing_is_carried_not_even_sealed(browser, officer):
    page = send_late(browser, officer, capacity="political")

    assert page.status_code == 302
    sign_in(browser, officer, browser.get(page["Location"]))
    assert carrying.CARRIED not in browser.session
    assert not browser.get(ADD).context["form"].initial.get("full_name")


def test_the_sign_in_page_says_that_what_was_typed_is_safe(browser, officer):
    page = send_late(browser, officer)

    assert "What you typed is safe" in page.content.decode()


def test_whose_session_ended_is_told_so_once(browser, officer):
    open_form(browser, officer)

    with time_machine.travel(timezone.now() + timedelta(minutes=30, seconds=2)):
        first = browser.get(ADD, follow=True).text
        second = browser.get(ADD, follow=True).text

    assert f"{TOLD}, for example because nothing was done here for 30 minutes." in first
    assert TOLD not in second


def test_whose_password_was_changed_elsewhere_is_told_so_once(browser, officer):
    open_form(browser, officer)
    officer.set_password("four other random words")
    officer.keep(by=None, why="Test")

    assert TOLD in browser.get(ADD, follow=True).text
    assert TOLD not in browser.get(ADD, follow=True).text


@pytest.mark.parametrize("minutes", [0, 31])
def test_who_signed_out_by_themselves_is_not_told_so(browser, officer, minutes):
    hidden = open_form(browser, officer)
    browser.post("/accounts/logout/", hidden)

    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        assert TOLD not in browser.get(ADD, follow=True).text


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_invented_cookie_makes_no_session(client, method):
    given.council()
    client.cookies["sessionid"] = "x" * 32

    response = getattr(client, method)(ADD)

    assert response.status_code == 302
    assert not Session.objects.exists()
    assert TOLD not in client.get("/accounts/login/").text


def test_whoever_comes_for_the_first_time_was_not_signed_out(browser):
    given.council()

    assert TOLD not in browser.get(ADD, follow=True).text


def test_a_page_that_is_only_looked_at_asks_to_sign_in_as_ever(browser):
    given.council()

    response = browser.get(ADD)

    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={ADD}")


class Everything(forms.Form):
    word = forms.CharField()
    many = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")])
    tick = forms.BooleanField()
    day = forms.Field(widget=DateInput)
    paper = forms.FileField()
    password = forms.CharField(widget=forms.PasswordInput)
    empty = forms.CharField()


@pytest.fixture
def request_of(rf, officer):
    """A request of the officer's: with ``typed`` it has just come back from confirming."""

    def make(method="get", path="/x/", typed=None, **session):
        request = getattr(rf, method)(path, typed or {})
        request.user, request.session = officer, session
        request._messages = type("Messages", (list,), {"add": lambda *_: None})()
        return request

    return make


SENT = QueryDict(
    "word=hello&many=a&many=b&tick=on&day_day=3&day_month=4&day_year=2026&paper=x.pdf"
    "&password=secret&old_Password=secret&csrfmiddlewaretoken=t&whose_form=w&carried=c"
)


def carried_to(request_of, owner, path="/x/", then="/x/"):
    parcel = carrying._packed(SENT, owner=owner.pk, path=path)
    return carrying.filled(request_of(path=then, carried=parcel), Everything())


def test_every_kind_of_answer_comes_back_but_files_and_passwords(request_of, officer):
    form = carried_to(request_of, officer)

    assert form.initial == {
        "word": "hello",
        "many": ["a", "b"],
        "tick": True,
        "day": ["3", "4", "2026"],
    }
    assert not form.is_bound


def test_no_secret_is_in_a_parcel(officer):
    parcel = carrying._packed(SENT, owner=officer.pk, path="/x/")

    names = {name for name, _values in carrying._opened(parcel)["fields"]}

    assert names == {"word", "many", "tick", "day_day", "day_month", "day_year", "paper"}


def test_letters_beyond_english_take_no_more_room_than_they_need(officer):
    sent = QueryDict(mutable=True)
    sent["word"] = "É" * 40_000

    assert carrying._packed(sent, owner=officer.pk, path="/x/")


def test_of_forms_that_wait_to_be_checked_the_oldest_gives_way(request_of):
    session = {}
    for n in range(carrying.MOST_CHECKED + 1):
        request = request_of("post", f"/{n}/", {"word": "hello"})
        request.session = session
        carrying.keep_to_check(request)

    assert list(session["checked"]) == [f"/{n + 1}/" for n in range(carrying.MOST_CHECKED)]


def test_party_work_waits_to_be_checked_neither(request_of):
    typed = {"words": "Canvass", "capacity": ["council", "political"]}
    request = request_of("post", "/x/", typed)

    assert not carrying.keep_to_check(request)
    carrying.keep_typed(request)
    assert not {carrying.CARRIED, carrying.CHECKED} & set(request.session)


def test_what_waited_too_long_to_be_checked_is_not_kept(request_of):
    request = request_of("post", "/x/", {"word": "hello"}, checked={"/y/": "gone"})

    carrying.keep_to_check(request)

    assert list(request.session["checked"]) == ["/x/"]


def test_another_page_gets_nothing_and_leaves_it_there(request_of, officer):
    assert carried_to(request_of, officer, path="/x/", then="/y/").initial == {}


def test_another_person_gets_nothing(request_of):
    assert carried_to(request_of, given.person()).initial == {}


def test_a_form_that_was_sent_stays_as_it_is(request_of, officer):
    parcel = carrying._packed(SENT, owner=officer.pk, path="/x/")
    form = Everything({"word": "typed now"})

    assert carrying.filled(request_of(carried=parcel), form) is form
    assert form.initial == {}


@pytest.mark.parametrize(
    ("referer", "next_page"),
    [
        ("http://testserver/policies/a-policy/", "/policies/a-policy/"),
        ("http://testserver/policies/?kind=code#top", "/policies/%3Fkind%3Dcode"),
        ("https://evil.example/policies/", "/home/"),
        ("", "/home/"),
    ],
    ids=["its own page", "a page with filters", "another site", "nowhere"],
)
def test_a_button_pressed_too_late_leads_back_to_its_page(client, referer, next_page):
    given.council()

    response = client.post("/policies/a-policy/read/", headers={"referer": referer})

    assert response["Location"] == f"/accounts/login/?next={next_page}"
