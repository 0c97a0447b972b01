"""The list of what was erased, outside the database and its backup: a file that only grows.

A line is a moment, which key, and a mark. Whoever reads it learns that somebody was erased then.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings

from consent.erasures import keyed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

NAME = "erasures.txt"
MODE = 0o600


class OtherKey(ValueError):
    """Some of the list was made under another ``SECRET_KEY``, so nobody can be found by it."""


class Line(NamedTuple):
    """One erasure."""

    moment: str
    key: str
    mark: str


def path() -> Path:
    return Path(settings.ERASURES_DIR) / NAME


def key_in_use() -> str:
    """Which secret key it is, without a word on what it is."""
    return keyed("which key")[:12]


def add(erased: Iterable[tuple[datetime, str]]) -> None:
    """Write these at the end, on disk for good before it returns. Raises ``OSError``."""
    key = key_in_use()
    lines = "".join(f"{moment.isoformat()} {key} {mark}\n" for moment, mark in erased)
    path().parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, MODE)
    with os.fdopen(file, "a", encoding="ascii") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        opened.write(lines)
        opened.flush()
        os.fsync(opened.fileno())


def marks() -> set[str]:
    """Every mark on the list. Raises ``OSError`` without a list, and ``OtherKey``."""
    lines = list(_lines())
    if any(line.key != key_in_use() for line in lines):
        raise OtherKey(str(path()))
    return {line.mark for line in lines}


def _lines() -> Iterator[Line]:
    """Whole lines: of one that was cut off by a crash the row is not marked as listed."""
    with path().open(encoding="ascii") as file:
        for text in file:
            words = text.split()
            if len(words) == len(Line._fields) and text.endswith("\n"):
                yield Line(*words)
