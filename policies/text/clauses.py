"""What a policy is made of: clauses, each with the number it was published with and an anchor."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Kind(StrEnum):
    """What a clause is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBERED = "numbered"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Clause:
    """One addressable piece of a policy: a heading, a paragraph, a point of a list, a table row."""

    kind: Kind
    level: int
    """Of a heading: 2 to 6, as in HTML. Of a point: its depth from 1. Of a paragraph: the depth of
    the point it belongs to, 0 for none. Of a row: 0."""
    number: str
    """Exactly as published, with its stops and brackets ("1.1.", "vii.", "(a)"); empty for none."""
    text: str
    """The words in Unicode NFC with single spaces: what is hashed, signed and compared."""
    markup: str
    """The same words as inline Markdown: what is shown. ``markup.plain(markup) == text``."""
    anchor: str
    """Unique in its policy, stands after the # in an address."""

    @property
    def wording(self) -> str:
        """Number and words, as they are read aloud."""
        return f"{self.number} {self.text}".strip()

    @property
    def is_point(self) -> bool:
        """Whether it stands in a list."""
        return self.kind in (Kind.BULLET, Kind.NUMBERED)


def to_json(clauses: Iterable[Clause]) -> list[dict[str, Any]]:
    """Plain values for a JSON column; ``from_json`` gives the clauses back."""
    return [asdict(clause) for clause in clauses]


def from_json(rows: Iterable[Mapping[str, Any]]) -> list[Clause]:
    return [Clause(**{**row, "kind": Kind(row["kind"])}) for row in rows]


def places(clauses: Sequence[Clause]) -> dict[str, str]:
    """Where each clause stands, in words, by anchor: "Responsibilities, paragraph 2"."""
    found: dict[str, str] = {}
    heading, names, counts = "", [""], Counter[tuple[Kind, int]]()
    for clause in clauses:
        if clause.kind is Kind.HEADING:
            heading, names, counts = clause.wording.rstrip(".:"), [""], Counter()
            found[clause.anchor] = heading
            continue
        name = _name(clause, counts)
        if clause.is_point:
            names = [*names[: clause.level], name]
            name = ".".join(names[1:])
        place = _PLACES[clause.kind] % {"name": name}
        found[clause.anchor] = f"{heading}, {place}" if heading else place
    return found


_PLACES = {
    Kind.NUMBERED: _("clause %(name)s"),
    Kind.BULLET: _("point %(name)s"),
    Kind.ROW: _("row %(name)s"),
    Kind.PARAGRAPH: _("paragraph %(name)s"),
}


def _name(clause: Clause, counts: Counter[tuple[Kind, int]]) -> str:
    """The number as published, without stops and brackets, else its place among its like."""
    key = (Kind.BULLET if clause.is_point else clause.kind, clause.level)
    counts[key] += 1
    for deeper in [other for other in counts if clause.is_point and other[1] > clause.level]:
        del counts[deeper]
    return clause.number.strip("().") or str(counts[key])
