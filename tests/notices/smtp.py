"""A real mail server for tests: keeps what it takes, and refuses what it is told to refuse."""

from __future__ import annotations

import logging
import socket
import time
from collections import Counter
from contextlib import contextmanager
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

logging.getLogger("mail.log").setLevel(logging.WARNING)  # a line for each word of each talk
HIGHEST = 32_768  # above it the system hands out ports for outgoing connections


class Sink:
    """``replies`` maps an address to what its next messages get in place of "250"."""

    def __init__(self, *, delay: float = 0) -> None:
        self.delay = delay
        self.mails: list[EmailMessage] = []
        self.replies: dict[str, str] = {}
        self.asked = 0

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802  # aiosmtpd's
        self.asked += 1
        if reply := self.replies.get(address):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802  # aiosmtpd's name
        time.sleep(self.delay)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    @property
    def ids(self) -> Counter[str]:
        return Counter(mail["Message-ID"] for mail in self.mails)

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if mail["To"] == address]


@contextmanager
def mail_server(sink: Sink) -> Iterator[int]:
    """Runs it in a thread; gives its port."""
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    for port in range(21_000, HIGHEST):
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("No port is free")
