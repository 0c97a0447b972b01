"""Ports on this machine: below 32768, where the kernel picks none for outgoing connections."""

import os
import random
import socket
from pathlib import Path

from councilgov.local.trouble import Trouble

HOST = "127.0.0.1"
OURS = range(20_000, 32_768)
LAST = 65_535
FIRST_FOR_ALL = 1024


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


def asked_port(text: str) -> int:
    """The port that ``PORT`` asks for. Raises Trouble if that is none."""
    if not (text.isdecimal() and 0 < int(text) <= LAST):
        raise Trouble(f"PORT must be a number from 1 to {LAST}, and it is '{text}'.")
    return int(text)


def require_free(port: int) -> None:
    """Raise Trouble if a server could not listen on this port."""
    if port < FIRST_FOR_ALL and os.geteuid() != 0 and not is_free(port):
        raise Trouble(f"Port {port} is for root only: choose another one: PORT=8000 make run")
    if not is_free(port):
        other = port + 1 if port < LAST else port - 1
        raise Trouble(
            f"Port {port} is in use by another program: stop that one, "
            f"or choose another port: PORT={other} make run"
        )
