"""Terms that end and begin together, as at an election."""

from __future__ import annotations

from datetime import date

import pytest

from councilgov.deadlines import end_of_day
from councilgov.people.actions import end_term, join_group
from councilgov.people.models import EndReason, TermOfOffice
from councilgov.people.turnover.actions import Ending, turn_over
from councilgov.records import Refused
from tests import given

CHANGE = date(2027, 5, 10)


def ending(term):
    return Ending(term, end_of_day(CHANGE), EndReason.NOT_RE_ELECTED)


def test_a_term_that_has_an_end_is_not_ended_again():
    term = given.councillor().terms.get()
    turn_over(endings=[ending(term)], beginnings=[], by=None)

    with pytest.raises(Refused, match="has an end already: 10 May 2027"):
        turn_over(endings=[ending(term)], beginnings=[], by=None)


def test_no_second_term_in_a_ward_begins_before_the_first_is_over():
    member = given.councillor()
    term = member.terms.get()
    last = end_of_day(date(2027, 6, 30))
    end_term(term=term, ends_at=last, reason=EndReason.RESIGNED, by=None)
    again = TermOfOffice(councillor=member, ward=term.ward, starts_on=CHANGE)

    with pytest.raises(Refused, match="a term for this ward already, until 30 June 2027"):
        turn_over(endings=[], beginnings=[again], by=None)
    again.starts_on = date(2027, 6, 30)
    turn_over(endings=[], beginnings=[again], by=None)
    assert member.terms.count() == 2


def test_whoever_goes_on_in_another_ward_stays_in_their_group():
    member, other = given.councillor(), given.councillor()
    group, since = given.group(), date(2022, 5, 9)
    for one in (member, other):
        join_group(councillor=one, group=group, starts_on=since, by=None)
    given.term(member)

    first = member.terms.order_by("pk").first()
    turn_over(endings=[ending(first), ending(other.terms.get())], beginnings=[], by=None)

    assert member.memberships.get().ends_on is None
    assert other.memberships.get().ends_on == CHANGE


def test_whoever_joined_a_group_for_later_is_not_made_to_leave_it_before():
    member = given.councillor()
    join_group(councillor=member, group=given.group(), starts_on=date(2027, 9, 1), by=None)

    turn_over(endings=[ending(member.terms.get())], beginnings=[], by=None)

    assert member.memberships.get().ends_on is None
