"""What every test stands on."""

from __future__ import annotations

import gc
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test.testcases import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as pace

from tests.database import empty_database, make_database

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

pytest_plugins = ["tests.browser"]

T = TypeVar("T")
A_MONDAY = "2026-11-23 10:00Z"


def pytest_configure() -> None:
    """Static files are served as they lie, and hashing a password need not be slow."""
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}
    # Nothing is collected for a test; a fresh clone has no folder that WhiteNoise could walk.
    settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Slow is a machine that others use too, not what was written.
    slow = [HealthCheck.too_slow]
    pace.register_profile("any machine", deadline=None, suppress_health_check=slow)
    pace.load_profile("any machine")
    TransactionTestCase._fixture_teardown = lambda _self: empty_database()  # type: ignore[attr-defined,method-assign]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None]:
    """What a module works out when it is imported belongs to the same morning (``_clock``)."""
    with time_machine.travel(A_MONDAY, tick=True):
        return (yield)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long walks first: begun last, one of them keeps a single worker busy at the end."""
    items.sort(key=lambda item: "walks" not in item.path.parts)


def pytest_collection_finish() -> None:
    """What was imported stays: looking through it for garbage took a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: pytest.FixtureRequest,
) -> None:
    """The owner makes the database and migrates; the tests come in by the web login.

    The next run makes it anew; at the end of this one a server's thread may still look at it.
    """
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        make_database()


@pytest.fixture(autouse=True)
def _clock(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each test begins on the same morning: what it finds does not depend on when it is run.

    Chromium has a clock of its own, so its tests keep the machine's. So do those that start other
    processes: they define this fixture anew.
    """
    has_browser = "chromium" in request.fixturenames
    with nullcontext() if has_browser else time_machine.travel(A_MONDAY, tick=True):
        yield


@pytest.fixture(autouse=True)
def _database(request: pytest.FixtureRequest) -> None:
    """Every test may use the database, in a transaction that is undone or, if it asks, without.

    One that says so needs none: a transaction for each of a thousand rules takes its time.
    """
    if request.node.get_closest_marker("no_database"):
        return
    wants = {"transactional_db", "live_server", "portal"} & set(request.fixturenames)
    request.getfixturevalue("transactional_db" if wants else "db")


@pytest.fixture(scope="module")
def shared(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[Callable[[Callable[[], T]], T]]:
    """What all tests of a module start from, made once: each test's own changes are undone.

    Made a minute before the morning on which each test begins. Not for tests that ask for the
    database without a transaction.
    """
    unblocked = django_db_blocker.unblock()  # type: ignore[attr-defined]
    with unblocked, transaction.atomic():
        yield _make_earlier
        transaction.set_rollback(True)


def _make_earlier(make: Callable[[], T]) -> T:
    with time_machine.travel("2026-11-23 09:59Z", tick=True):
        return make()


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal is its status alone: how its page looks is not asked two thousand times."""

    def answer(status: int, *_why: object, **_also: object) -> HttpResponse:
        return HttpResponse(status=status)

    for status in (403, 404):
        monkeypatch.setattr(f"councilgov.urls.handler{status}", partial(answer, status))
