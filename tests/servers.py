"""A pytest plugin: a real PostgreSQL and a real Valkey for the tests, up before Django reads its settings.

Each run takes the first free folder of ``var/test/1``, ``var/test/2``..., so that several may run at once; the
data of a folder are kept for its next run. ``DATABASE_URL`` (with ``DATABASE_OWNER_URL``) and ``REDIS_URL`` point
at other servers instead. The workers of xdist inherit what this sets.
"""

import fcntl
import itertools
import os
from collections.abc import Generator
from pathlib import Path
from typing import IO

import pytest

from councilgov.local.folders import make_home
from councilgov.local.keys import kept_keys
from councilgov.local.postgres import start_postgres
from councilgov.local.processes import Child
from councilgov.local.trouble import Trouble
from councilgov.local.valkey import start_valkey

ENVIRONMENT = {
    "SECRET_KEY": "only-for-tests-0123456789-0123456789-0123456789-0123456789",
    # the bytes 0 to 31: certificates of tests are the same on each run
    "CERTIFICATE_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    "EMAIL_URL": "memorymail://",
    "DEFAULT_FROM_EMAIL": "portal@council.example",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "SITE_URL": "http://testserver",
    "TRUSTED_PROXIES": "0",
}
children: list[Child] = []
locks: list[IO[bytes]] = []


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None]:
    """Before pytest-django reads the settings: a wrapper goes first."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        try:
            prepare_environment()
        except Trouble as trouble:
            raise pytest.UsageError(str(trouble)) from trouble
    return (yield)


def pytest_unconfigure() -> None:
    """Stop the servers; should we be killed before, the kernel does it."""
    for child in children:
        child.ask_to_stop()
    while children:
        children.pop().stop()
    while locks:
        locks.pop().close()


def prepare_environment() -> None:
    """Set everything that the settings ask for, and start the servers that nobody named."""
    os.environ.update(ENVIRONMENT)
    for name in ("DEMO", "DEBUG"):
        os.environ.pop(name, None)
    if "DATABASE_URL" in os.environ and "REDIS_URL" in os.environ:
        return
    home = claimed_home()
    keys = kept_keys(home)
    if "DATABASE_URL" not in os.environ:
        postgres = start_postgres(home, keys, durable=False)
        children.append(postgres.child)
        os.environ["DATABASE_URL"] = postgres.web_url
        os.environ["DATABASE_OWNER_URL"] = postgres.owner_url
    if "REDIS_URL" not in os.environ:
        valkey = start_valkey(home, keys)
        children.append(valkey.child)
        os.environ["REDIS_URL"] = valkey.url


def claimed_home() -> Path:
    """The first folder that no other run has locked; the lock lasts as long as this process."""
    homes = (make_home("test", str(number)) for number in itertools.count(1))
    return next(home for home in homes if claim(home))


def claim(home: Path) -> bool:
    """Lock the folder, unless another run holds it."""
    lock = (home / "lock").open("wb")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return False
    locks.append(lock)
    return True
