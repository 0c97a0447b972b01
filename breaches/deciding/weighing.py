"""What whoever decides has before them: the hours, the score, the advice, and what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from breaches import facts
from breaches.countdown import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from breaches.models import Assessment
    from councilgov.forms.templatetags.govuk import SummaryRow


def weighed(row: Assessment) -> list[SummaryRow]:
    """What there is to decide by, in lines."""
    return [{"key": key, "value": value} for key, value in _lines(row)]


def _lines(row: Assessment) -> Iterator[tuple[str, str]]:
    if shown := clock(row, timezone.now()):
        yield _("72 hours"), f"{capfirst(shown.title)}: {shown.left}. {shown.words}"
    yield _("What happened"), row.incident.happened
    if row.incident.data_told:
        yield _("Which information"), row.incident.data_told
    yield _("Severity"), facts.severity(row)
    checked = row.risk_checks.first()
    yield _("What the regulator asks"), str(checked or _("Not answered yet"))
    yield _("Advice"), facts.advice(row)


def warning(row: Assessment) -> str:
    """Which decision would go against the score; empty where it says neither."""
    says = row.score_says_tell()
    if says is None:
        return ""
    if says:
        return _("Not to tell the regulator would go against the score. You may: say why.")
    return _("To tell the regulator would go against the score. You may: say why.")
