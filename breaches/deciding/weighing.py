"""What whoever decides has before them: the hours, the score, the advice, and what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from breaches import facts
from breaches.countdown import clock
from breaches.models import Regulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from breaches.models import Assessment
    from councilgov.forms.templatetags.govuk import SummaryRow


class Warned(NamedTuple):
    """What to think of before it is decided, and the page where that is done."""

    text: str
    href: str = ""
    link: str = ""


def weighed(row: Assessment, decided: str = "") -> list[SummaryRow]:
    """What was ``decided`` before, if anything, and what there is to decide by, in lines."""
    before = [(_("Decided before"), decided)] if decided else []
    return [{"key": key, "value": value} for key, value in [*before, *_lines(row)]]


def regulator_before(row: Assessment) -> str:
    """What was decided on the regulator; empty before."""
    return facts.regulator(row) if row.regulator_because else ""


def people_before(row: Assessment) -> str:
    """What was decided on the people; empty before."""
    return facts.people(row) if row.people_because else ""


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


def of_regulator(row: Assessment) -> list[Warned]:
    """That nothing was weighed yet, or which decision would go against the score."""
    says = row.score_says_tell()
    if says is None:
        return _unweighed(row)
    told = _("To tell the regulator would go against the score. You may: say why.")
    if says:
        told = _("Not to tell the regulator would go against the score. You may: say why.")
    return [Warned(told)]


def of_people(row: Assessment) -> list[Warned]:
    """That a high risk is told to the regulator too, where it was decided not to."""
    if row.regulator != Regulator.NOT_NOTIFIABLE:
        return _unweighed(row)
    told = _(
        "It was decided not to tell the regulator. If the risk to people is high, the regulator is "
        "told too: change that first."
    )
    change = Warned(told, _page(row, "decide_regulator"), _("Change that decision"))
    return [change, *_unweighed(row)]


def _unweighed(row: Assessment) -> list[Warned]:
    if row.severity is not None or row.risk_checks.exists():
        return []
    told = _("Nobody has worked out yet how severe it is. Do that before you decide.")
    return [Warned(told, _page(row, "work_out"), _("Work out how severe it is"))]


def _page(row: Assessment, name: str) -> str:
    return reverse(f"breaches:{name}", args=[row.reference, row.pk])
