"""Where the servers of this machine keep their data: below ``var/``, which Git ignores."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
VAR = PROJECT / "var"


def make_home(*names: str) -> Path:
    """The folder ``var/...`` of these names, made if need be.

    Nobody else may look into it. Under root, the user that runs PostgreSQL may pass through to its
    data, without seeing what else is there.
    """
    home = VAR
    for folder in (VAR, *(VAR.joinpath(*names[: depth + 1]) for depth in range(len(names)))):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
        home = folder
    return home
