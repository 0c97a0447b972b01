"""A day in November, somebody of members’ services, and a ward."""

from __future__ import annotations

import pytest
import time_machine

from councilgov.imports import actions
from tests import given
from tests.arriving.lists import (
    services,
)


@pytest.fixture(autouse=True)
def _in_november(monkeypatch):
    monkeypatch.setattr(actions, "wake", lambda: None)
    with time_machine.travel("2026-11-23T12:00:00Z", tick=True):
        yield


@pytest.fixture
def clerk():
    return services()


@pytest.fixture
def alder():
    return given.ward(name="Alder")
