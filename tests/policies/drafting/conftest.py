"""Who drafts."""

import pytest

from councilgov.access import Role
from tests import given


@pytest.fixture
def author():
    return given.officer(Role.INFORMATION_OFFICER, known_as="Ada", full_name="Ada Alder")


@pytest.fixture
def colleague():
    return given.officer(Role.MEMBERS_SERVICES, known_as="Ben", full_name="Ben Birch")
