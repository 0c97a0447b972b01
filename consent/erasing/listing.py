"""The list of erasures and refusals, outside the database and its backup: a file that only grows.

A line is a moment, which key, and a mark. Whoever reads it learns that somebody was erased, or said
no, then, and not who.
"""

from __future__ import annotations

import fcntl
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings

from consent.keys import keyed, keyed_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

NAME = "erasures.txt"
MODE = 0o600
WHICH_KEY, LETTERS = "which key", 12
"""By so many letters of a hash it is told which secret key it is, and nothing of what it is."""


class OtherKey(ValueError):
    """Some of the list was made under a key that the portal has not, so nobody is found by it."""


class Line(NamedTuple):
    """One erasure, or one no."""

    moment: str
    key: str
    mark: str


def path() -> Path:
    return Path(settings.ERASURES_DIR) / NAME


def add(done: Iterable[tuple[datetime, str]]) -> None:
    """Write these at the end, on disk for good before it returns. Raises ``OSError``."""
    key = keyed(WHICH_KEY)[:LETTERS]
    lines = "".join(f"{moment.isoformat()} {key} {mark}\n" for moment, mark in done)
    path().parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path(), os.O_RDWR | os.O_APPEND | os.O_CREAT, MODE)
    with os.fdopen(file, "ab") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        opened.write(_end_of_cut_line(file) + lines.encode("ascii"))
        opened.flush()
        os.fsync(file)
    _keep_name_of(path())


def _end_of_cut_line(file: int) -> bytes:
    """What a crash, or a full disk, left half written is ended, so that the next is whole."""
    size = os.fstat(file).st_size
    return b"\n" if size and os.pread(file, 1, size - 1) != b"\n" else b""


def _keep_name_of(listed: Path) -> None:
    """A new file is in its folder for good only when the folder is written too."""
    folder = os.open(listed.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def marks() -> Mapping[str, datetime]:
    """Every mark on the list, and since when: what was done again after a restore is on it twice,
    and counts from the first time. Raises ``OSError`` without a list, and ``OtherKey``.
    """
    lines, known = list(_lines()), {key[:LETTERS] for key in keyed_each(WHICH_KEY)}
    if any(line.key not in known for line in lines):
        raise OtherKey(str(path()))
    return {line.mark: datetime.fromisoformat(line.moment) for line in reversed(lines)}


def _lines() -> Iterator[Line]:
    """Whole lines: of one that was cut off by a crash the row is not marked as listed."""
    with path().open(encoding="ascii") as file:
        for text in file:
            words = text.split()
            if len(words) == len(Line._fields) and text.endswith("\n"):
                yield Line(*words)
