"""GOV.UK Notify as its documentation describes it, on this machine: keeps what it is sent."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY, TEMPLATE = f"council-{SERVICE}-{SECRET}", "f33517ff-2a88-4f6e-b855-c550268ce08a"


class Desk:
    """``status`` is what the next message gets; ``swallows``: it is taken, and the line breaks."""

    def __init__(self) -> None:
        self.texts: list[dict[str, Any]] = []
        self.status, self.swallows = 201, False
        self.became = "delivered"
        self.claims: list[dict[str, Any]] = []


def _part(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def is_signed(token: str) -> bool:
    head, claims, seal = token.split(".")
    ours = hmac.new(SECRET.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
    return hmac.compare_digest(ours, _part(seal)) and json.loads(_part(head))["alg"] == "HS256"


class Answers(BaseHTTPRequestHandler):
    """Says what the desk says."""

    @property
    def desk(self) -> Desk:
        desk: Desk = self.server.desk
        return desk

    def do_POST(self) -> None:  # the server's name for it
        desk = self.desk
        text = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self._may():
            return self._say(403)
        if desk.status == 201:
            desk.texts.append(text)
        is_cut, desk.swallows = desk.swallows, False
        return self._say(502 if is_cut else desk.status)

    def do_GET(self) -> None:  # as above
        (reference,) = parse_qs(urlsplit(self.path).query)["reference"]
        found = [one for one in self.desk.texts if one["reference"] == reference]
        return self._say(200, notifications=[{"status": self.desk.became} for _one in found])

    def _may(self) -> bool:
        token = self.headers["Authorization"].removeprefix("Bearer ")
        self.desk.claims.append(json.loads(_part(token.split(".")[1])))
        return is_signed(token)

    def _say(self, status: int, **answer: Any) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_args: Any) -> None:
        """Nothing."""


@contextmanager
def running(desk: Desk) -> Iterator[str]:
    """Its address, while it runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.desk = desk
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
