"""The officers to whom complaints fall, made once for each file."""

import pytest

from councilgov.access import Role
from tests import given


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        team = given.officer(Role.INFORMATION_OFFICER)
        return team, given.officer(Role.DATA_PROTECTION_OFFICER)

    return shared(make)


@pytest.fixture
def officer(made_once):
    return made_once[0]


@pytest.fixture
def dpo(made_once):
    return made_once[1]
