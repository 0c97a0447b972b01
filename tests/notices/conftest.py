"""An outbox with kinds of its own, and a mail server to deliver to."""

from __future__ import annotations

from pathlib import Path

import pytest

from councilgov.notices import kinds
from tests.notices import kinds as ours
from tests.notices.smtp import Sink, mail_server

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _our_kinds(settings):
    settings.NOTICE_KINDS = [*settings.NOTICE_KINDS, "tests.notices.kinds"]
    first, *others = settings.TEMPLATES
    folders = [*first["DIRS"], HERE / "templates"]
    settings.TEMPLATES = [{**first, "DIRS": folders}, *others]
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
