"""Clauses as HTML in the classes of the GOV.UK design system, with anchors and numbers."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from policies.text.clauses import Clause, Kind, places
from policies.text.markup import safe_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SIZES = {2: "m", 3: "s"}
"""Of headings by level; deeper ones are small too."""


class Page:
    """Renders the clauses of one policy; with ``links`` each ends in a link to itself.

    With ``comment_at``, the link is to that address, with the clause in it.
    """

    def __init__(self, clauses: Sequence[Clause], *, links: bool, comment_at: str = "") -> None:
        self.clauses = clauses
        self.places = places(clauses) if links else {}
        self.comment_at = comment_at

    def html(self) -> SafeString:
        runs = groupby(self.clauses, key=_run)
        return _joined(self._run(run, list(clauses)) for run, clauses in runs)

    def _run(self, run: str, clauses: Sequence[Clause]) -> SafeString:
        if run == Kind.ROW:
            return self._table(clauses)
        if run == Kind.BULLET:
            return self._list(clauses, 1)
        return _joined(
            self._heading(clause) if clause.kind is Kind.HEADING else self._paragraph(clause)
            for clause in clauses
        )

    def _heading(self, clause: Clause) -> SafeString:
        return format_html(
            '<h{0} id="{1}" class="govuk-heading-{2}">{3}</h{0}>\n',
            clause.level,
            clause.anchor,
            SIZES.get(clause.level, "s"),
            self._words(clause),
        )

    def _paragraph(self, clause: Clause) -> SafeString:
        return format_html(
            '<p id="{}" class="govuk-body">{}</p>\n', clause.anchor, self._words(clause)
        )

    def _list(self, clauses: Sequence[Clause], level: int) -> SafeString:
        """A list whose published numbers are words: no browser would count i, ii, vii."""
        items = _items(clauses, level)
        if any(item[0].number for item in items):
            pattern = '<ol class="govuk-list app-clauses">\n{}</ol>\n'
        else:
            pattern = '<ul class="govuk-list govuk-list--bullet">\n{}</ul>\n'
        return format_html(pattern, _joined(self._item(item, level) for item in items))

    def _item(self, clauses: Sequence[Clause], level: int) -> SafeString:
        first, inside = clauses[0], clauses[1:]
        parts = [
            self._list(list(deeper), level + 1)
            if is_list
            else _joined(map(self._paragraph, deeper))
            for is_list, deeper in groupby(
                inside, key=lambda clause: clause.level > level or clause.is_point
            )
        ]
        return format_html(
            '<li id="{}">{}{}</li>\n', first.anchor, self._words(first), _joined(parts)
        )

    def _table(self, rows: Sequence[Clause]) -> SafeString:
        head, *body = [self._row(row, "th" if row is rows[0] else "td") for row in rows]
        return format_html(
            '<table class="govuk-table">\n<thead class="govuk-table__head">{}</thead>\n'
            '<tbody class="govuk-table__body">\n{}</tbody>\n</table>\n',
            head,
            _joined(body),
        )

    def _row(self, row: Clause, tag: str) -> SafeString:
        cell = {
            "th": '<th scope="col" class="govuk-table__header">{}</th>',
            "td": '<td class="govuk-table__cell">{}</td>',
        }[tag]
        *parts, last = map(safe_html, row.markup.split(" | "))
        if self.comment_at:
            last = format_html("{}{}", last, self._link(row))
        words = ((part,) for part in [*parts, last])
        cells = format_html_join("", cell, words)
        return format_html('<tr id="{}" class="govuk-table__row">{}</tr>\n', row.anchor, cells)

    def _words(self, clause: Clause) -> SafeString:
        number = (
            format_html('<span class="app-clauses__number">{}</span> ', clause.number)
            if clause.number
            else ""
        )
        return format_html("{}{}{}", number, safe_html(clause.markup), self._link(clause))

    def _link(self, clause: Clause) -> SafeString:
        if clause.anchor not in self.places:
            return SafeString()
        if self.comment_at:
            return self._comment(clause)
        return format_html(
            ' <a class="govuk-link app-clause-link" href="#{}" aria-label="{}">#</a>',
            clause.anchor,
            _("Link to %(place)s") % {"place": self.places[clause.anchor]},
        )

    def _comment(self, clause: Clause) -> SafeString:
        return format_html(
            ' <a class="govuk-link app-comment-link" href="{}?{}">{}'
            '<span class="govuk-visually-hidden"> {}</span></a>',
            self.comment_at,
            urlencode({"clause": clause.anchor}),
            _("Comment"),
            _("on %(place)s") % {"place": self.places[clause.anchor]},
        )


def render(clauses: Sequence[Clause], *, links: bool = False, comment_at: str = "") -> SafeString:
    """The clauses as HTML; with ``links``, each ends in a link to itself.

    With ``comment_at``, the address of a page, each ends in a link to comment there.
    """
    return Page(clauses, links=links, comment_at=comment_at).html()


def _run(clause: Clause) -> str:
    """What follows one another in one element: the points of a list, the rows of a table."""
    if clause.kind is Kind.ROW:
        return Kind.ROW
    if clause.is_point or (clause.kind is Kind.PARAGRAPH and clause.level):
        return Kind.BULLET
    return Kind.PARAGRAPH


def _items(clauses: Sequence[Clause], level: int) -> list[list[Clause]]:
    """The points of this level, each with what stands inside it."""
    items: list[list[Clause]] = []
    for clause in clauses:
        if not items or (clause.is_point and clause.level <= level):
            items.append([])
        items[-1].append(clause)
    return items


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
