"""People with and without a password, and what the portal told them."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from councilgov.access import Role
from councilgov.accounts import forms
from councilgov.notices.actions import deliver_next
from councilgov.people import actions as people
from tests import given


@pytest.fixture(autouse=True)
def _no_limit_is_used_up():
    cache.clear()


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch):
    monkeypatch.setattr(forms, "RESET_TAKES", 0)


@pytest.fixture
def newcomer():
    """Somebody who has been entered and has no password yet."""
    given.council()
    return people.add_person(
        full_name="Noor Newcomer",
        known_as="Councillor Newcomer",
        email="noor@barchester.example",
        by=None,
    )


@pytest.fixture
def services(client):
    """Members' services, signed in."""
    officer = given.officer(Role.MEMBERS_SERVICES)
    client.force_login(officer)
    return officer


@pytest.fixture
def told(settings):
    """Delivers what waits; gives the mails that went out since."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def deliver():
        before = len(mail.outbox)
        while deliver_next(timezone.now()):
            continue
        return mail.outbox[before:]

    return deliver


def link_in(message):
    """The path of the only link in a mail."""
    (found,) = re.findall(r"http://testserver(/\S+)", message.body)
    return found
