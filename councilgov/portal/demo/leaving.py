"""A councillor who leaves office soon, and what they chose for whom they were in touch with."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from consent.adding.actions import add_person
from consent.leaving.actions import decide
from consent.leaving.carrying import open_leavings
from consent.models import Channel, Constituent, Leaving, PartingStatus, Said, Source
from consent.permitting.actions import begin
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.deadlines import end_of_day
from councilgov.people.actions import end_term
from councilgov.people.models import EndReason
from councilgov.portal.demo.clock import days_ago, demo_today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.people.models import User

WARDS = 18
LATELY, ASKED, CHOSE = 45, 8, 2
"""Days ago: they noted people, were asked what becomes of them, and chose for some."""
LEFT_IN = timedelta(days=12)
WARD = (
    ("Maud Applegarth", "Telephone", "01632 960071"),
    ("Seth Brackenbury", "Email", "seth.brackenbury@example.com"),
    ("Nell Winterbourne", "Letter", "3 Cooper’s Yard, Barchester BX1 2RP"),
    ("Obi Larchwood", "Telephone", "01632 960083"),
)


def build_leaving(councillors: Sequence[User]) -> None:
    """Another councillor of the first one’s ward retires, and offers somebody to the first one.

    Where the demo lives in the past, for want of bank holidays, nobody leaves in it.
    """
    if demo_today() < today():
        return
    first, leaver = councillors[0], councillors[WARDS]
    last_day = demo_today() + LEFT_IN
    with days_ago(LATELY):
        people = [_noted(*one, by=leaver) for one in WARD]
        add_person(full_name="Ida Copperfield", capacity=Capacity.COUNCIL, by=leaver)
    with days_ago(ASKED):
        end_term(
            term=leaver.terms.get(),
            ends_at=end_of_day(last_day),
            reason=EndReason.RETIRED,
            by=None,
        )
        open_leavings()
    with days_ago(CHOSE):
        _choose(Leaving.objects.get(councillor=leaver), people, first)


def _choose(leaving: Leaving, people: Sequence[Constituent], successor: User) -> None:
    """One goes, and another is handed on; for the others nothing is chosen yet."""
    to_go, to_hand, *_others = people
    by = leaving.councillor
    decide(leaving=leaving, person=to_go.pk, choice=PartingStatus.TO_DELETE, by=by)
    decide(
        leaving=leaving,
        person=to_hand.pk,
        choice=PartingStatus.OFFERED,
        successor=successor,
        told_on=today(),
        said=Said.AGREED,
        by=by,
    )


def _noted(full_name: str, channel: str, handle: str, *, by: User) -> Constituent:
    person = add_person(full_name=full_name, capacity=Capacity.WARD, by=by)
    begin(
        person=person,
        channel=Channel.objects.get(name=channel),
        handle=handle,
        source=Source.GAVE_DETAILS,
        on=today(),
        by=by,
    )
    return person
