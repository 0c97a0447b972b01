"""``make run``, with a stand-in for the portal and everything else real."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from councilgov.local import folders
from councilgov.local.locks import only_run
from councilgov.local.ports import HOST, OURS, asked_port, is_free, require_free
from councilgov.local.trouble import Trouble
from tests.local.running import ask, is_gone

STAND_IN = Path(__file__).parent / "standin"
GIVEN = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "DEMO")

ACCOUNTS = ["admin", "auditor", "councillor", "deputy", "desk", "dpo"]
ACCOUNTS += ["information", "leader", "monitoring", "services"]
# Seconds after which a run that has not ended is killed, so that no test waits for ever.
LONGEST = 90


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project folder whose portal is the stand-in."""
    folder = tmp_path_factory.mktemp("stand in")  # a folder may have a space in its name
    shutil.copytree(STAND_IN, folder, dirs_exist_ok=True)
    shutil.copytree(folders.PROJECT / "councilgov" / "local", folder / "councilgov" / "local")
    return folder


class Run:
    """One ``make run``, from its start to its end."""

    def __init__(self, project, through=(), **environment):
        self.port = next(port for port in OURS if is_free(port))
        given = {name: value for name, value in os.environ.items() if name not in GIVEN}
        self.process = subprocess.Popen(
            [*through, sys.executable, "-m", "councilgov.local.run"],
            cwd=project,
            env={**given, "PORT": str(self.port), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = []
        self.alarm = threading.Timer(LONGEST, self.process.kill)

    def __enter__(self):
        self.alarm.start()
        return self

    def __exit__(self, *_):
        self.alarm.cancel()
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def until(self, words):
        """Read what it says until these words come, or the end."""
        for line in self.process.stdout:
            self.said.append(line)
            if words in line:
                return line
        raise AssertionError("".join(self.said))

    def rest(self):
        """Everything that it still says, and its exit code."""
        self.said += self.process.stdout.readlines()
        return "".join(self.said), self.process.wait()

    def get(self, path):
        """What the stand-in answers."""
        line = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            line.request("GET", path)
            return json.load(line.getresponse())
        finally:
            line.close()


def processes_of(project):
    """The numbers of all processes that work for this project."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            mark = f"COUNCILGOV_RUN={project}/var\0".encode() in (folder / "environ").read_bytes()
            if mark or (folder / "cwd").readlink().is_relative_to(project / "var"):
                found.append(folder.name)
        except (OSError, ValueError):
            continue
    return found


@dataclass
class Seen:
    """What was seen of one run from its start to its end."""

    ready: str
    environment: dict
    processes: list
    has_worked: bool
    said: str
    exit_code: int
    seconds_to_stop: float


@pytest.fixture(scope="module")
def seen(project):
    """One run that somebody stops with a signal."""
    with Run(project) as run:
        ready = run.until("Ready: ").strip()
        environment = run.get("/")
        has_worked = comes(project / "var" / "worker-was-here")
        processes = processes_of(project)
        asked_at = time.monotonic()
        run.process.send_signal(signal.SIGTERM)
        said, code = run.rest()
        seconds = time.monotonic() - asked_at
    return Seen(
        ready.replace(str(run.port), "PORT"),
        environment,
        processes,
        has_worked,
        said,
        code,
        seconds,
    )


def comes(path, seconds=15.0):
    """Whether this file appears within these seconds."""
    deadline = time.monotonic() + seconds
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return path.exists()


def test_it_says_when_it_is_ready_and_who_may_sign_in(seen):
    assert seen.ready == f"Ready: http://{HOST}:PORT"
    assert sorted(re.findall(r"(\w+)@demo\.example", seen.said)) == ACCOUNTS
    assert "password Demo-password-1" in seen.said


def test_web_worker_and_beat_run_with_servers_of_their_own(seen):
    assert len(seen.processes) >= 8  # PostgreSQL, Valkey, gunicorn and two, Celery and two, beat
    assert seen.has_worked, "beat asked for nothing, or the worker did nothing"


def test_the_portal_is_a_demo_whose_mail_lands_in_a_folder(seen):
    assert seen.environment["DEMO"] == "1"
    assert seen.environment["EMAIL_URL"].startswith("filemail:////")
    assert "Mail is not sent: it lands in" in seen.said


def test_the_web_gets_no_login_that_makes_tables(seen):
    assert "councilgov_web" in seen.environment["DATABASE_URL"]
    assert seen.environment["DATABASE_OWNER_URL"] is None


def test_one_signal_stops_all_within_seconds(seen):
    assert (seen.said.splitlines()[-1], seen.exit_code) == ("Stopped.", 0)
    assert seen.seconds_to_stop < 10
    assert all(is_gone(number) for number in seen.processes)


@dataclass
class Recovered:
    """What was seen of a run that follows on one that was killed, and in which the web dies."""

    visits: tuple
    same_secrets: bool
    said: str
    exit_code: int
    left: list


@pytest.fixture(scope="module")
def recovered(project):
    """A run whose every process is killed at once, and the next one, whose web is killed."""
    count = "SELECT count(*) FROM visit"
    secrets = project / "var" / "keys.json"
    with Run(project) as first:
        first.until("Ready: ")
        before = ask(first.get("/")["DATABASE_URL"], count)[0]
        kept = secrets.read_text()
        for number in [str(first.process.pid), *processes_of(project)]:
            with suppress(ProcessLookupError):  # one whose parent is gone may end by itself
                os.kill(int(number), signal.SIGKILL)
    with Run(project) as second:
        second.until("Ready: ")
        visits = before, ask(second.get("/")["DATABASE_URL"], count)[0]
        second.get("/kill-the-web/")
        said, code = second.rest()
    left = [number for number in processes_of(project) if not is_gone(number)]
    return Recovered(visits, secrets.read_text() == kept, said, code, left)


def test_a_second_run_prepares_nothing_again(recovered):
    assert "Preparing" not in recovered.said


def test_after_everything_was_killed_the_next_run_has_the_data(recovered):
    before, after = recovered.visits
    assert before == after > 0
    assert recovered.same_secrets


def test_when_one_process_dies_all_stop_and_a_line_says_which(recovered):
    assert "The process 'web' ended unexpectedly (exit code -9), so everything" in recovered.said
    assert recovered.exit_code == 1
    assert recovered.left == []


def test_processes_that_outlived_a_kill_are_ended_by_the_next_run(project):
    stray = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"],
        env={"COUNCILGOV_RUN": f"{project}/var"},
    )
    with Run(project) as run:
        run.until("Starting")
        assert stray.wait(5) == -signal.SIGTERM


def test_when_make_is_killed_all_stop(project):
    shell = ["sh", "-c", 'MAKELEVEL=1 "$0" "$@" & echo $!; wait']
    with Run(project, through=shell) as run:
        supervisor = run.process.stdout.readline().strip()
        run.until("Starting")
        run.process.kill()
        assert is_gone(supervisor, seconds=10)

    assert all(is_gone(number) for number in processes_of(project))


def test_a_failed_preparation_is_shown_and_stops_all(project):
    (project / "var" / "prepared").unlink(missing_ok=True)

    with Run(project, DJANGO_SETTINGS_MODULE="no.such.settings") as run:
        said, code = run.rest()

    assert "prepare | ModuleNotFoundError: No module named 'no'" in said
    assert said.splitlines()[-1].startswith("The portal could not be prepared")
    assert code == 1


def test_a_port_in_use_is_named_with_another_one():
    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(Trouble, match=f"Port {port} is in use .* PORT={port + 1} make run"):
            require_free(port)

    require_free(port)


@pytest.mark.parametrize("text", ["", "0", "65536", "http", "-1", "8000.0"])
def test_what_is_no_port_is_refused_in_words(text):
    with pytest.raises(Trouble, match=f"PORT must be a number from 1 to 65535, and it is '{text}'"):
        asked_port(text)


def test_one_folder_runs_once(tmp_path, monkeypatch):
    monkeypatch.setattr("councilgov.local.locks.PATIENCE", 0.2)
    with (
        only_run(tmp_path),
        pytest.raises(Trouble, match=rf"running already, as process {os.getpid()}: press Ctrl-C"),
        only_run(tmp_path),
    ):
        pass


def test_a_run_waits_for_one_that_is_still_stopping(tmp_path):
    holder = subprocess.Popen([str(shutil.which("flock")), tmp_path / "lock", "sleep", "0.5"])
    while not (tmp_path / "lock").exists():
        time.sleep(0.02)

    with only_run(tmp_path):
        assert holder.wait(5) == 0
