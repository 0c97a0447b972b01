"""``make test``: everything that is checked.

The checks of the code run side by side; if one fails, the tests are not begun.
"""

import os
import shlex
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from councilgov.local.chromium import find_or_install_chromium
from councilgov.local.folders import PROJECT
from councilgov.local.processes import Child, start, stop_all
from councilgov.local.stopping import stop_when_asked
from councilgov.local.testing import servers_for_tests
from councilgov.local.trouble import Trouble

# A council's own server, for Django's checklist.
DEPLOYED = {
    "SITE_URL": "https://portal.council.example",
    "ALLOWED_HOSTS": "portal.council.example",
    "EMAIL_URL": "smtp://mail.council.example:25",
    # The yearly review of the accessibility statement, and the end of the calendar: warnings for
    # people who run a portal. What passed yesterday may not fail for the date of today.
    "SILENCED_SYSTEM_CHECKS": "portal.W001,portal.W002",
}


@dataclass(frozen=True)
class Step:
    """One check: a program of ``.venv`` with its arguments, and what its environment adds."""

    title: str
    line: str
    environment: Mapping[str, str] = field(default_factory=dict)

    def begin(self, output: IO[bytes] | int) -> Child:
        """Start it, so that Ctrl-C reaches it through us."""
        program, *arguments = words(self.line)
        return start(
            self.title,
            [Path(sys.executable).parent / program, *arguments],
            folder=PROJECT,
            environment={**os.environ, **self.environment},
            output=output,
            stop_signal=signal.SIGINT,
        )


CHECKS = (
    Step("Types", "mypy --no-error-summary ."),
    Step("Lint", "ruff check --quiet ."),
    Step("Format", "ruff format --check --quiet ."),
    Step("Templates", "djade --check --target-version 5.2 templates/**/*.html"),
    Step("Imports go down only", "lint-imports"),
    Step("Models match migrations", "python manage.py makemigrations --check --dry-run"),
    Step("Fit to deploy", "python manage.py check --deploy --fail-level=WARNING", DEPLOYED),
)
TESTS = Step("Tests", "pytest --quiet -n 3 --dist worksteal --rules")


def main() -> None:
    """Check the code, then run the tests; the exit code is that of the first that fails."""
    stop_when_asked()
    try:
        os.environ["CHROMIUM"] = find_or_install_chromium()
        with servers_for_tests(os.environ):
            sys.exit(check() or test())
    except KeyboardInterrupt:
        sys.exit(130)
    except Trouble as trouble:
        sys.exit(str(trouble))


def check() -> int:
    """Run the checks side by side, and show what those say that fail: how many did."""
    with running(*CHECKS) as begun:
        return sum(failed(child, output) for child, output in begun)


def failed(child: Child, output: IO[bytes]) -> bool:
    """Wait for one check, and show what it says if it fails."""
    code = child.wait()
    print(f"{child.name}: {'failed' if code else 'passed'}", flush=True)
    if code:
        output.seek(0)
        sys.stdout.write(output.read().decode(errors="replace"))
    return bool(code)


def test() -> int:
    """Run the tests, which end with the line of pytest: its exit code."""
    sys.stdout.flush()
    tests = TESTS.begin(sys.stdout.fileno())
    try:
        return tests.wait()
    finally:
        stop_all([tests])


@contextmanager
def running(*steps: Step) -> Iterator[Sequence[tuple[Child, IO[bytes]]]]:
    """Begin these steps, each with a file for what it says; end those that still run."""
    with ExitStack() as files:
        outputs = [files.enter_context(tempfile.TemporaryFile()) for _ in steps]
        begun = [(step.begin(output), output) for step, output in zip(steps, outputs, strict=True)]
        try:
            yield begun
        finally:
            stop_all([child for child, _ in begun])


def words(line: str) -> Iterator[str]:
    """The words of a command, with the files that its patterns stand for."""
    for word in shlex.split(line):
        if "*" in word:
            yield from sorted(str(path.relative_to(PROJECT)) for path in PROJECT.glob(word))
        else:
            yield word


if __name__ == "__main__":
    main()
