"""Times and moments as people type them, also on the days when the clocks change."""

from datetime import UTC, date, datetime, time

import pytest

from councilgov.days import moments_at
from councilgov.forms.clocks import Asked, ClockField, MomentsForm, clock

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("7:30pm", time(19, 30)),
        ("7.30 PM", time(19, 30)),
        ("7pm", time(19)),
        ("7.30 a.m.", time(7, 30)),
        ("7 P.M.", time(19)),
        ("12 noon", time(12)),
        ("12 midnight", time(0)),
        ("12am", time(0)),
        ("12:15pm", time(12, 15)),
        ("19:30", time(19, 30)),
        ("0:05", time(0, 5)),
        ("0930", time(9, 30)),
        ("midday", time(12)),
        ("Midnight", time(0)),
        ("", None),
    ],
)
def test_a_time_is_read_as_people_type_it(typed, read):
    assert clock(typed) == read


@pytest.mark.parametrize(
    "typed", ["7", "930", "2575", "25:00", "7:60", "13pm", "0am", "half seven", "-1:30", "٧:٣٠"]
)
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(ValueError, match=r"\d|half"):
        clock(typed)


def test_a_time_that_is_known_is_shown_as_people_type_it():
    assert ClockField().prepare_value(time(14, 5)) == "2:05pm"
    assert ClockField().prepare_value("25:00") == "25:00"


BACK, FORWARD = date(2026, 10, 25), date(2026, 3, 29)
"""When the clocks of 2026 change: 1am to 2am comes twice, or not at all."""


@pytest.mark.parametrize(
    ("day", "hour", "moments"),
    [
        (date(2026, 11, 23), time(9, 40), [datetime(2026, 11, 23, 9, 40, tzinfo=UTC)]),
        (date(2026, 7, 1), time(9, 40), [datetime(2026, 7, 1, 8, 40, tzinfo=UTC)]),
        (FORWARD, time(1, 30), []),
        (
            BACK,
            time(1, 30),
            [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)],
        ),
    ],
)
def test_a_time_of_a_day_is_one_moment_none_or_two(day, hour, moments):
    assert moments_at(day, hour) == moments


class Noticed(MomentsForm):
    moments = {"noticed_at": Asked("Day", "Time", "Enter the day", "Enter the time")}


def typed(day, hour, **more):
    parts = {"day": day.day, "month": day.month, "year": day.year}
    boxes = {f"noticed_at_day_{part}": str(number) for part, number in parts.items()}
    return Noticed({**boxes, **more, "noticed_at_time": hour})


def test_what_was_typed_is_a_moment():
    form = typed(date(2026, 11, 22), "9:40am")

    assert form.is_valid()
    assert form.cleaned_data == {"noticed_at": datetime(2026, 11, 22, 9, 40, tzinfo=UTC)}


def test_a_time_that_the_clocks_skipped_is_refused():
    form = typed(FORWARD, "1:30am")

    assert form.errors == {
        "noticed_at_time": [
            "The clocks went forward: there was no 1:30am on 29 March 2026. Enter another time"
        ]
    }


def test_in_the_hour_that_came_twice_it_asks_which():
    form = typed(BACK, "1:30am")

    assert form.errors == {
        "noticed_at_which": ["Select if it was before or after the clocks went back"]
    }


@pytest.mark.parametrize(("answer", "hour"), [("0", 0), ("1", 1)])
def test_the_answer_says_which_of_the_two_it_was(answer, hour):
    form = typed(BACK, "1:30am", noticed_at_which=answer)

    assert form.is_valid()
    assert form.cleaned_data["noticed_at"] == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


def test_an_answer_that_no_longer_belongs_there_is_not_heard():
    assert typed(date(2026, 11, 22), "1:30am", noticed_at_which="1").is_valid()


@pytest.mark.parametrize(
    ("day", "hour", "error"),
    [
        (date(2026, 11, 23), "11:30", {"noticed_at_time": ["The time must be in the past"]}),
        (date(2026, 11, 24), "9:00", {"noticed_at_day": ["The day must be today or in the past"]}),
        (date(2026, 11, 22), "", {"noticed_at_time": ["Enter the time"]}),
        (date(2026, 11, 22), "soon", {"noticed_at_time": ["Enter a time, like 9:40am or 14:05"]}),
    ],
)
def test_what_is_no_moment_of_the_past_is_refused(day, hour, error):
    assert typed(day, hour).errors == error


def test_a_moment_that_is_known_is_filled_in():
    form = Noticed(initial={"noticed_at": datetime(2026, 7, 1, 8, 40, 30, tzinfo=UTC)})

    assert form["noticed_at_day"].value() == date(2026, 7, 1)
    assert form["noticed_at_time"].value() == "9:40am"
