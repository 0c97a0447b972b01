"""The sections of a policy: what a reader counts and finds in the list of contents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from policies.text.clauses import Clause, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

SECTION = 2
"""The level of the headings that begin a section."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and all that stands under it, headings of deeper levels too."""

    title: str
    anchor: str
    clauses: tuple[Clause, ...]


def sections(clauses: Iterable[Clause]) -> list[Section]:
    """The sections in order. What stands before the first heading is a section of its own."""
    groups: list[list[Clause]] = []
    for clause in clauses:
        if not groups or _begins(clause):
            groups.append([])
        groups[-1].append(clause)
    return [Section(_title(group[0]), group[0].anchor, tuple(group)) for group in groups]


def _begins(clause: Clause) -> bool:
    return clause.kind is Kind.HEADING and clause.level == SECTION


def _title(first: Clause) -> str:
    return (
        first.wording.rstrip(".:") if first.kind is Kind.HEADING else _("Before the first heading")
    )
