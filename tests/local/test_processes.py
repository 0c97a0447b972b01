"""Processes end with us, and only our own are ended."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from councilgov.local.processes import (
    MARK,
    STOP,
    end_leftovers,
    is_marked,
    last_words,
    start,
    stop_all,
    works_in,
)
from tests.local.running import is_gone

PROJECT = Path(__file__).resolve().parents[2]
SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1); time.sleep(60)"
)


def begin(folder, command=SLEEP, **environment):
    return start(
        "child",
        command,
        folder=folder,
        environment={"PATH": os.defpath, **environment},
        output=subprocess.DEVNULL,
    )


@pytest.fixture
def stranger(tmp_path):
    """A process that another program started elsewhere."""
    with subprocess.Popen(SLEEP, cwd=tmp_path) as process:
        yield process
        process.kill()


def test_a_server_left_behind_is_known_by_the_folder_of_its_data(tmp_path, stranger):
    (tmp_path / "data").mkdir()
    left = begin(tmp_path / "data")

    ended = end_leftovers(works_in(tmp_path / "data"), STOP)

    assert ended == [left.process.pid]
    assert left.process.wait(5) == -STOP
    assert stranger.poll() is None


def test_a_process_left_behind_is_known_by_its_mark(tmp_path, stranger):
    left = begin(tmp_path, **{MARK: str(tmp_path)})
    other = begin(tmp_path, **{MARK: str(tmp_path / "other project")})

    ended = end_leftovers(is_marked(tmp_path), STOP)

    assert ended == [left.process.pid]
    assert left.process.wait(5) == -STOP
    assert other.process.poll() is None
    assert stranger.poll() is None
    stop_all([other])


def test_one_that_does_not_listen_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr("councilgov.local.processes.PATIENCE", 0.3)
    (tmp_path / "data").mkdir()
    left = begin(tmp_path / "data", [sys.executable, "-c", DEAF])
    time.sleep(0.3)

    end_leftovers(works_in(tmp_path / "data"), STOP)

    assert left.process.wait(5) == -signal.SIGKILL


def test_we_and_those_who_started_us_are_never_leftovers():
    assert end_leftovers(lambda process: process.name in {str(os.getpid())}, STOP) == []
    assert end_leftovers(lambda process: process.name in {str(os.getppid())}, STOP) == []


def test_a_child_that_does_not_stop_is_killed_with_its_own_children(tmp_path, monkeypatch):
    monkeypatch.setattr("councilgov.local.processes.PATIENCE", 0.3)
    note = tmp_path / "number"
    script = f"trap '' TERM; sleep 60 & echo $! > {note}; wait; wait"
    child = begin(tmp_path, ["sh", "-c", script])
    while not (note.exists() and note.read_text()):
        time.sleep(0.02)

    stop_all([child])

    assert child.process.returncode == -signal.SIGKILL
    assert is_gone(note.read_text().strip())


@pytest.mark.skipif(sys.platform != "linux", reason="only the kernel of Linux does this")
def test_children_end_when_we_are_killed(tmp_path):
    script = f"""
import os, subprocess, sys, time
sys.path.insert(0, {str(PROJECT)!r})
from pathlib import Path
from councilgov.local.processes import start
child = start("child", {SLEEP!r}, folder=Path({str(tmp_path)!r}), environment=os.environ,
              output=subprocess.DEVNULL)
print(child.process.pid, flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as parent:
        child = Path("/proc") / parent.stdout.readline().decode().strip() / "stat"
        assert child.exists()
        parent.kill()

    assert is_gone(child.parent.name)


def test_the_last_words_of_a_server_are_its_last_line_and_where_the_rest_is(tmp_path):
    log = tmp_path / "server.log"
    log.write_text("one\nFATAL: could not bind\n\n")

    assert last_words(log) == f"FATAL: could not bind (all of it: {log})"
