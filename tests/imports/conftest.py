"""People can be imported, for the tests: their importable is declared as an app's would be."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from django.db import connection, transaction

from councilgov.access import Role
from councilgov.imports import actions, working
from councilgov.imports.importables import importables
from councilgov.imports.models import Import
from tests import given
from tests.imports.people import HEADINGS, PEOPLE


@pytest.fixture(autouse=True)
def _people_can_be_imported(settings):
    settings.IMPORTABLES = [*settings.IMPORTABLES, "tests.imports.people"]
    importables.cache_clear()
    yield
    importables.cache_clear()


@pytest.fixture(autouse=True)
def _nobody_is_woken(monkeypatch):
    monkeypatch.setattr(actions, "wake", lambda: None)


@pytest.fixture
def services(db):
    given.council()
    return given.officer(Role.MEMBERS_SERVICES)


@pytest.fixture
def upload(services):
    """A file with these rows, below the usual headings unless it brings its own."""

    def one(*rows, headings=HEADINGS, name="people.csv", by=services):
        content = "\r\n".join([headings, *rows]).encode()
        return actions.upload(kind=PEOPLE, content=content, name=name, by=by)

    return one


@pytest.fixture
def checked(upload, services):
    """The same, with the columns as guessed, and checked by the job."""

    def one(*rows, **options):
        row = upload(*rows, **options)
        if row.status == "uploaded":
            mapping = options.get(
                "mapping", {"email": 0, "full_name": 1, "known_as": 2, "phone": 3}
            )
            actions.map_columns(row=row, mapping=mapping, by=services)
        working.work()
        return Import.objects.get(pk=row.pk)

    return one


@pytest.fixture
def applied(checked, services):
    """The same, applied."""

    def one(*rows, **options):
        row = actions.ask_to_apply(row=checked(*rows, **options), by=services)
        working.work()
        return Import.objects.get(pk=row.pk)

    return one


def in_a_transaction(act, done, over):
    """Do it, and stay in the middle of the transaction until it is over."""
    try:
        with transaction.atomic():
            act()
            done.set()
            over.wait(10)
    finally:
        done.set()
        connection.close()


@pytest.fixture
def elsewhere():
    """While somebody else is in the middle of a transaction in which they have done this."""

    @contextmanager
    def meanwhile(act):
        done, over = Event(), Event()
        with ThreadPoolExecutor(1) as pool:
            other = pool.submit(in_a_transaction, act, done, over)
            done.wait(10)
            try:
                yield
            finally:
                over.set()
            other.result()

    return meanwhile
