"""A councillor with a device, the desk, and the Monitoring Officer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councilgov.access import Role
from councilgov.notices.models import Notice
from tests import given
from tests.devices import equipment


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        councillor = given.councillor(known_as="Councillor Cedar")
        monitoring = given.officer(Role.MONITORING_OFFICER)
        return councillor, equipment.desk(), equipment.issued(holder=councillor), monitoring

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def desk(made_once):
    return made_once[1]


@pytest.fixture
def monitoring(made_once):
    return made_once[3]


@pytest.fixture
def device(made_once):
    row = made_once[2]
    row.refresh_from_db()
    return row


@pytest.fixture
def told():
    """Who was told something of a kind, in the order in which they were."""

    def to(kind):
        return [notice.to for notice in Notice.objects.filter(kind=kind).order_by("pk")]

    return to


@pytest.fixture
def count_queries():
    def count(act):
        with CaptureQueriesContext(connection) as queries:
            act()
        return len(queries)

    return count
