"""Writing the report that puts policies to a body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.people.models import Council
from councilgov.records import Refused
from policies.models import IMPLICATIONS, CommitteeReport
from policies.reporting.paragraphs import choices, is_weighed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.people.models import User


@transaction.atomic
def write_report(*, by: User, **fields: Any) -> CommitteeReport:
    """An officer writes what a body is told and asked (Barnet, 11 November 2015).

    Raises ``Refused`` for a heading without an answer, for secrecy without a paragraph of the law
    or without the public interest that it asks for, and for the same report twice.
    """
    check_implications(fields["implications"])
    check_exempt(fields)
    same = {name: fields[name] for name in ("title", "body", "meets_on")}
    if CommitteeReport.objects.filter(**same).exists():
        raise Refused(
            _("There is a report of this title to this body on this day already."), field="title"
        )
    report = CommitteeReport(written_at=timezone.now(), written_by=by, **fields)
    return report.keep(by=by, why=gettext_noop("Report written"))


@transaction.atomic
def enter_report(*, by: User | None, **fields: Any) -> CommitteeReport:
    """A report from before the portal is entered as it stands. Nobody knows who wrote it, and when.

    Raises ``Refused`` for a heading without an answer.
    """
    check_implications(fields["implications"])
    return CommitteeReport(**fields).keep(by=by, why=gettext_noop("Report entered"))


@transaction.atomic
def change_report(*, report: CommitteeReport, by: User, **fields: Any) -> CommitteeReport:
    """A report is changed until a body has it. The database refuses it after that too."""
    report = CommitteeReport.objects.locked(report)
    check_unused(report)
    check_implications(fields["implications"])
    check_exempt(fields, known=report.exempt_because)
    for name, value in fields.items():
        setattr(report, name, value)
    return report.keep(by=by, why=gettext_noop("Report changed"))


def check_unused(report: CommitteeReport) -> None:
    """Raise ``Refused`` for a report that a body has."""
    if report.submissions.exists():
        raise Refused(_("This report was submitted, and stays as it is. Write another one."))


def check_exempt(fields: Mapping[str, Any], *, known: str = "") -> None:
    """Raise ``Refused`` unless the law of the nation lets this report be kept from the public.

    ``known`` is the reason that it has already, such as one in the words of an import.
    """
    because = fields.get("exempt_because", "")
    if not because:
        return
    nation = Council.objects.the().nation
    if because not in {known, *dict(choices(nation))}:
        raise Refused(
            _("Select the paragraph of the law that makes it exempt."), field="exempt_because"
        )
    if is_weighed(nation, because) and not fields.get("public_interest", "").strip():
        raise Refused(
            _("Say why the public interest in secrecy outweighs the one in disclosure."),
            field="public_interest",
        )


def check_implications(implications: Mapping[str, str]) -> None:
    """Raise ``Refused`` unless each heading is answered, if only with "None" or "N/A"."""
    for key, heading in IMPLICATIONS.items():
        if not implications.get(key, "").strip():
            raise Refused(
                _("Say what follows for “%(heading)s”, if only “None” or “N/A”.")
                % {"heading": heading},
                field=key,
            )
