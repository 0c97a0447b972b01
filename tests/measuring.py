"""A pytest plugin: with ``--rules``, a run fails that leaves a line or branch of a rule untested.

The rules stand in the modules that ``rules`` in ``pyproject.toml`` names. SlipCover puts a probe on
each of their lines and takes it out once it was reached, so that a run takes little longer for it;
it comes with a plugin that does so in each worker of xdist and adds up what they saw.
"""

from __future__ import annotations

import json
import os
import shutil
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from slipcover import print_coverage

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

PROJECT = Path(__file__).resolve().parent.parent
FOLDERS = ("breaches", "consent", "councilgov", "devices", "policies")
WHOLE = 100  # percent
NO_RULE = ("if TYPE_CHECKING:", "def __str__")
SEEN = pytest.StashKey[dict[str, Any]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("rules", "the modules in which the rules stand, as patterns", type="linelist")
    parser.addoption("--rules", action="store_true", help="fail if a rule is not tested whole")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Before SlipCover's own plugin, which goes by the environment, and before the workers."""
    if config.option.rules and not hasattr(config, "workerinput"):
        if not config.option.numprocesses:
            raise pytest.UsageError("--rules counts what workers saw: add -n 1 or more")
        os.environ |= {
            "SLIPCOVER_ENABLED": "1",
            "SLIPCOVER_BRANCH": "1",
            "SLIPCOVER_SOURCE": ",".join(FOLDERS),
            "SLIPCOVER_OMIT": ",".join(without_rules(config.getini("rules"))),
            "SLIPCOVER_EXCLUDE_LINES": "\n".join(NO_RULE),
        }


def without_rules(patterns: Sequence[str]) -> list[str]:
    files = [path for folder in FOLDERS for path in (PROJECT / folder).rglob("*.py")]
    names = [str(path.relative_to(PROJECT)) for path in files]
    return [name for name in names if not any(fnmatch(name, pattern) for pattern in patterns)]


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None]:
    """After SlipCover has added up what all workers saw, and before pytest writes its summary."""
    yield
    if session.config.option.rules and not hasattr(session.config, "workerinput"):
        folder = Path(os.environ["SLIPCOVER_COVERAGE_DIR"])
        merged = folder / "merged.json"
        if session.exitstatus and not merged.exists():
            return  # stopped before a worker saw anything: pytest says why
        session.config.stash[SEEN] = seen = json.loads(merged.read_text())
        shutil.rmtree(folder)
        if seen["summary"]["percent_covered"] < WHOLE and not session.exitstatus:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    seen = config.stash.get(SEEN, None)
    if seen and seen["summary"]["percent_covered"] < WHOLE:
        print_coverage(seen, skip_covered=True)
        terminalreporter.write_line("Not every line and branch of the rules was tested.", red=True)
