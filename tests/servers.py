"""A pytest plugin: a real PostgreSQL and Valkey, up before Django reads its settings.

Each run takes the first free folder of ``var/test/1``, ``var/test/2``..., so that several may run
at once; the data of a folder are kept for its next run. ``DATABASE_URL`` with
``DATABASE_OWNER_URL``, and ``REDIS_URL``, point at other servers instead. The workers of xdist
inherit what this sets.
"""

import os
from collections.abc import Generator
from contextlib import ExitStack

import pytest

from councilgov.local.testing import servers_for_tests
from councilgov.local.trouble import Trouble

stack = ExitStack()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None]:
    """Before pytest-django reads the settings: a wrapper goes first."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        try:
            stack.enter_context(servers_for_tests(os.environ))
        except Trouble as trouble:
            raise pytest.UsageError(str(trouble)) from trouble
    return (yield)


def pytest_unconfigure() -> None:
    """Stop the servers; should we be killed before, the kernel does it."""
    stack.close()
