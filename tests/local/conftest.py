"""These tests start programs of their own: none of them touches the tests' database."""

import pytest


@pytest.fixture(autouse=True)
def _database() -> None:
    """In place of the fixture of all other tests."""
