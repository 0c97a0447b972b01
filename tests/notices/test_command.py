"""Delivery without a broker."""

from __future__ import annotations

import os
import signal
import time
from threading import Timer

import pytest
from django.core.management import CommandError, call_command

from councilgov.notices import tasks
from councilgov.notices.actions import tell
from councilgov.notices.management.commands import deliver_notices
from tests import given


@pytest.fixture(autouse=True)
def _signals_of_the_test():
    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    yield
    for name, handler in before.items():
        signal.signal(name, handler)


@pytest.fixture(autouse=True)
def _connection_of_the_test(monkeypatch):
    monkeypatch.setattr(deliver_notices, "close_old_connections", lambda: None)


def test_once_sends_all_that_is_due(sink, capsys):
    for cause in "abc":
        tell(kind="alarm", to=given.person(), cause=cause)

    call_command("deliver_notices", "--once")

    assert len(sink.mails) == 3
    assert capsys.readouterr().out == "3 mails dealt with.\n"


@pytest.mark.usefixtures("sink")
def test_for_some_seconds_waits_for_more(monkeypatch, capsys):
    monkeypatch.setattr(deliver_notices, "PAUSE", 0.05)
    tell(kind="alarm", to=given.person(), cause="a")
    started = time.monotonic()

    call_command("deliver_notices", "--for", "0.3")

    assert time.monotonic() - started >= 0.3
    assert capsys.readouterr().out == "1 mail dealt with.\n"


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_it_runs_until_it_is_told_to_stop(sink, monkeypatch, name):
    monkeypatch.setattr(deliver_notices, "PAUSE", 0.05)
    Timer(0.3, os.kill, [os.getpid(), getattr(signal, name)]).start()

    call_command("deliver_notices")

    assert sink.mails == []


def test_it_is_told_how_long_in_one_way_only():
    with pytest.raises(CommandError, match="not allowed with"):
        call_command("deliver_notices", "--once", "--for=3")


@pytest.mark.usefixtures("sink")
def test_the_task_sends_all_that_is_due():
    tell(kind="alarm", to=given.person(), cause="a")

    assert tasks.deliver() == 1
    assert tasks.deliver() == 0
