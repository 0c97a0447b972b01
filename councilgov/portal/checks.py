"""What ``manage.py check`` and the administrator are told, so that nobody forgets it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.checks import CheckMessage, Warning, register  # noqa: A004  # Django's name
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.days import day_in_words
from councilgov.deadlines import Division, calendar_ends_on, months_after

PREPARED_ON = date(2026, 11, 21)
REVIEWED_ON = date(2026, 11, 21)
"""The accessibility statement: review it within a year (the regulator's own check)."""


@register()
def statement_is_reviewed(**_options: Any) -> list[CheckMessage]:
    """Warn of an accessibility statement that nobody has reviewed for a year (SI 2018/952)."""
    if timezone.localdate() <= months_after(REVIEWED_ON, 12):
        return []
    hint = _("Read templates/portal/accessibility.html, then set REVIEWED_ON.")
    return [Warning(_("Review the accessibility statement."), hint=hint, id="portal.W001")]


@register()
def calendar_reaches_far_enough(**_options: Any) -> list[CheckMessage]:
    """Warn a year before the published bank holidays end: no due date is worked out past them."""
    ends_on = min(map(calendar_ends_on, Division))
    if months_after(timezone.localdate(), 12) <= ends_on:
        return []
    message = _("Bank holidays are known until %(day)s only.") % {"day": day_in_words(ends_on)}
    hint = _("Install a newer release of govuk-bank-holidays, or a newer CouncilGov.")
    return [Warning(message, hint=hint, id="portal.W002")]


def upkeep() -> list[CheckMessage]:
    """All of these that hold today."""
    return statement_is_reviewed() + calendar_reaches_far_enough()
