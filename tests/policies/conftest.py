"""Whom most tests of policies are about."""

import pytest

from tests import given


@pytest.fixture
def councillor():
    return given.councillor()


@pytest.fixture
def mine(client, councillor):
    """The councillor's own browser, signed in and just confirmed."""
    client.force_login(councillor)
    given.confirmed(client)
    return client
