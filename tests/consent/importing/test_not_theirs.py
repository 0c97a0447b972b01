"""A number that is somebody else's is so for every channel that shares it, by a page or a file."""

import datetime as dt

import pytest

from consent.models import PermissionStatus, Purpose, Source, StopLink
from consent.permitting.actions import mark_wrong_person, note_theirs_after_all
from consent.stopping.actions import make_link
from tests.consent import people
from tests.consent.importing import files

S = PermissionStatus
NUMBER = "07700 900982"
WRONG = {"ended": "Somebody else’s", "ended_on": "20/11/2026"}
QUESTION = files.ASKED | {"channel": "iMessage"}
SHOWN = files.CHECKED | {"verified_on": "23/11/2026", "answered_on": "23/11/2026"}


@pytest.fixture
def sam(me):
    return people.person(councillor=me, full_name="Sam Sorrel")


@pytest.fixture
def way(sam):
    return people.granted(sam, handle=NUMBER, on=dt.date(2026, 11, 3))


def columns(me, *rows):
    return [column for column, _told in files.faults(me, *rows)]


@pytest.mark.parametrize(
    "cells",
    [{"channel": "Signal"}, {"purpose": "newsletter", "source": "They asked"}, QUESTION],
    ids=["another channel", "another purpose", "a question"],
)
def test_what_was_marked_on_one_channel_is_refused_on_all(me, way, cells):
    mark_wrong_person(permission=way, by=me)

    ((column, told),) = files.faults(me, files.row(**cells | {"answered_on": "23/11/2026"}))

    assert column == "handle"
    assert "somebody else’s on 23 November 2026" in told


def test_another_number_or_somebody_else_there_is_not(me, way):
    mark_wrong_person(permission=way, by=me)

    other = files.row(channel="Signal", handle="07700 900983")
    assert columns(me, other, files.row(full_name="Kit Yarrow", channel="Signal")) == []


def test_what_is_over_may_be_noted_there(me, way):
    mark_wrong_person(permission=way, by=me)

    over = files.row(channel="Signal", ended="withdrawn", ended_on="20/11/2026")
    assert columns(me, over) == []


def test_who_showed_since_that_it_is_theirs_is_believed(me, way):
    mark_wrong_person(permission=way, by=me)

    (found,) = files.noted(me, files.row(channel="Signal", **SHOWN))

    assert (found.status, found.channel.name) == (S.VERIFIED, "Signal")


@pytest.mark.parametrize(
    "cells",
    [{"verified_how": "Seen on a video call"}, {"answered_on": "22/11/2026"}],
    ids=["not in person", "before it was marked"],
)
def test_nothing_less_will_do(me, way, cells):
    mark_wrong_person(permission=way, by=me)

    assert columns(me, files.row(channel="Signal", **SHOWN | cells)) == ["handle"]


def test_what_they_showed_on_their_page_counts_for_the_file(me, way):
    wrong = mark_wrong_person(permission=way, by=me)
    note_theirs_after_all(
        permission=wrong, who_answered="Sam, whom I know", on=dt.date(2026, 11, 23), by=me
    )

    assert columns(me, files.row(channel="Signal", answered_on="23/11/2026")) == []


def test_to_mark_it_by_a_file_ends_all_that_is_noted_there(me, sam, way):
    signal = people.channel("Signal")
    early, letters = dt.date(2026, 11, 3), {"source": Source.THEY_ASKED}
    other = people.granted(sam, handle=NUMBER, channel=signal, on=early)
    news = people.granted(sam, handle=NUMBER, purpose=Purpose.NEWSLETTER, on=early, **letters)
    elsewhere = people.granted(sam, handle="07700 900983", channel=signal, on=early)
    link = make_link(permission=other, by=me)

    (verdict,) = files.judged(me, files.row(**WRONG))
    files.noted(me, files.row(**WRONG))

    assert ("Somebody else’s too", "", f"Signal, {NUMBER}") in verdict.changes
    for row in (way, other, news, elsewhere):
        row.refresh_from_db()
    assert {row.status for row in (way, other, news)} == {S.WRONG_PERSON}
    assert (other.ended_on, other.is_preferred) == (dt.date(2026, 11, 20), False)
    assert elsewhere.status == S.GRANTED
    assert not StopLink.objects.filter(pk=link.pk).exists()


def test_what_they_agreed_to_after_that_day_stays(me, sam, way):
    later = people.granted(sam, handle=NUMBER, channel=people.channel("Signal"))

    files.noted(me, files.row(**WRONG))

    later.refresh_from_db()
    assert later.status == S.GRANTED


@pytest.mark.parametrize("is_first", [True, False])
def test_rows_of_one_file_are_held_against_each_other(me, is_first):
    wrong, older = files.row(**WRONG), files.row(channel="Signal")

    rows = (wrong, older) if is_first else (older, wrong)

    assert columns(me, *rows) == ["handle"]
    assert columns(me, wrong, older | {"answered_on": "20/11/2026"}) == []


def test_the_order_of_the_rows_does_not_matter(me, sam, way):
    people.granted(sam, handle=NUMBER, channel=people.channel("Signal"), on=dt.date(2026, 11, 3))
    checked = files.row(channel="Signal", **files.CHECKED)

    assert columns(me, checked, files.row(**WRONG)) == ["ended"]
