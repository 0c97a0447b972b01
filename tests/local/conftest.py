"""These tests start programs of their own: none of them touches the tests' database."""

import pytest

from tests.local.running import postgres


@pytest.fixture(autouse=True)
def _database() -> None:
    """In place of the fixture of all other tests."""


@pytest.fixture(autouse=True)
def _clock() -> None:
    """The machine's own: the programs that these tests start have no other."""


@pytest.fixture(scope="session")
def made_by_an_earlier_run(tmp_path_factory):
    """The data of a PostgreSQL that has run and stopped: copy them, making them takes a second."""
    folder = tmp_path_factory.mktemp("earlier")
    folder.chmod(0o711)
    with postgres(folder):
        pass
    return folder
