"""The servers of the tests themselves, and what continuous integration runs."""

import os
import subprocess
from pathlib import Path

import pytest

from councilgov.local import folders, testing
from councilgov.local.locks import claimed
from councilgov.local.testing import RUNNING, servers_for_tests
from tests.local.running import ask

CI = Path(__file__).resolve().parents[2] / ".ci" / "run"


def test_the_first_folder_that_nobody_holds_is_taken(tmp_path):
    homes = [tmp_path / "1", tmp_path / "2"]
    for home in homes:
        home.mkdir()

    with claimed(homes) as first, claimed(homes) as second:
        assert [first, second] == homes
    with claimed(homes) as again:
        assert again == homes[0]


def test_tests_get_servers_and_no_demo(tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "VAR", tmp_path)
    environment = {"DEMO": "1", "DEBUG": "1"}

    with servers_for_tests(environment):
        assert ask(environment["DATABASE_URL"], "SELECT current_user") == ("councilgov_web",)
        assert ask(environment["DATABASE_OWNER_URL"], "SHOW fsync") == ("off",)
        assert ask(environment["DATABASE_SUPERUSER_URL"], "SHOW is_superuser") == ("on",)

    assert environment["REDIS_URL"].startswith("redis://:")
    assert {"DEMO", "DEBUG"}.isdisjoint(environment)


def test_what_runs_already_is_not_started_again(monkeypatch):
    monkeypatch.setattr(testing, "start_servers", pytest.fail)
    environment = {RUNNING: "yes", "DATABASE_URL": "postgres://there"}

    with servers_for_tests(environment):
        assert environment == {RUNNING: "yes", "DATABASE_URL": "postgres://there"}


def on_a_machine_with(folder, *programs, venv):
    """Run ``.ci/run`` where only these programs are found: what they were asked to do."""
    asked = folder / "asked"
    scripts = {
        "python3": f"exit {0 if venv else 1}",
        "id": "echo 0",
        "dirname": '/usr/bin/dirname "$@"',
        "apt-get": f'echo apt-get "$@" >> {asked}',
        "make": f'echo make "$@" >> {asked}',
        "git": "exit 0",
    }
    for name in (*programs, "id", "dirname", "apt-get"):
        (folder / name).write_text(f"#!/bin/sh\n{scripts[name]}\n")
        (folder / name).chmod(0o755)
    subprocess.run([CI], env={"PATH": str(folder)}, capture_output=True, check=False)
    return asked.read_text().splitlines()


def test_integration_installs_nothing_where_nothing_is_missing(tmp_path):
    asked = on_a_machine_with(tmp_path, "python3", "git", "make", venv=True)

    assert asked == ["make test"]


def test_integration_installs_what_the_machine_lacks(tmp_path):
    update, install, *rest = on_a_machine_with(tmp_path, "python3", "make", venv=False)

    assert update == "apt-get update --quiet=2"
    assert install.split()[-2:] == ["git", "python3-venv"]
    assert rest == ["make test"]


def test_integration_can_be_started_as_it_lies_there():
    assert os.access(CI, os.X_OK)
