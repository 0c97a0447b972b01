"""Servers that run for a moment."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2

from councilgov.local.keys import kept_keys
from councilgov.local.postgres import Postgres, start_postgres
from councilgov.local.processes import Child, stop_all


@contextmanager
def postgres(home: Path, *, durable: bool = False) -> Iterator[Postgres]:
    """A server with its data in this folder."""
    children: list[Child] = []
    try:
        yield start_postgres(home, kept_keys(home), children, durable=durable)
    finally:
        stop_all(children)


def copied(folder: Path, to: Path) -> Path:
    """A copy of a folder with the owners of everything in it; others may pass through it."""
    subprocess.run(["/bin/cp", "-a", folder, to], check=True)
    to.chmod(0o711)
    return to


def ask(url: str, *statements: str) -> tuple[object, ...] | None:
    """What the last of these statements answers."""
    with closing(psycopg2.connect(url)) as line, line, line.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None


def is_gone(number: int | str, seconds: float = 5.0) -> bool:
    """Whether this process ends within these seconds, or has ended."""
    deadline = time.monotonic() + seconds
    status = Path(f"/proc/{number}/stat")
    while status.exists() and ") Z " not in status.read_text():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
