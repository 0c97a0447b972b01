"""Signing in and choosing a new password, whoever asks and whatever is down."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import allauth.account
import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from celery import Celery
from django.test import Client
from django.urls import NoReverseMatch, reverse

from councilgov.accounts import actions, forms
from councilgov.accounts.adapter import plan
from councilgov.notices import waking
from councilgov.notices.kinds import kinds
from councilgov.notices.models import Notice, State
from tests import given
from tests.accounts.conftest import link_in

NEW = "three random words"
RESET = "/accounts/password/reset/"
# Never sent: their pages are not offered, or their settings are off.
NEVER_SENT = {
    "account_already_exists",
    "email_confirm",
    "email_confirmation",
    "email_confirmation_signup",
    "email_deleted",
    "login_code",
    "password_reset_code",
    "unknown_account",
}


def sign_in(client, email, password=given.PASSWORD, **headers):
    answers = {"login": email, "password": password}
    return client.post(reverse("account_login"), answers, **headers)


def is_signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("is_active", [True, False])
def test_accounts_of_the_demo_sign_in_nowhere_else(client, settings, is_active):
    person = given.person(email="councillor@demo.example", is_active=is_active)

    response = sign_in(client, person.email)

    assert not is_signed_in(client)
    assert response.status_code == 200


def test_accounts_of_the_demo_sign_in_to_the_demo(client, settings):
    settings.DEMO = True
    person = given.person(email="councillor@demo.example")

    sign_in(client, person.email)

    assert is_signed_in(client)


def test_a_session_of_the_demo_ends_with_the_demo(client, settings):
    settings.DEMO = True
    sign_in(client, given.person(email="councillor@demo.example").email)
    assert client.get(reverse("home")).status_code == 200

    settings.DEMO = False

    assert client.get(reverse("home"))["Location"].startswith(reverse("account_login"))


def test_a_message_of_every_sort_that_allauth_has_is_known_here():
    texts = Path(allauth.account.__file__).parent.parent / "templates" / "account" / "email"
    sorts = {file.name.removesuffix("_subject.txt") for file in texts.glob("*_subject.txt")}

    ours = {name.removeprefix("account_") for name in kinds() if name.startswith("account_")}

    assert ours | NEVER_SENT == sorts
    assert not ours & NEVER_SENT


@pytest.mark.parametrize("name", ["account_email", "account_confirm_email", "account_set_password"])
def test_pages_whose_mail_is_never_sent_are_not_offered(name):
    with pytest.raises(NoReverseMatch):
        reverse(name, args=["x"] if name == "account_confirm_email" else [])


def test_a_message_that_nobody_wrote_is_an_error_in_the_log_and_nothing_else(caplog):
    person = given.person()

    plan("account/email/brand_new", person)

    assert not Notice.objects.exists()
    assert [r.levelname for r in caplog.records if "account_brand_new" in r.message] == ["ERROR"]


def test_a_message_to_an_address_without_an_account_goes_nowhere(rf):
    given.council()

    get_adapter().send_mail("account/email/password_reset_key", "nobody@x.example", {})

    assert not Notice.objects.exists()


def test_a_message_by_address_finds_its_person():
    person = given.person(email="ada@barchester.example")

    get_adapter().send_mail("account/email/password_changed", "Ada@barchester.example", {})

    assert Notice.objects.get().to == person


def test_nobody_signs_up(client):
    given.council()
    answers = {"email": "me@barchester.example", "password1": NEW}

    page = client.post(reverse("account_signup"), answers).content.decode()

    assert not is_signed_in(client)
    assert "members’ services" in page.lower()


def test_a_forgotten_password_is_chosen_anew_by_the_link_in_the_mail(client, told):
    person = given.person()
    client.post(RESET, {"email": person.email})
    (message,) = told()

    form = client.get(link_in(message), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW})

    person.refresh_from_db()
    assert person.check_password(NEW)
    assert person.history.latest().history_change_reason == "Password chosen"
    (message,) = told()
    assert message.subject == "Your password has been changed"
    assert sign_in(client, person.email, NEW).status_code == 302


def test_an_address_is_kept_in_one_place_only(client, told):
    client.post(RESET, {"email": given.person().email})
    told()

    assert not EmailAddress.objects.exists()


def test_the_token_of_a_link_is_kept_nowhere(client, told):
    client.post(RESET, {"email": given.person().email})
    (message,) = told()
    token = link_in(message).strip("/").rpartition("/")[2]

    assert not any(token in str(value) for value in Notice.objects.values_list().get())


def test_a_link_to_a_new_password_works_once(client, told):
    person = given.person()
    client.post(RESET, {"email": person.email})
    path = link_in(told()[0])
    form = client.get(path, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW})

    page = Client().get(path, follow=True).content.decode()

    assert "This link no longer works" in page


def test_a_change_of_password_is_told(client, told):
    person = given.person()
    client.force_login(person)

    answers = {"oldpassword": given.PASSWORD, "password1": NEW}
    response = client.post(reverse("account_change_password"), answers)

    assert response["Location"] == reverse("home")
    assert client.get(reverse("home")).status_code == 200
    (message,) = told()
    assert message.to == [person.email]
    assert message.subject == "Your password has been changed"


def test_a_change_of_password_ends_every_other_session(client):
    person = given.person()
    other = Client()
    other.force_login(person)
    client.force_login(person)

    answers = {"oldpassword": given.PASSWORD, "password1": NEW}
    client.post(reverse("account_change_password"), answers)

    assert other.get(reverse("home")).status_code == 302


def test_who_has_no_password_yet_gets_the_invitation_again(client, newcomer, told):
    actions.invite(person=newcomer, by=None)
    told()

    client.post(RESET, {"email": newcomer.email})

    (message,) = told()
    assert "/invitation/" in message.body
    assert "/password/reset/" not in message.body


def test_who_was_never_invited_gets_nothing(client, newcomer, told):
    response = client.post(RESET, {"email": newcomer.email})

    assert response.status_code == 302
    assert told() == []


def reset_page(email):
    client = Client()
    first = client.post(RESET, {"email": email})
    return first.status_code, first["Location"], client.get(first["Location"]).content


def test_a_known_and_an_unknown_address_get_the_same_answer():
    person = given.person()

    assert reset_page(person.email) == reset_page("nobody@barchester.example")


@pytest.mark.parametrize("is_known", [True, False])
def test_a_known_and_an_unknown_address_wait_equally_long(client, monkeypatch, is_known):
    slept: list[float] = []
    clock = SimpleNamespace(monotonic=iter([100.0, 100.03]).__next__, sleep=slept.append)
    monkeypatch.setattr(forms, "time", clock)
    monkeypatch.setattr(forms, "RESET_TAKES", 0.2)
    person = given.person()

    client.post(RESET, {"email": person.email if is_known else "nobody@barchester.example"})

    assert slept == [pytest.approx(0.2 - 0.03)]


def test_an_answer_that_took_long_already_waits_no_more(client, monkeypatch):
    slept: list[float] = []
    clock = SimpleNamespace(monotonic=iter([100.0, 101.0]).__next__, sleep=slept.append)
    monkeypatch.setattr(forms, "time", clock)

    client.post(RESET, {"email": given.person().email})

    assert slept == [0]


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client):
    person = given.person()

    pages = [
        sign_in(Client(), email, "not the password").content.decode().replace(email, "")
        for email in (person.email, "nobody@barchester.example")
    ]

    assert "do not match an account" in pages[0]
    assert without_tokens(pages[0]) == without_tokens(pages[1])


def without_tokens(page):
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_after_five_wrong_passwords_even_the_right_one_waits(client):
    person = given.person()
    for _ in range(5):
        sign_in(client, person.email, "not the password")

    page = sign_in(client, person.email).content.decode()

    assert "You have tried too often. Wait 5 minutes" in page
    assert not is_signed_in(client)


def test_wrong_passwords_for_one_account_do_not_lock_out_another(client):
    person, other = given.person(), given.person()
    for _ in range(6):
        sign_in(client, person.email, "not the password")

    assert sign_in(client, other.email).status_code == 302


def test_another_address_does_not_help_to_guess(client):
    person = given.person()
    for number in range(5):
        sign_in(client, person.email, "wrong", REMOTE_ADDR=f"192.0.2.{number}")

    sign_in(client, person.email, HTTP_X_FORWARDED_FOR="198.51.100.1", REMOTE_ADDR="192.0.2.99")

    assert not is_signed_in(client)


def test_fifty_people_sign_in_from_one_town_hall():
    people = [given.person() for _ in range(50)]

    answers = [sign_in(Client(), person.email).status_code for person in people]

    assert answers == [302] * 50


def test_a_closed_account_does_not_sign_in(client):
    person = given.person(is_active=False)

    sign_in(client, person.email)

    assert not is_signed_in(client)


def test_signing_in_leaves_no_row_in_the_history(client):
    person = given.person()
    before = person.history.count()

    sign_in(client, person.email)

    person.refresh_from_db()
    assert person.last_login
    assert person.history.count() == before


@pytest.mark.django_db(transaction=True)
def test_with_mail_server_and_broker_down_people_sign_in_and_reset_as_ever(
    client, settings, monkeypatch
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    monkeypatch.setattr(waking, "current_app", Celery("test", broker="redis://127.0.0.1:9/0"))
    person = given.person()

    reset = client.post(RESET, {"email": person.email})
    signed_in = sign_in(client, person.email)

    assert reset.status_code == signed_in.status_code == 302
    assert is_signed_in(client)
    assert Notice.objects.get().state == State.QUEUED
