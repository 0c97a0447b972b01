"""Whether the database and the static files were prepared for this very code already.

Preparing loads all of Django and asks the database about every table: seconds that a second start
can save.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from councilgov.local.folders import PROJECT

# What no preparation depends on.
OTHER = {"var", "node_modules", "tests", "bench", "__pycache__"}


def is_prepared(home: Path) -> bool:
    """Whether the last preparation came to its end, with this code and these data."""
    stamp = home / "prepared"
    return bool(identity(home)) and stamp.exists() and stamp.read_text() == made_from(home)


def remember(home: Path) -> None:
    """Say that it did."""
    (home / "prepared").write_text(made_from(home))


def forget(home: Path) -> None:
    """From here on the preparation is unfinished."""
    (home / "prepared").unlink(missing_ok=True)


def made_from(home: Path) -> str:
    """One number for the data and for everything that they were prepared from."""
    total = hashlib.sha256(identity(home).encode())
    for path in sorted(files(PROJECT)):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(PROJECT)} {content}\n".encode())
    return total.hexdigest()


def identity(home: Path) -> str:
    """What tells these data and static files from others made in their place."""
    made = [home / "postgres" / "PG_VERSION", home / "static"]
    if not all(path.exists() for path in made):
        return ""
    return " ".join(str(path.stat().st_ino) for path in made) + str(made[0].stat().st_mtime_ns)


def files(folder: Path) -> Iterator[Path]:
    """The code, the texts and the built assets of the portal, below this folder."""
    for entry in os.scandir(folder):
        if entry.name.startswith(".") or entry.name in OTHER:
            continue
        if entry.is_dir():
            yield from files(Path(entry.path))
        else:
            yield Path(entry.path)
