"""Nothing outside the project has its permissions or owners changed, whoever types ``make run``."""

import hashlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from councilgov.local.account import CAP_DAC_OVERRIDE, Account
from councilgov.local.postgres import binaries, needed_files
from tests.local.running import ask, copied, postgres

PROJECT = Path(__file__).resolve().parents[2]
TMP = Path(tempfile.gettempdir())
NOBODY = Account(pwd.getpwnam("nobody").pw_uid, pwd.getpwnam("nobody").pw_gid)
USERS = (Path("/etc/passwd"), Path("/etc/group"))
pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="only root could change what is not his"),
]


@pytest.fixture
def open_to_all():
    """A folder that everybody may enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory(dir=TMP) as name:
        Path(name).chmod(0o755)
        yield Path(name)


def state_of_the_machine(folder):
    """Modes and owners of all folders above, of the whole wheel and its folders; and the users."""
    wheel = [path for path in binaries().parent.rglob("*") if not path.is_symlink()]
    paths = [folder, *folder.parents, *wheel, *wheel[0].parents, TMP, *USERS]
    found = {path: path.stat() for path in paths}
    users = [hashlib.sha256(path.read_bytes()).hexdigest() for path in USERS]
    return {path: (at.st_mode, at.st_uid, at.st_gid) for path, at in found.items()}, users


def user_and_capabilities(home):
    """Of the server that runs in this folder, as the kernel has it."""
    number = (home / "postgres" / "postmaster.pid").read_text().splitlines()[0]
    lines = Path(f"/proc/{number}/status").read_text().splitlines()
    values = dict(line.split(":", 1) for line in lines)
    return int(values["Uid"].split()[0]), int(values["CapEff"], 16)


def test_root_in_a_folder_that_only_root_may_enter(tmp_path):
    project = tmp_path / "closed" / "project"
    (project / "var").mkdir(parents=True)
    (project / "var").chmod(0o711)
    (tmp_path / "closed").chmod(0o700)
    before = state_of_the_machine(project)

    with postgres(project / "var"):
        assert user_and_capabilities(project / "var") == (NOBODY.uid, 1 << CAP_DAC_OVERRIDE)
        assert state_of_the_machine(project) == before

    assert state_of_the_machine(project) == before


def test_root_in_a_folder_that_all_may_enter_gives_no_capability(
    open_to_all, made_by_an_earlier_run
):
    if not NOBODY.may_reach(needed_files()):
        pytest.skip("the packages themselves lie in a folder that only root may enter")
    home = copied(made_by_an_earlier_run, open_to_all / "var")

    with postgres(home):
        assert user_and_capabilities(home) == (NOBODY.uid, 0)


def test_root_with_packages_that_only_root_may_read(made_by_an_earlier_run, tmp_path, monkeypatch):
    wheel = binaries().parents[1]
    private = tmp_path / "packages"
    shutil.copytree(wheel / "pginstall18", private / wheel.name / "pginstall18")
    shutil.copytree(wheel.with_suffix(".libs"), private / f"{wheel.name}.libs")
    for path in [private, *private.rglob("*")]:
        path.chmod(path.stat().st_mode & 0o700)
    programs = private / wheel.name / "pginstall18" / "bin"
    monkeypatch.setattr("councilgov.local.postgres.binaries", lambda: programs)

    with postgres(copied(made_by_an_earlier_run, tmp_path / "var")) as running:
        there = "SELECT count(*) > 300 FROM pg_timezone_names"
        assert ask(running.web_url, there) == (True,)


ORDINARY = """
import sys
sys.path[:0] = sys.argv[2:]
from pathlib import Path
from tests.local.running import ask, postgres
with postgres(Path(sys.argv[1])) as server:
    ask(server.web_url, "SELECT 1")
"""


def python_for_everybody():
    """A Python of our version that an ordinary user can start."""
    name = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    for path in (Path(sys.executable).resolve(), Path("/usr/bin") / name):
        if path.exists() and NOBODY.may_reach([path, *needed_files(), Path(__file__)]):
            return path
    pytest.skip("no Python here that an ordinary user may start")


def test_an_ordinary_user(open_to_all):
    home = open_to_all / "var"
    home.mkdir(0o700)
    for folder in (open_to_all, home):
        os.chown(folder, NOBODY.uid, NOBODY.gid)
    before = state_of_the_machine(open_to_all)

    done = subprocess.run(
        [python_for_everybody(), "-c", ORDINARY, home, PROJECT, binaries().parents[2]],
        cwd=home,
        user=NOBODY.uid,
        group=NOBODY.gid,
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert (home / "postgres").stat().st_uid == NOBODY.uid
    assert state_of_the_machine(open_to_all) == before
