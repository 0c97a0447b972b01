"""What somebody who is suspended may open: each address of the portal is asked."""

from copy import deepcopy

import pytest

from councilgov.offboarding.narrowing import CONTACTS, STILL_THEIRS, SUSPENDED
from tests.addresses import TABLE, address, build_world
from tests.offboarding.suspended import suspended

pytestmark = pytest.mark.django_db
CLOSED = "This page is not open to you for now"
PUBLIC = {name for name, row in TABLE.items() if row.is_public}


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(build_world)


@pytest.fixture
def world(made_once):
    return deepcopy(made_once)


def opened(client, world):
    """By its name, whether each page of the table is open to them."""
    found = set()
    for name, row in TABLE.items():
        if name == "account_logout":
            continue
        response = getattr(client, row.method)(address(name, world))
        if response.status_code != 403 or CLOSED not in response.text:
            found.add(name)
    return found


@pytest.mark.parametrize("is_without", [False, True], ids=["with contacts", "without"])
def test_whoever_is_suspended_opens_their_own_and_what_is_public(world, client, is_without):
    row = suspended(is_without_contacts=is_without)
    client.force_login(row.councillor)
    contacts = set() if is_without else {name for name in TABLE if name.startswith(CONTACTS)}

    breaches = {name for name in TABLE if name.startswith(STILL_THEIRS)}
    expected = PUBLIC | set(SUSPENDED) | breaches | contacts

    assert opened(client, world) == expected - {"account_logout"}
