"""A safety report as its page shows it: what is known, who was told, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from breaches.models import SafetyStatus
from breaches.ways import Step
from councilgov.days import moment_in_words
from councilgov.evidence.models import EvidenceFile
from councilgov.evidence.showing import files_of
from councilgov.forms.timeline import Event, newest_first

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from breaches.models import SafetyReport
    from councilgov.forms.templatetags.govuk import SummaryRow
    from councilgov.people.models import User


def shown(report: SafetyReport, user: User) -> Mapping[str, Any]:
    """All that the page shows to this person."""
    is_own = report.councillor_id == user.pk
    recipients = list(report.recipients.now().with_row())
    mine = next((one for one in recipients if one.person_id == user.pk), None)

    def address(page: str, file: EvidenceFile) -> str:
        return reverse(f"breaches:safety_{page}", args=[report.reference, file.pk])

    return {
        "report": report,
        "is_own": is_own,
        "known": list(_known(report)),
        "told": recipients,
        "left": set(report.recipients.left().values_list("pk", flat=True)),
        "may_tell": is_own and report.is_open,
        "may_acknowledge": report.is_open and bool(mine and not mine.acknowledged_at),
        "steps": list(_steps(report, is_own=is_own)) if report.is_open else [],
        "files": files_of(
            EvidenceFile.objects.of(report), address, may_remove=is_own and report.is_open
        ),
        "add_url": _of(report, "add_safety_files") if report.is_open else "",
        "events": newest_first(
            Event(row.entered_at, str(row), row.entered_by.full_name, row.words)
            for row in report.entries.select_related("entered_by")
        ),
    }


def _known(report: SafetyReport) -> Iterator[SummaryRow]:
    yield {"key": _("What happened"), "value": report.happened}
    yield {"key": _("Reported"), "value": _by(report)}
    for row in report.police_references.all():
        told = _("%(force)s: %(number)s") % {"force": row.force, "number": row}
        yield {"key": str(row.get_kind_display()), "value": told}


def _by(report: SafetyReport) -> str:
    moment = moment_in_words(report.reported_at)
    return _("%(who)s, %(moment)s") % {"who": report.councillor.full_name, "moment": moment}


def _steps(report: SafetyReport, *, is_own: bool) -> Iterator[Step]:
    if is_own:
        yield Step(_("Add to the diary"), _of(report, "add_safety_entry"))
        yield Step(_("Add a police number"), _of(report, "add_safety_police"))
        yield Step(_("Close it"), _of(report, "close_safety"))
        return
    yield Step(_("Add a note"), _of(report, "add_safety_entry"))
    if report.status != SafetyStatus.SUPPORTED:
        yield Step(_("Record the support"), _of(report, "support_safety"))


def _of(report: SafetyReport, page: str) -> str:
    return reverse(f"breaches:{page}", args=[report.reference])
