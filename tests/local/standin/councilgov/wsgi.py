"""Answers what the environment says about the portal's processes."""

import json
import os
import signal
from collections.abc import Callable, Iterable
from typing import Any

TOLD = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "EMAIL_URL", "DEMO", "SITE_URL")


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Each path is an instruction."""
    if environ["PATH_INFO"] == "/kill-the-web/":
        os.kill(os.getppid(), signal.SIGKILL)
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({name: os.environ.get(name) for name in TOLD}).encode()]
