"""How far the councillors are who answer for a part of one incident: in figures, not one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse

from breaches.compromising.tables import STATES, at_state
from breaches.models import Assessment
from councilgov.capacity import Controller

if TYPE_CHECKING:
    from breaches.models import Incident

FEW = 3
"""Parts of councillors that the page of an incident shows whole; more stand in a list."""


class Figure(NamedTuple):
    """How many are so far, and the list of them."""

    number: int
    words: str
    href: str


class Parts(NamedTuple):
    """The councillors who answer for a part of it."""

    number: int
    href: str
    figures: list[Figure]

    def lines(self) -> list[tuple[str, str]]:
        """The same on paper."""
        return [(figure.words, str(figure.number)) for figure in self.figures]


def parts_of(incident: Incident) -> Parts | None:
    """None where the page shows them whole. One query for each state, however many there are."""
    rows = Assessment.objects.filter(incident=incident, controller=Controller.COUNCILLOR)
    total = rows.count()
    if total <= FEW:
        return None
    href = reverse("breaches:parts", args=[incident.reference])
    counts = [(state, words, at_state(rows, state).count()) for state, words in STATES]
    figures = [
        Figure(count, str(words), f"{href}?state={state}")
        for state, words, count in counts
        if count
    ]
    return Parts(total, href, figures)
