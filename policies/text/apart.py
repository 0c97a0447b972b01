"""Reads files that others made in a process of its own, with bounded memory and time.

The parsers of Word documents, PDFs and HTML are large and are given what strangers wrote. What
goes wrong in them ends there: their process has no database, no secret and no file to write.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 22
"""On the clock. A web worker that is silent for 30 is taken for dead."""


def extract(kind: str, data: bytes) -> dict[str, Any]:
    """What ``policies.text.extraction`` finds in a file of this kind: "word", "pdf" or "html".

    A process that was stopped, for whatever reason, has used too much.
    """
    command = [sys.executable, "-s", "-m", "policies.text.extraction", kind]
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the file comes in as its input
            command,
            input=data,
            capture_output=True,
            timeout=SECONDS,
            cwd=ROOT,
            env={"LANG": "C.UTF-8"},
            check=True,
        )
        found: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return {"refused": "too_much", "where": ""}
    return found
