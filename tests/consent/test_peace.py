"""Who said no is left in peace for a year, and nothing from before their no brings it back."""

from datetime import date

import pytest
import time_machine

from consent.adding.actions import forget_person
from consent.erasing.actions import forget_suppressions
from consent.models import Purpose, Source
from consent.permitting import actions
from councilgov.records import Refused
from tests import given
from tests.consent import people

NUMBER, OTHER = "07700 900982", "07700 900983"
BEFORE, DAY, AFTER = date(2026, 6, 1), date(2026, 11, 23), date(2026, 11, 24)
BY_THEM = [Source.THEY_ASKED, Source.WROTE_FIRST]


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        person = people.person(full_name="Sam Sorrel")
        row = people.granted(person, handle=NUMBER, on=BEFORE)
        return person, actions.withdraw(permission=row, by=person.councillor)

    return shared(make)


@pytest.fixture
def person(made_once):
    return made_once[0]


@pytest.fixture
def row(made_once):
    """What they took back on 23 November 2026."""
    found = made_once[1]
    found.refresh_from_db()
    return found


@pytest.fixture
def by(person):
    return person.councillor


@pytest.fixture
def second(by):
    """The same person, entered twice."""
    return people.person(councillor=by, full_name="Sam Sorrel")


@pytest.fixture
def the_next_day():
    with time_machine.travel(f"{AFTER} 12:00Z"):
        yield


# Nobody asks


@pytest.mark.usefixtures("the_next_day")
@pytest.mark.parametrize("handle", [NUMBER, "+447700900982", OTHER])
def test_they_are_not_asked_again_under_whatever_number(person, handle):
    with pytest.raises(Refused, match="Do not ask again before 23 November 2027"):
        people.asked(person, handle=handle)


@pytest.mark.usefixtures("the_next_day")
def test_nor_under_another_entry_with_the_same_number(second):
    with pytest.raises(Refused, match="Do not ask again before 23 November 2027"):
        people.asked(second, handle=NUMBER)


@pytest.mark.parametrize("handle", [NUMBER, OTHER])
def test_a_question_of_before_that_is_noted_late_is_refused_too(person, handle):
    with pytest.raises(Refused, match="Do not ask again"):
        people.asked(person, handle=handle, asked_on=BEFORE)


@pytest.mark.parametrize("handle", [NUMBER, OTHER])
def test_after_a_year_they_may_be_asked(person, handle):
    with time_machine.travel("2027-11-23 12:00Z"):
        assert people.asked(person, handle=handle)


@pytest.mark.parametrize("is_deleted", [False, True])
def test_about_a_newsletter_nobody_is_asked_ever_again(person, is_deleted):
    """An objection to direct marketing has no end (UK GDPR Article 21(3))."""
    letter = {"purpose": Purpose.NEWSLETTER, "handle": OTHER}
    actions.withdraw(permission=people.asked(person, **letter), by=person.councillor)
    other = person
    if is_deleted:
        forget_person(person=person, by=person.councillor)
        other = people.person(councillor=person.councillor)

    with time_machine.travel("2046-11-23 12:00Z"):
        forget_suppressions()
        with pytest.raises(Refused, match="Do not ask again, unless they ask"):
            people.asked(other, **letter)
        assert people.granted(other, **letter | {"source": Source.THEY_ASKED})


@pytest.mark.parametrize(
    "other",
    [{"purpose": Purpose.NEWSLETTER}, {"channel": "Signal"}],
    ids=["another purpose", "another channel"],
)
@pytest.mark.usefixtures("the_next_day")
def test_for_something_else_they_may_be_asked(person, other):
    if "channel" in other:
        other = {"channel": people.channel(other["channel"])}

    assert people.asked(person, handle=NUMBER, **other)


@pytest.mark.usefixtures("the_next_day")
def test_somebody_else_under_another_number_may_be_asked(second):
    assert people.asked(second, handle=OTHER)


@pytest.mark.usefixtures("the_next_day")
def test_another_councillor_knows_nothing_of_it():
    assert people.asked(handle=NUMBER)


# What they say themselves


@pytest.mark.usefixtures("the_next_day")
@pytest.mark.parametrize("source", BY_THEM)
@pytest.mark.parametrize("day", [BEFORE, DAY])
def test_what_they_wrote_or_asked_until_their_no_brings_nothing_back(person, row, source, day):
    with pytest.raises(Refused, match="took it back, on 23 November 2026") as refusal:
        people.granted(person, handle=NUMBER, source=source, on=day)

    row.refresh_from_db()
    assert (row.status, refusal.value.field) == ("withdrawn", "on")


@pytest.mark.usefixtures("the_next_day")
@pytest.mark.parametrize("source", BY_THEM)
def test_what_they_write_or_ask_after_their_no_counts(person, row, source):
    again = people.granted(person, handle=NUMBER, source=source, on=AFTER)

    assert (again.pk, again.status) == (row.pk, "granted")


@pytest.mark.usefixtures("the_next_day")
def test_nor_does_it_under_another_entry(second):
    with pytest.raises(Refused, match="counts no more"):
        people.granted(second, handle=NUMBER, on=DAY)
    assert people.granted(second, handle=NUMBER, on=AFTER)


def test_on_the_day_of_their_no_they_may_name_another_number(person):
    with pytest.raises(Refused, match="counts no more"):
        people.granted(person, handle=OTHER, on=BEFORE)

    assert people.granted(person, handle=OTHER, source=Source.THEY_ASKED, on=DAY)


def test_a_telephone_number_given_before_they_took_it_back_is_not_noted_again(person, by):
    row = people.reached(person, handle="01632 960982", on=BEFORE)
    actions.withdraw(permission=row, by=by)

    with pytest.raises(Refused, match="counts no more"):
        people.reached(person, handle="01632 960982", on=BEFORE)


def test_a_no_counts_from_the_day_of_the_answer(by):
    other = people.person(councillor=by)
    asked = people.asked(other, asked_on=BEFORE)
    actions.answered(permission=asked, agreed=False, on=date(2026, 6, 2), by=by)

    with pytest.raises(Refused, match="before 2 June 2027"):
        people.asked(other, handle=asked.handle)
    assert people.granted(other, handle=asked.handle, on=date(2026, 6, 3)).pk == asked.pk


# A number that changes


@pytest.mark.usefixtures("the_next_day")
def test_a_number_does_not_change_to_one_that_was_taken_back(person, row, by):
    other = people.granted(person, handle=OTHER)

    with pytest.raises(Refused, match="Somebody said no under this number") as refusal:
        actions.change_handle(permission=other, handle=NUMBER, by=by)

    assert refusal.value.way[0] == f"/contacts/{person.pk}/ways/add/"
    other.refresh_from_db()
    assert other.status == "granted"


@pytest.mark.usefixtures("the_next_day")
def test_nor_for_a_newsletter(person, by):
    news = {"purpose": Purpose.NEWSLETTER, "source": Source.THEY_ASKED, "on": AFTER}
    stopped = people.granted(person, **news)
    actions.withdraw(permission=stopped, by=by)
    other = people.granted(people.person(councillor=by), **news)

    with pytest.raises(Refused, match="Somebody said no") as refusal:
        actions.change_handle(permission=other, handle=stopped.handle, by=by)

    assert refusal.value.way[0].endswith("/agreed/")


@pytest.mark.usefixtures("the_next_day")
def test_a_number_changes_to_one_of_which_nobody_said_anything(person, by):
    other = people.granted(person, handle=OTHER)

    assert actions.change_handle(permission=other, handle="07700 900984", by=by)


def test_a_year_later_it_may(person, by):
    with time_machine.travel("2027-11-23 12:00Z"):
        other = people.granted(person, handle=OTHER, on=DAY)

        assert actions.change_handle(permission=other, handle=NUMBER, by=by)


# Once they are deleted


@pytest.mark.usefixtures("row")
def test_what_they_wrote_before_their_no_brings_nothing_back_when_they_are_deleted(person, second):
    forget_person(person=person, by=person.councillor)

    with time_machine.travel(f"{AFTER} 12:00Z"):
        with pytest.raises(Refused, match="counts no more"):
            people.granted(second, handle=NUMBER, on=DAY)
        assert people.granted(second, handle=NUMBER, on=AFTER)
