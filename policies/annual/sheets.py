"""The report as rows of cells, for the page, the spreadsheet and the paper: one set of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.disclosure import is_enough

if TYPE_CHECKING:
    from collections.abc import Iterable

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
        _("Exempt"),
        _("Reminders sent"),
    ]


def group_headings() -> list[str]:
    return [_("Policy"), _("Group"), *headings()[1:6]]


def policies_of(report: Report) -> list[Cells]:
    """A row for each policy, then the total, then the year before."""
    rows = [_row(entry) for entry in report.entries]
    rows.append([_("All of these"), *_totals(report)])
    if report.before.asked:
        rows.append([_("The year before"), *_figure(report.before), "", "", "", ""])
    return rows


def _totals(report: Report) -> Cells:
    """Under each column; none where of no policy anything is told."""
    if not report.told:
        return [_shown(None)] * len(headings()[1:])
    columns = zip(*map(_others, report.told), strict=True)
    return [*_figure(report.total), *(_shown(_sum(column)) for column in columns)]


def groups_of(report: Report) -> list[Cells]:
    """A row for each policy and group that is told."""
    return [
        [str(entry.version), name, *_figure(figure)]
        for entry in report.entries
        for name, figure in entry.groups
    ]


def _row(entry: Entry) -> Cells:
    if entry.is_small:
        return [str(entry.version), _("Fewer than 5"), *[""] * len(headings()[2:])]
    return [str(entry.version), *_figure(entry.total), *map(_shown, _others(entry))]


def _figure(figure: Figure) -> Cells:
    soon, signed = f"{figure.soon_percent}%", f"{figure.signed_percent}%"
    return [figure.asked, figure.soon, soon, figure.signed, signed]


def _others(entry: Entry) -> list[int | None]:
    """None instead of what would tell of fewer than five people."""
    parts = (entry.objected, entry.declined, entry.exempted)
    found = [count if is_enough(count) else None for count in parts]
    return [*found, entry.reminders if is_enough(entry.reminded) else None]


def _sum(column: Iterable[int | None]) -> int | None:
    """None as soon as one is hidden: it would be found by subtraction."""
    counts = list(column)
    told = [count for count in counts if count is not None]
    return sum(told) if len(told) == len(counts) else None


def _shown(count: int | None) -> str | int:
    return _("Not shown") if count is None else count
