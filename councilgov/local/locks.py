"""One run for one folder: the kernel takes the lock away from a process that dies."""

import fcntl
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from councilgov.local.keys import private
from councilgov.local.trouble import Trouble

# Seconds that an earlier run gets to finish stopping.
PATIENCE = 12.0


@contextmanager
def claimed(homes: Iterable[Path]) -> Iterator[Path]:
    """The first of these folders that no other run holds, held until the end."""
    for home in homes:
        with opened(home) as lock:
            if taken(lock):
                yield home
                return


@contextmanager
def only_run(home: Path) -> Iterator[None]:
    """Hold the folder. Raises Trouble if another run has it and goes on."""
    deadline = time.monotonic() + PATIENCE
    with opened(home) as lock:
        while not taken(lock):
            if time.monotonic() > deadline:
                holder = lock.read().strip()
                raise Trouble(
                    f"The portal of this folder is running already, as process {holder}: "
                    f"press Ctrl-C where it runs, or type: kill {holder}"
                )
            time.sleep(0.1)
        lock.seek(0)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def opened(home: Path) -> IO[str]:
    """The lock's file, with the number of its last holder in it."""
    return open(home / "lock", "r+", opener=creating)


def creating(path: str, flags: int) -> int:
    """Open a private file, new or not."""
    return private(path, flags | os.O_CREAT)


def taken(lock: IO[str]) -> bool:
    """Take the lock, unless another process holds it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
