"""An outbox with kinds of its own, and a mail server to deliver to."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.template import engines

from councilgov.notices import kinds
from tests.notices import kinds as ours
from tests.notices.smtp import Sink, mail_server

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _our_kinds(settings, monkeypatch):
    settings.NOTICE_KINDS = [*settings.NOTICE_KINDS, "tests.notices.kinds"]
    # Not by the setting: each change of it forgets every template that was read.
    engine = engines["django"].engine
    monkeypatch.setattr(engine, "dirs", [*engine.dirs, HERE / "templates"])
    kinds.kinds.cache_clear()
    yield
    kinds.kinds.cache_clear()
    ours.untrue.clear()
    ours.overtaken.clear()


@pytest.fixture
def sink(settings):
    """A mail server that takes everything."""
    sink = Sink()
    with mail_server(sink) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield sink
