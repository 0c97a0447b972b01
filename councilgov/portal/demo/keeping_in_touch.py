"""Invented people whom other councillors are in touch with: some of their numbers have gone stale.

Officers see them as totals, and of fewer than five councillors none is told: hence so many.
"""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

from consent.adding.actions import add_person
from consent.models import Channel, Source, Verification
from consent.permitting.actions import begin, verify
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.portal.demo.clock import days_ago
from councilgov.portal.demo.people import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from councilgov.people.models import User

CAREFUL = slice(26, 36, 2)
"""Places of the councillors who checked all of theirs lately."""
FORGETFUL = slice(36, 47, 2)
"""Places of those who have not checked theirs for seven months."""
LATELY, LONG_AGO = 35, 215
"""Days ago."""
PEOPLE = """
Alma Bracegirdle, Tobias Clutterbuck, Ngozi Dunmore, Percy Elphinstone, Sunita Farthing,
Gwilym Greenhalgh, Hattie Inglewood, Jonah Kettlewell, Lottie Merrybent, Aziz Northcote,
Odette Pargeter, Walter Ravenscroft, Bina Stubblefield, Clement Thistlewood, Una Wetherall,
Ravi Yardley
"""


def build_contacts_of_others(councillors: Sequence[User]) -> None:
    """One or two people for each, whom they made sure of in person."""
    everybody = cycle(enumerate(names(PEOPLE)))
    with days_ago(LONG_AGO):
        for councillor in councillors[FORGETFUL]:
            _noted(councillor, (next(everybody), next(everybody)))
    with days_ago(LATELY):
        for councillor in councillors[CAREFUL]:
            _noted(councillor, (next(everybody),))


def _noted(by: User, people: Iterable[tuple[int, str]]) -> None:
    channel = Channel.objects.get(name="Text message")
    for n, full_name in people:
        row = begin(
            person=add_person(full_name=full_name, capacity=Capacity.WARD, by=by),
            channel=channel,
            handle=f"07700 900{400 + n}",  # Ofcom keeps these for drama
            source=Source.WROTE_FIRST,
            on=today(),
            by=by,
        )
        who = "They came to the surgery"
        verify(permission=row, how=Verification.IN_PERSON, who_answered=who, on=today(), by=by)
