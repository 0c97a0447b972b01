"""Charts that the server draws: shapes for ``templates/govuk/components``, in figures and words.

Across they are in per cent, down in pixels, so that their words keep their size at any width. They
have classes and no styles (the content policy allows none), and the same figures stand in a table.
Source: analysisfunction.civilservice.gov.uk/policy-store/data-visualisation-colours-in-charts/.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django_stubs_ext import StrOrPromise

MOST_SERIES = 4
"""More colours than four can't be told apart."""
HEIGHT, ABOVE, BELOW = 300, 12, 54
LEFT, WIDE = 8.0, 0.66
LINES = 4
ROOM_FOR_FIGURE = 20  # pixels


class Bar(NamedTuple):
    """One bar that lies, with its words and figure as text above it; ``percent`` is its length.
    ``told`` is the figure in words where the bare number is not enough.
    """

    label: StrOrPromise
    value: int
    percent: float
    href: str = ""
    told: str = ""


def bars(rows: Sequence[tuple[StrOrPromise, int, str]]) -> list[Bar]:
    """A bar of each label, figure and address; the greatest figure is as long as the page."""
    top = max([value for _label, value, _href in rows], default=0) or 1
    return [Bar(label, value, round(100 * value / top, 1), href) for label, value, href in rows]


def part_of(label: StrOrPromise, part: int, whole: int, href: str) -> Bar:
    """So many of so many, beside all of them. Never rounded up: 100% is everybody."""
    percent = part * 100 // whole if whole else 0
    words = _("%(part)s of %(whole)s, %(percent)s%%")
    facts = {"part": f"{part:,}", "whole": f"{whole:,}", "percent": percent}
    return Bar(label, part, percent, href, words % facts)


class Series(NamedTuple):
    """A name in the key, and its figure in each column."""

    name: StrOrPromise
    values: Sequence[int]


class Label(NamedTuple):
    """The one or two lines below a column; a phone has no room for those that are minor."""

    text: str
    below: str = ""
    is_minor: bool = False


class Line(NamedTuple):
    """A line of the grid with its figure."""

    y: float
    figure_y: float
    value: int


class Block(NamedTuple):
    """The part of one series in a column; ``figure`` stands in it where there is room."""

    series: int
    y: float
    height: float
    figure: str
    figure_y: float


class Column(NamedTuple):
    """One column, and its blocks drawn from the ground up."""

    x: float
    middle: float
    label: Label
    blocks: Sequence[Block]


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """Columns that stand, of parts upon parts.

    Raises ``ValueError`` for more series than there are colours.
    """

    title: StrOrPromise
    labels: Sequence[Label]
    series: Sequence[Series]
    height: int = HEIGHT

    def __post_init__(self) -> None:
        if len(self.series) > MOST_SERIES:
            raise ValueError(f"{len(self.series)} series, and colours for {MOST_SERIES}")

    @property
    def ground(self) -> int:
        return self.height - BELOW

    @property
    def label_y(self) -> int:
        return self.ground + 20

    @property
    def below_y(self) -> int:
        return self.ground + 42

    @property
    def left(self) -> float:
        return LEFT

    @property
    def figures_at(self) -> float:
        return LEFT - 2

    @property
    def step(self) -> int:
        """Between two lines of the grid; at least one, as nothing is counted in halves."""
        sums = [sum(values) for values in zip(*(one.values for one in self.series), strict=True)]
        return max(1, -(-max(sums, default=0) // LINES))

    @property
    def pixels(self) -> float:
        """Of one that is counted."""
        return (self.ground - ABOVE) / (self.step * LINES)

    def lines(self) -> Iterator[Line]:
        for n in range(LINES + 1):
            value = n * self.step
            y = round(self.ground - value * self.pixels, 1)
            yield Line(y, y + 5, value)

    @property
    def width(self) -> float:
        """Of a column, in per cent."""
        return round(self._room * WIDE, 2)

    @property
    def _room(self) -> float:
        return (100 - LEFT) / max(len(self.labels), 1)

    def columns(self) -> Iterator[Column]:
        for place, label in enumerate(self.labels):
            middle = LEFT + self._room * (place + 0.5)
            blocks = list(self._blocks(place))
            yield Column(round(middle - self.width / 2, 2), round(middle, 2), label, blocks)

    def _blocks(self, place: int) -> Iterator[Block]:
        values = [one.values[place] for one in self.series]
        for number, (value, upto) in enumerate(zip(values, accumulate(values), strict=True), 1):
            if value:
                y, height = self.ground - upto * self.pixels, value * self.pixels
                figure = str(value) if height >= ROOM_FOR_FIGURE else ""
                middle = round(y + height / 2 + 6, 1)
                yield Block(number, round(y, 1), round(max(height - 2, 1), 1), figure, middle)
