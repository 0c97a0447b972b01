"""Walks ``make run`` on a machine as it is found, with the clock running; by hand, not by pytest.

    python3 tests/local/bare_machine.py [--from REPOSITORY] EMPTY_FOLDER

It clones the project there and, as whoever runs it, starts the portal for the first time and again,
kills every process, and starts it once more; then it compares the permissions and owners of all
folders above and the list of users with what they were. Standard library only.
"""

import argparse
import hashlib
import http.client
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

PORT = 18_000 + os.getuid() % 1000
WATCHED = (Path("/etc/passwd"), Path("/etc/group"))
# Seconds that a second start may take.
SECOND_START = 15


def state(folder: Path) -> dict[str, object]:
    """What must not change: modes and owners of all folders above, and the users of the machine."""
    found: dict[str, object] = {}
    for path in (folder, *folder.parents, *WATCHED):
        status = path.stat()
        found[str(path)] = (oct(status.st_mode), status.st_uid, status.st_gid)
    for path in WATCHED:
        found[f"contents of {path}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def begin(project: Path) -> tuple["subprocess.Popen[str]", float]:
    """Type ``make run`` and wait until it is ready: the process, and the seconds that it took."""
    begun = time.monotonic()
    process = subprocess.Popen(
        ["make", "run"],
        cwd=project,
        env={**os.environ, "PORT": str(PORT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        print(f"    {line.rstrip()}")
        if line.startswith("Ready: "):
            return process, time.monotonic() - begun
    sys.exit(f"It was never ready: exit code {process.wait()}.")


def page(path: str) -> int:
    """The status of a page, asked by somebody who is not signed in."""
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
    line.request("GET", path)
    return line.getresponse().status


def ours(project: Path) -> list[int]:
    """All processes that work in the project or for it."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if (folder / "cwd").readlink().is_relative_to(project):
                found.append(int(folder.name))
        except (OSError, ValueError):
            continue
    return found


def report(what: str, seconds: float) -> None:
    """One line of the result."""
    print(f"==> {what}: {seconds:.1f} s (load {os.getloadavg()[0]:.1f})", flush=True)


def walk(project: Path) -> float:
    """Start, stop, start, kill, start, stop: the seconds of the second start."""
    process, seconds = begin(project)
    report("first start", seconds)
    print(f"==> pages: {[(path, page(path)) for path in ('/readyz', '/', '/policies/')]}")
    stopped = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    process.wait()
    report("stopped by Ctrl-C", time.monotonic() - stopped)
    process, second = begin(project)
    report("second start", second)
    for number in ours(project):
        with suppress(ProcessLookupError):  # one whose parent is gone may end by itself
            os.kill(number, signal.SIGKILL)
    process.wait()
    process, seconds = begin(project)
    report("start after everything was killed", seconds)
    os.killpg(process.pid, signal.SIGTERM)
    process.wait()
    time.sleep(5)
    print(f"==> processes left: {ours(project)}")
    return second


def main() -> None:
    """Clone, walk, compare."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--from", dest="origin", default=str(Path(__file__).parents[2]))
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    project = given.folder.resolve() / "councilgov"
    before = state(given.folder.resolve())
    subprocess.run(["git", "clone", "--quiet", given.origin, project], check=True)
    second = walk(project)
    after = state(given.folder.resolve())
    changed = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
    print(f"==> changed outside the project: {changed or 'nothing'}")
    sys.exit(bool(changed) or second > SECOND_START)


if __name__ == "__main__":
    main()
