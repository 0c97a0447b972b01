"""Sheets of labels as they are sold, in millimetres, measured from the top left of an A4 page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterator

A4 = (210.0, 297.0)


class Sheet(TextChoices):
    """The formats that shops for offices have, by the maker's number."""

    L7160 = "l7160", _("Avery L7160: 21 on a sheet, 63.5 by 38.1 mm")
    L7651 = "l7651", _("Avery L7651: 65 on a sheet, 38.1 by 21.2 mm")


class Layout(NamedTuple):
    """Where the labels lie on a sheet, and how large what is printed on each may be.

    ``across`` and ``down`` are the steps from one label to the next.
    """

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    across: float
    down: float
    edge: float
    """Millimetres that stay white around what is printed."""
    qr: float
    tag: float
    """Points of the asset tag; it shrinks where it is long."""
    words: float
    """Points of everything else."""

    @property
    def size(self) -> int:
        """Labels on a sheet."""
        return self.columns * self.rows

    def place(self, position: int) -> tuple[int, float, float]:
        """Page, and millimetres from left and top, of the n-th label, counted from 0."""
        page, on_page = divmod(position, self.size)
        row, column = divmod(on_page, self.columns)
        return page, self.left + column * self.across, self.top + row * self.down

    def places(self, start: int, count: int) -> Iterator[tuple[int, float, float]]:
        """Those of so many labels, from the ``start``-th (counted from 1) of the first sheet on."""
        return map(self.place, range(start - 1, start - 1 + count))


LAYOUTS = {
    Sheet.L7160: Layout(
        3, 7, 63.5, 38.1, 7.25, 15.15, 66.0, 38.1, edge=3, qr=24, tag=15, words=7.5
    ),
    Sheet.L7651: Layout(
        5, 13, 38.1, 21.2, 4.75, 10.7, 40.6, 21.2, edge=1.6, qr=13.5, tag=9, words=5
    ),
}
LARGEST = max(layout.size for layout in LAYOUTS.values())
