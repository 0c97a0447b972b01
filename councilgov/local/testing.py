"""Servers and settings for tests, and for whatever else needs Django for a moment."""

import itertools
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager

from councilgov.local.environment import TESTS
from councilgov.local.folders import make_home
from councilgov.local.keys import kept_keys
from councilgov.local.locks import claimed
from councilgov.local.processes import Child, stop_all
from councilgov.local.servers import start_servers

# Set by a command that has started the servers already, for the pytest that it runs.
RUNNING = "COUNCILGOV_TEST_SERVERS"


@contextmanager
def servers_for_tests(environment: MutableMapping[str, str]) -> Iterator[None]:
    """Fill in everything that the settings ask for, with servers that stop at the end."""
    if environment.get(RUNNING):
        yield
        return
    environment.update(TESTS)
    for name in ("DEMO", "DEBUG"):
        environment.pop(name, None)
    children: list[Child] = []
    homes = (make_home("test", str(number)) for number in itertools.count(1))
    with claimed(homes) as home:
        try:
            keys = kept_keys(home)
            postgres = start_servers(home, keys, environment, children, durable=False)
            if postgres is not None:
                environment["DATABASE_SUPERUSER_URL"] = postgres.superuser_url
            environment[RUNNING] = "yes"
            yield
        finally:
            stop_all(children)
