"""Ports on this machine: below 32768, where the kernel picks none for outgoing connections."""

import random
import socket
from pathlib import Path

from councilgov.local.trouble import Trouble

HOST = "127.0.0.1"
OURS = range(20_000, 32_768)


def is_free(port: int) -> bool:
    """Whether a server could listen on this port now."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except OSError:
            return False
    return True


def kept_port(path: Path) -> int:
    """The port remembered in this file, or a new one if it is taken or there is none yet."""
    remembered = [int(path.read_text())] if path.exists() else []
    candidates = remembered + random.sample(OURS, 100)
    free = next((port for port in candidates if is_free(port)), None)
    if free is None:
        raise Trouble(
            "No port between 20000 and 32767 is free on 127.0.0.1: stop some of the servers there."
        )
    path.write_text(str(free))
    return free
