"""The yearly report to the Standards Committee, as a page, on paper and as a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from councilgov import documents
from councilgov.access import Right
from councilgov.days import day_in_words, today
from councilgov.forms.exports import attached
from councilgov.forms.spreadsheets import write_ods
from councilgov.ledger.actions import export_register
from councilgov.people.models import Council
from policies.annual import sheets
from policies.annual.figures import Report, in_words, report_of, year_of, years

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

SEES = permission_required(Right.SEE_ANNUAL_REPORT, raise_exception=True)


@require_safe
@SEES
def annual_reports(_request: Request) -> HttpResponse:
    """To the report of the municipal year that it is."""
    return redirect("policies:annual_report", year_of(today()))


@require_safe
@SEES
def annual_report(request: Request, year: int) -> HttpResponse:
    """What was published in a municipal year, how many signed, and how soon."""
    report = found(year)
    context = {
        "report": report,
        "period": in_words(year),
        "today": today(),
        "others": [(other, in_words(other)) for other in years() if other != year],
        "headings": sheets.headings(),
        "rows": sheets.policies_of(report),
        "group_headings": sheets.group_headings(),
        "group_rows": sheets.groups_of(report),
        "words": words(),
    }
    return render(request, "policies/annual_report.html", context)


@require_POST
@SEES
def annual_ods(request: Request, year: int) -> HttpResponseBase:
    """The same figures as a spreadsheet; that it was taken is evidence."""
    report = found(year)
    told: list[tuple[str, list[Any]]] = [
        (_("Policies"), [sheets.headings(), *sheets.policies_of(report)]),
        (_("Groups"), [sheets.group_headings(), *sheets.groups_of(report)]),
    ]
    taken(request, report, "ods")
    return attached(lambda file: write_ods(file, told), name=f"signing-{year}.ods", kind="ods")


@require_POST
@SEES
def annual_pdf(request: Request, year: int) -> HttpResponse:
    """The same report on paper, tagged for screen readers; that too is evidence."""
    report = found(year)
    content = documents.pdf("annual", printed(report))
    taken(request, report, "pdf")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="signing-{year}.pdf"'
    return response


def found(year: int) -> Report:
    """The report of this year or of one in which something was published; else 404."""
    if year != year_of(today()) and year not in years():
        raise Http404
    return report_of(year)


def taken(request: Request, report: Report, file_format: str) -> None:
    export_register(
        of="policies.annual",
        by=request.user,
        file_format=file_format,
        rows=len(report.entries),
    )


def printed(report: Report) -> dict[str, Any]:
    """What stands on paper."""
    council = Council.objects.the()
    text = [[str(cell) for cell in row] for row in sheets.policies_of(report)]
    return {
        "title": _("Signing the council’s policies, %(period)s")
        % {"period": in_words(report.year)},
        "dated_at": timezone.now(),
        "council": council.name,
        "colour": council.header_colour,
        "made": _("Figures of %(day)s") % {"day": day_in_words(today())},
        "headings": sheets.headings(),
        "rows": text,
        "group_headings": sheets.group_headings(),
        "group_rows": [[str(cell) for cell in row] for row in sheets.groups_of(report)],
        "bars": [
            [str(entry.version), entry.total.soon_percent, entry.total.signed_percent]
            for entry in report.told
        ],
        "words": words(),
    }


def words() -> dict[str, str]:
    return {
        "soon": _("Within six weeks of being asked"),
        "signed": _("So far"),
        "groups": _("By political group"),
        "policies": _("By policy"),
        "none": _("No policy came into force in this year."),
        "rule": _(
            "One to four objections, refusals or exemptions are “Not shown”, nor is a total of "
            "such numbers. A group is named only if none or at least five of it were asked to "
            "sign each policy. All others stand together with those in no group, and are at least "
            "five too, so the figures of a smaller group can’t be found by subtraction. Reminders "
            "are messages, shown if nobody or at least five people got them."
        ),
        "counted": _(
            "Counted are all who were asked, without those who left office unsigned. Six weeks are "
            "42 days from the day on which each was asked. Rates are rounded down."
        ),
    }
