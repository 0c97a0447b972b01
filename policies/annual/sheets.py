"""The report as rows of cells, for the page, the spreadsheet and the paper: one set of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from policies.annual.figures import Entry, Figure, Report

    Cells = list[str | int]


def headings() -> list[str]:
    return [
        _("Policy"),
        _("Asked"),
        _("Within six weeks"),
        _("Rate at six weeks"),
        _("Signed so far"),
        _("Final rate"),
        _("Objections"),
        _("Declined"),
        _("Exemptions"),
        _("Reminders sent"),
    ]


def group_headings() -> list[str]:
    return [_("Policy"), _("Group"), *headings()[1:6]]


def policies_of(report: Report) -> list[Cells]:
    """A row for each policy, then the total, then the year before."""
    rows = [_row(entry) for entry in report.entries]
    total: Cells = [_("All of these"), *_figure(report.total)]
    rows.append([*total, *(sum(column) for column in zip(*map(_others, report.told), strict=True))])
    if report.before.asked:
        rows.append([_("The year before"), *_figure(report.before), "", "", "", ""])
    return rows


def groups_of(report: Report) -> list[Cells]:
    """A row for each policy and group that is told."""
    return [
        [str(entry.version), name, *_figure(figure)]
        for entry in report.entries
        for name, figure in entry.groups
    ]


def _row(entry: Entry) -> Cells:
    if entry.is_small:
        return [str(entry.version), _("Fewer than 5"), *[""] * 8]
    return [str(entry.version), *_figure(entry.total), *_others(entry)]


def _figure(figure: Figure) -> Cells:
    soon, signed = f"{figure.soon_percent}%", f"{figure.signed_percent}%"
    return [figure.asked, figure.soon, soon, figure.signed, signed]


def _others(entry: Entry) -> list[int]:
    return [entry.objected, entry.declined, entry.exempted, entry.reminders]
