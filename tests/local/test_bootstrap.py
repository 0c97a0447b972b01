"""The first seconds of ``make run`` on a machine about which nothing is known."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
BOOTSTRAP = PROJECT / "councilgov" / "local" / "bootstrap.py"


def program(folder: Path, name: str, script: str) -> Path:
    """A shell script that plays a program of this name."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def make(*arguments: str, path: Path) -> subprocess.CompletedProcess[str]:
    """Run ``make`` where only the programs of one folder and the shell's own are found."""
    for tool in ("make", "sh"):
        if not (path / tool).exists():
            (path / tool).symlink_to(str(shutil.which(tool)))
    return subprocess.run(
        [path / "make", "--no-print-directory", *arguments],
        cwd=PROJECT,
        env={"PATH": str(path), "SHELL": "/bin/sh"},
        capture_output=True,
        text=True,
        check=False,
    )


def old_python(folder: Path, name: str = "python3") -> Path:
    """A Python that believes it is 3.9."""
    pretend = (
        "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0); "
        "sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    return program(folder, name, f'exec "{sys.executable}" -c "{pretend}" "$@"')


def test_an_old_python_is_told_which_one_is_needed(tmp_path):
    old_python(tmp_path / "bin")

    done = make("run", path=tmp_path / "bin")

    said = done.stderr.splitlines()[0]
    assert said.startswith("CouncilGov needs Python 3.11 or newer; this is 3.9. Install ")
    assert "make run PYTHON=/path/to/python3.11" in said


def test_without_any_python_the_makefile_says_so(tmp_path):
    (tmp_path / "bin").mkdir()

    done = make("test", path=tmp_path / "bin")

    said = done.stderr.splitlines()[0]
    assert said.startswith("CouncilGov needs Python 3.11 or newer, and there is no python3 here")
    assert "make test PYTHON=" in said


def test_an_old_python_hands_over_to_a_newer_one_on_the_path(tmp_path):
    old_python(tmp_path / "bin")
    program(tmp_path / "bin", "python3.13", '[ "$1" = -c ] || echo "3.13 runs $@"')

    done = make("run", path=tmp_path / "bin")

    assert done.stdout == "3.13 runs councilgov/local/bootstrap.py run\n"


def test_a_name_on_the_path_that_starts_no_python_is_passed_over(tmp_path):
    old_python(tmp_path / "bin")
    program(tmp_path / "bin", "python3.12", "echo 'pyenv: python3.12: not found'; exit 127")

    done = make("run", path=tmp_path / "bin")

    assert "this is 3.9" in done.stderr


def test_the_way_in_has_no_grammar_that_an_old_python_lacks():
    tree = ast.parse(BOOTSTRAP.read_text(), feature_version=(3, 4))

    new = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Starred, ast.Nonlocal)
    assert not [node for node in ast.walk(tree) if isinstance(node, new)]
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert functions
    assert not [name for name in functions if name.returns]


OLD_PYTHONS = sorted(Path.home().glob(".pyenv/versions/*/bin/python"))


@pytest.mark.skipif(not OLD_PYTHONS, reason="no other Python is installed here")
def test_real_old_pythons_say_what_is_wrong():
    wrong = []
    for python in OLD_PYTHONS:
        version = subprocess.run(
            [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        if tuple(map(int, version.split("."))) >= (3, 11):
            continue
        done = subprocess.run(
            [python, BOOTSTRAP, "run"],
            env={"PATH": str(python.parent), "HOME": os.devnull},
            capture_output=True,
            text=True,
            check=False,
        )
        if not re.match(rf"CouncilGov needs .*; this is {version}\. Install", done.stderr):
            wrong.append((version, done.stderr))
    assert not wrong
