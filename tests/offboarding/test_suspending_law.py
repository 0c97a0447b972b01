"""Who may suspend a councillor from office, and for how long, by nation."""

from datetime import date, timedelta

import pytest

from councilgov.elections.models import Kind
from councilgov.offboarding.suspending.actions import move_end
from councilgov.offboarding.suspending.forms import SuspendForm
from councilgov.offboarding.suspending.law import SUSPENDS
from councilgov.people.council import NationOf
from councilgov.people.models import Decider, SuspendedFrom
from councilgov.records import Refused
from tests import given
from tests.elections.polls import election
from tests.offboarding.suspended import suspended

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIRST = date(2027, 6, 1)
LONGEST = {
    (NationOf.WALES, Decider.COMMITTEE): date(2027, 11, 30),
    (NationOf.WALES, Decider.PANEL): date(2028, 5, 31),
    (NationOf.WALES, Decider.PANEL_INTERIM): date(2027, 11, 30),
    (NationOf.SCOTLAND, Decider.COMMISSION): date(2028, 5, 31),
    (NationOf.SCOTLAND, Decider.COMMISSION_INTERIM): date(2027, 8, 31),
    (NationOf.NORTHERN_IRELAND, Decider.COMMISSIONER): date(2028, 5, 31),
    (NationOf.NORTHERN_IRELAND, Decider.COMMISSIONER_INTERIM): date(2027, 11, 30),
}
"""Local Government Act 2000, sections 78 and 79; SI 2001/2281, regulation 9; Ethical Standards in
Public Life etc. (Scotland) Act 2000, sections 19 and 21; Local Government Act (Northern Ireland)
2014, sections 59 and 60."""


def from_office(decider, ends_on, **fields):
    said = {"what": SuspendedFrom.OFFICE, "decider": decider, "starts_on": FIRST}
    return suspended(**said | fields, ends_on=ends_on)


@pytest.mark.parametrize("nation", NationOf)
@pytest.mark.parametrize("decider", Decider)
def test_who_may_suspend_from_office_and_for_how_long_differs_by_nation(nation, decider):
    given.council(nation=nation)
    longest = LONGEST.get((nation, decider))

    if decider == Decider.COURT:
        assert from_office(decider, FIRST + 2000 * DAY)
    elif longest is None:
        words = "In England only a court" if nation == NationOf.ENGLAND else "They can’t suspend"
        with pytest.raises(Refused, match=words) as refusal:
            from_office(decider, FIRST)
        assert refusal.value.field == "decider"
    else:
        with pytest.raises(Refused, match="may suspend until") as refusal:
            from_office(decider, longest + DAY)
        assert refusal.value.field == "ends_on"
        assert SUSPENDS[nation][decider].law in str(refusal.value)
        assert from_office(decider, longest)


def test_facilities_can_be_withdrawn_in_every_nation_for_as_long_as_was_decided():
    assert set(SUSPENDS) == set(NationOf)
    row = suspended(decider=Decider.COUNCIL, starts_on=FIRST, ends_on=FIRST + 2000 * DAY)
    assert row.what == SuspendedFrom.FACILITIES


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2027, 3, 1), date(2027, 5, 5)),
        (date(2032, 3, 1), date(2032, 5, 5)),
        (date(2031, 6, 1), date(2032, 5, 5)),
    ],
    ids=["2027", "2032", "the year before"],
)
def test_in_scotland_it_ends_before_the_day_of_the_ordinary_election(first, last):
    given.council(nation=NationOf.SCOTLAND)
    with pytest.raises(Refused, match="ordinary election") as refusal:
        from_office(Decider.COMMISSION, last + DAY, starts_on=first)

    assert refusal.value.field == "ends_on"
    assert from_office(Decider.COMMISSION, last, starts_on=first)


def test_what_begins_on_the_day_of_an_ordinary_election_runs_to_the_next():
    given.council(nation=NationOf.SCOTLAND)

    assert from_office(Decider.COMMISSION, date(2028, 5, 5), starts_on=date(2027, 5, 6))


def test_an_ordinary_election_that_was_entered_counts_for_its_own_day():
    given.council(nation=NationOf.SCOTLAND)
    election(kind=Kind.ORDINARY, notice_on=date(2027, 8, 1), poll_on=date(2027, 9, 9))

    with pytest.raises(Refused, match="8 September 2027"):
        from_office(Decider.COMMISSION, date(2027, 9, 9))
    assert from_office(Decider.COMMISSION_INTERIM, date(2027, 8, 31))


def test_an_end_is_not_moved_past_what_the_law_lets_but_always_to_an_earlier_day():
    given.council(nation=NationOf.NORTHERN_IRELAND)
    row = from_office(Decider.COMMISSIONER, date(2028, 5, 31))
    by = row.entered_by

    with pytest.raises(Refused, match="31 May 2028"):
        move_end(suspension=row, ends_on=date(2028, 6, 1), reason="Longer.", by=by)
    assert move_end(suspension=row, ends_on=FIRST, reason="Shorter.", by=by).ends_on == FIRST


def test_the_form_offers_those_who_decide_in_the_nation():
    given.council(nation=NationOf.WALES)
    offered = [value for value, _label in SuspendForm().fields["decider"].choices]

    assert offered == [
        Decider.COUNCIL,
        Decider.COMMITTEE,
        Decider.PANEL,
        Decider.PANEL_INTERIM,
        Decider.COURT,
    ]


@pytest.mark.parametrize("nation", NationOf)
def test_what_was_entered_when_anybody_could_be_is_not_prolonged_but_entered_anew(nation):
    given.council(nation=nation)
    row = suspended(starts_on=FIRST, ends_on=FIRST + DAY)
    row.what, row.decider = SuspendedFrom.OFFICE, Decider.STANDARDS
    row.keep(by=None, why="As it was entered before the bodies were told apart")

    with pytest.raises(Refused, match="enter anew what was decided, and by whom") as refusal:
        move_end(suspension=row, ends_on=FIRST + 9 * DAY, reason="Longer.", by=row.entered_by)
    assert refusal.value.way == row.own_page
    assert "select that above" not in str(refusal.value)
    assert move_end(suspension=row, ends_on=FIRST, reason="Shorter.", by=row.entered_by)
