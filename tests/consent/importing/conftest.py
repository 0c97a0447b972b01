"""A councillor who has accepted the terms of ward records; the job is called by the tests."""

import pytest

from councilgov.imports import actions
from councilgov.people.models import User
from tests import given
from tests.consent import people


@pytest.fixture(autouse=True)
def _nobody_is_woken(monkeypatch):
    monkeypatch.setattr(actions, "wake", lambda: None)


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return people.accepted(given.councillor(full_name="Jo Ash")).pk

    return shared(make)


@pytest.fixture
def me(made_once):
    return User.objects.get(pk=made_once)
