"""What ``manage.py check`` warns of, so that it is not forgotten."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.checks import CheckMessage, Warning, register  # noqa: A004  # Django's name
from django.utils import timezone

from councilgov.deadlines import months_after

PREPARED_ON = date(2026, 11, 21)
REVIEWED_ON = date(2026, 11, 21)
"""The accessibility statement: review it within a year (the regulator's own check)."""


@register()
def statement_is_reviewed(**_options: Any) -> list[CheckMessage]:
    """Warn of an accessibility statement that nobody has reviewed for a year (SI 2018/952)."""
    if timezone.localdate() <= months_after(REVIEWED_ON, 12):
        return []
    hint = "Read templates/portal/accessibility.html, then set REVIEWED_ON."
    return [Warning("Review the accessibility statement.", hint=hint, id="portal.W001")]
