"""Processes that live no longer than the command that started them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from councilgov.local.account import PR_SET_PDEATHSIG, Account, prctl
from councilgov.local.stopping import look

# Seconds that a process gets to end by itself, before it is killed.
PATIENCE = 6.0
# Names our processes in their environment, so that a later run knows those of a killed run again.
MARK = "COUNCILGOV_RUN"
STOP = signal.SIGTERM


@dataclass
class Child:
    """A process of ours, and the signal that asks it to stop."""

    name: str
    process: subprocess.Popen[bytes]
    stop_signal: signal.Signals = STOP

    def ask_to_stop(self) -> None:
        """Send the signal, if it is still there to hear it."""
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)

    def wait(self) -> int:
        """Its exit code, once it has ended. Raises KeyboardInterrupt if we are asked to stop."""
        while self.process.poll() is None:
            look()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(0.5)
        return self.process.returncode

    def end(self, deadline: float) -> None:
        """Wait until it has stopped; past the deadline kill it, with the processes it started."""
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def stop_all(children: list[Child]) -> None:
    """Ask all of them at once, then wait until they have ended."""
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + PATIENCE
    while children:
        children.pop().end(deadline)


def start(
    name: str,
    command: Sequence[str | Path],
    *,
    folder: Path,
    environment: Mapping[str, str],
    output: IO[bytes] | int,
    given: int = subprocess.DEVNULL,
    account: Account | None = None,
    stop_signal: signal.Signals = STOP,
) -> Child:
    """Start a program in ``folder``. When we die, however suddenly, it gets its stop signal."""
    process = subprocess.Popen(
        list(map(str, command)),
        cwd=folder,
        env=dict(environment),
        stdin=given,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=preparation(account, stop_signal),
    )
    return Child(name, process, stop_signal)


def preparation(account: Account | None, stop_signal: signal.Signals) -> Callable[[], None]:
    """What a child does before it becomes the program."""
    parent = os.getpid()

    def prepare() -> None:
        if account is not None:
            account.become()
        if sys.platform == "linux":
            # after ``become``: a change of user clears it (prctl(2))
            prctl(PR_SET_PDEATHSIG, stop_signal)
            if os.getppid() != parent:
                os._exit(1)

    return prepare


def end_leftovers(is_ours: Callable[[Path], bool], stop_signal: signal.Signals) -> list[int]:
    """End the processes that a killed run left behind: which ones, by number.

    ``is_ours`` is given a process as its folder under ``/proc``. Elsewhere than on Linux nothing is
    found, and the server itself says what is in its way.
    """
    found = left = [number for number in running() if known(number, is_ours)]
    for request in (stop_signal, signal.SIGKILL):
        for number in left:
            send(number, request)
        deadline = time.monotonic() + PATIENCE
        while left and time.monotonic() < deadline:
            time.sleep(0.02)
            left = [number for number in left if known(number, is_ours)]
    return found


def running() -> list[int]:
    """The numbers of all processes but our own and those that started us."""
    if not Path("/proc/self/stat").exists():
        return []
    everybody = {int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()}
    return sorted(everybody - set(ancestry()))


def ancestry() -> list[int]:
    """Our own number, our parent's, its parent's, and so on."""
    line = [os.getpid()]
    while line[-1] > 1:
        status = Path(f"/proc/{line[-1]}/stat").read_text()
        line.append(int(status.rpartition(")")[2].split()[1]))
    return line


def known(number: int, is_ours: Callable[[Path], bool]) -> bool:
    """Whether the process is ours and still alive; one that we may not look at is not ours."""
    process = Path(f"/proc/{number}")
    try:
        dead = (process / "stat").read_text().rpartition(")")[2].split()[0] in "ZX"
        return not dead and is_ours(process)
    except OSError:
        return False


def works_in(folder: Path) -> Callable[[Path], bool]:
    """Recognises the servers whose working folder this is: they live in their data."""
    return lambda process: (process / "cwd").readlink() == folder


def is_marked(home: Path) -> Callable[[Path], bool]:
    """Recognises the processes that an earlier run started for this ``var/``, and theirs."""
    mark = f"{MARK}={home}".encode()
    return lambda process: mark in (process / "environ").read_bytes().split(b"\0")


def send(pid: int, number: signal.Signals) -> None:
    """Send a signal to a process that may be gone by now."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def last_words(log: Path) -> str:
    """The last line of a log, and where the rest is."""
    lines = log.read_text(errors="replace").split("\n")
    said = next((line for line in reversed(lines) if line.strip()), "it said nothing")
    return f"{said.strip()} (all of it: {log})"
