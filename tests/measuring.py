"""A pytest plugin: coverage looks on while rules are tested, not while pages are.

Python runs half as fast while coverage looks on. What has to be covered (``[tool.coverage.report]``
in ``pyproject.toml``) are the modules in which the rules stand, and a rule is proved by a test that
calls it: that some page happened to run its lines proves nothing. A test of a page that does prove
a rule says so: ``@pytest.mark.rules``.
"""

from __future__ import annotations

from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

PROJECT = Path(__file__).resolve().parent.parent
# Tests of pages, documents, servers and the repository: folders, and modules by their names.
PAGES = {
    *("documents", "forms", "local", "text", "walks"),
    *("test_access", "test_demo", "test_headers", "test_house", "test_repository"),
    *("test_browser", "test_in_browser", "test_pages", "test_views"),
    *("test_carrying", "test_certificates", "test_checker", "test_reading", "test_sign_in"),
}


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """After pytest-cov, which has begun to look on if it was asked to."""
    plugin = session.config.pluginmanager.getplugin("_cov")
    controller = getattr(plugin, "cov_controller", None)
    if controller and controller.started:
        session.config.pluginmanager.register(Measuring(controller))


class Measuring:
    """Lets pytest-cov look on, and look away."""

    def __init__(self, controller: Any) -> None:
        self.controller = controller

    def look(self, is_wanted: bool) -> None:
        if self.controller.started and not is_wanted:
            self.controller.pause()
        elif is_wanted and not self.controller.started:
            self.controller.resume()

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self) -> Generator[None]:
        """What runs when a module is imported is covered by that; the tests are then imported."""
        for path in measured(self.controller.cov):
            import_module(".".join(path.relative_to(PROJECT).with_suffix("").parts))
        self.look(False)
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self.look(is_of_rules(item))
        return (yield)


def measured(cov: Any) -> list[Path]:
    """The modules that have to be covered."""
    patterns = cov.get_option("report:include")
    folders = cov.get_option("run:source")
    files = [path for folder in folders for path in sorted((PROJECT / folder).rglob("*.py"))]
    return [path for path in files if any(fnmatch(str(path), f"*{end}") for end in patterns)]


def is_of_rules(item: pytest.Item) -> bool:
    """Whether this test counts."""
    parts = item.path.with_suffix("").relative_to(PROJECT).parts
    return item.get_closest_marker("rules") is not None or not PAGES & {*parts}
