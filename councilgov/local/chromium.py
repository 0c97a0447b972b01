"""A real Chromium for the browser tests: the machine's, else Debian's, else Playwright's own.

Preferably the one without windows, which is the same engine: a page opens in a quarter of the time.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence

from playwright.sync_api import sync_playwright

from councilgov.local.trouble import Trouble

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
)
INSTALLERS = (
    ("apt-get", "update", "--quiet=2"),
    ("apt-get", "install", "--quiet=2", "--yes", "--no-install-recommends", NAMES[0]),
)
PLAYWRIGHTS = (sys.executable, "-m", "playwright", "install", "--no-shell", "chromium")
NONE_FOUND = (
    "The browser tests need Chromium, and it could neither be found nor installed here: install "
    "it (on Debian: sudo apt-get install chromium-headless-shell), or set CHROMIUM to its path."
)


def find_or_install_chromium() -> str:
    """The path of a Chromium that starts. Raises Trouble if none can be had."""
    found = find_chromium()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium with apt-get ...", flush=True)
        all(map(succeeds, INSTALLERS))
        found = find_chromium()
    if found is None:
        print("Installing Playwright's Chromium ...", flush=True)
        succeeds(PLAYWRIGHTS)
        found = find_chromium()
    if found is None:
        raise Trouble(NONE_FOUND)
    return found


def find_chromium() -> str | None:
    """The first Chromium of this machine that starts."""
    return next((path for path in candidates() if succeeds([path, "--version"])), None)


def candidates() -> Iterator[str]:
    """Where a Chromium may be: ``CHROMIUM``, the path, Playwright's folder."""
    if named := os.environ.get("CHROMIUM"):
        yield named
    yield from filter(None, map(shutil.which, NAMES))
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def succeeds(command: Sequence[str]) -> bool:
    """Whether the command exists and ends well; what it says is shown only if it does not."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return False
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
    return done.returncode == 0
