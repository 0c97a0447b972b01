"""What every answer says to the browser, and which cookies it sets."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from tests import given

SETTINGS = Path(django_settings.BASE_DIR) / "councilgov" / "settings.py"
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "require-trusted-types-for": "'script'",
}
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@pytest.fixture(autouse=True)
def _council():
    given.council()


@pytest.fixture
def councillor():
    return given.councillor()


def sign_in(client, person):
    """By the form, as a browser does."""
    client.get(reverse("account_login"))
    answers = {"login": person.email, "password": given.PASSWORD}
    response = client.post(reverse("account_login"), answers)
    assert response["Location"] == reverse("home")
    return response


def policy_of(response):
    parts = response["Content-Security-Policy"].split(";")
    return dict(part.strip().split(" ", 1) for part in parts)


@pytest.mark.parametrize(
    ("path", "is_signed_in", "status"),
    [
        ("/policies/", False, 200),
        ("/home/", True, 200),
        ("/policies/register/", True, 403),
        ("/nothing/", False, 404),
    ],
)
def test_every_answer_is_guarded(client, councillor, path, is_signed_in, status):
    if is_signed_in:
        client.force_login(councillor)

    response = client.get(path)

    assert response.status_code == status
    assert policy_of(response) == POLICY
    assert {name: response.get(name) for name in HEADERS} == HEADERS


def test_what_somebody_signed_in_sees_is_not_kept_by_the_browser(client, councillor):
    client.force_login(councillor)

    assert "no-store" in client.get(reverse("home"))["Cache-Control"]


# Cookies


def test_there_are_two_cookies_and_both_go_with_the_browser(client, councillor):
    sign_in(client, councillor)
    client.get(reverse("home"))
    client.post(reverse("account_logout"))
    sign_in(client, councillor)
    client.get(reverse("account_change_password"))

    assert set(client.cookies) == {"sessionid", "csrftoken"}
    assert {cookie["max-age"] or cookie["expires"] for cookie in client.cookies.values()} == {""}


def test_the_privacy_notice_tells_of_these_two(client):
    page = client.get(reverse("privacy")).content.decode()

    assert "It sets two cookies, which sign you in, remember a complaint" in page
    assert "They go when you close the browser" in page


@pytest.mark.parametrize("name", ["branding", "ledger:checker"])
def test_no_shared_cache_keeps_what_renews_a_session(client, councillor, name):
    client.force_login(councillor)

    response = client.get(reverse(name))

    assert response.status_code == 200
    assert "public" not in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


# Settings as a council's server has them


def settings_with(monkeypatch, **environment):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(SETTINGS))


@pytest.fixture
def deployed(monkeypatch, settings):
    """The portal under https."""
    there = settings_with(monkeypatch, SITE_URL="https://portal.council.example")
    for name, value in there.items():
        if name.startswith(("CSRF_", "SECURE_", "SESSION_")):
            setattr(settings, name, value)
    return Client(headers={"referer": "https://testserver/"})


def test_under_https_cookies_are_for_this_host_and_no_script(deployed, councillor):
    deployed.get(reverse("account_login"), secure=True)
    answers = {"login": councillor.email, "password": given.PASSWORD}
    deployed.post(reverse("account_login"), answers, secure=True)

    traits = {
        name: (
            cookie["secure"],
            cookie["httponly"],
            cookie["samesite"],
            cookie["path"],
            cookie["domain"],
        )
        for name, cookie in deployed.cookies.items()
    }

    assert traits == {
        "__Host-sessionid": (True, True, "Lax", "/", ""),
        "__Host-csrftoken": (True, True, "Strict", "/", ""),
    }


def test_under_https_browsers_never_come_back_without_it(deployed):
    response = deployed.get(reverse("privacy"), secure=True)

    assert response["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"


def test_under_https_plain_requests_are_sent_there(deployed):
    response = deployed.get(reverse("privacy"))

    assert response.status_code == 301
    assert response["Location"] == "https://testserver/privacy/"


@pytest.mark.parametrize(
    "url",
    ["https://portal.council.example", "http://192.0.2.7:8000", "http://127.0.0.1.example", "x"],
)
def test_the_demo_refuses_to_start_where_others_could_reach_it(monkeypatch, url):
    with pytest.raises(ImproperlyConfigured, match="it runs on this machine only"):
        settings_with(monkeypatch, DEMO="1", SITE_URL=url)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000", "http://localhost:8001", "http://[::1]:8000"]
)
def test_the_demo_starts_on_this_machine(monkeypatch, url):
    assert settings_with(monkeypatch, DEMO="1", SITE_URL=url)["DEMO"]
