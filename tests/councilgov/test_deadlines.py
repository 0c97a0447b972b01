"""Working days, calendar months and elapsed hours, each exactly as the golden files say."""

import csv
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from councilgov import deadlines
from councilgov.days import LONDON
from councilgov.deadlines import DIVISIONS, Division, Nation
from councilgov.records import Refused

pytestmark = pytest.mark.no_database

GOLDEN = Path(__file__).parent.parent / "golden"
E_AND_W = Division.ENGLAND_AND_WALES
days = st.dates(date(2022, 1, 1), date(2027, 12, 31))


def golden(name):
    with (GOLDEN / name).open(encoding="utf-8") as lines:
        return [pytest.param(row, id="-".join(row.values())) for row in csv.DictReader(lines)]


def closures(row):
    return [date.fromisoformat(day) for day in row["council_closure_days"].split()]


@pytest.mark.parametrize("row", golden("working_days.csv"))
def test_working_days_come_out_exactly(row):
    due_on = deadlines.working_days_after(
        date.fromisoformat(row["from_day"]),
        int(row["working_days"]),
        division=row["division"],
        closures=closures(row),
    )

    assert due_on == date.fromisoformat(row["due_on"])


@pytest.mark.parametrize("row", golden("calendar_months.csv"))
def test_months_come_out_exactly(row):
    due_on = deadlines.months_after(date.fromisoformat(row["from_day"]), int(row["months"]))

    assert due_on == date.fromisoformat(row["due_on"])


@pytest.mark.parametrize("row", golden("seventy_two_hours.csv"))
def test_seventy_two_hours_come_out_exactly(row):
    due_at = deadlines.hours_after(datetime.fromisoformat(row["aware_at_utc"]), 72)

    assert due_at.isoformat() == row["due_at_utc"]
    assert due_at.astimezone(LONDON).isoformat() == row["due_at_london"]


@pytest.mark.parametrize("row", golden("retirement_days.csv"))
def test_retirement_days_come_out_exactly(row):
    retires_on = deadlines.retirement_day(date.fromisoformat(row["poll"]), nation=Nation.ENGLAND)
    ends_on = deadlines.working_days_after(retires_on, 10, division=E_AND_W)

    assert retires_on.isoformat() == row["suggested_retirement"]
    assert ends_on.isoformat() == row["access_ends_on"]


@pytest.mark.parametrize("nation", sorted(set(Nation) - {Nation.ENGLAND}))
def test_no_day_of_retirement_is_guessed_for_another_nation(nation):
    with pytest.raises(Refused, match="for England only"):
        deadlines.retirement_day(date(2027, 5, 6), nation=nation)


def test_nobody_retires_on_a_holiday_that_was_proclaimed():
    days = {date(2027, 5, 10), date(2027, 5, 11)}

    found = deadlines.retirement_day(date(2027, 5, 6), nation=Nation.ENGLAND, holidays=days)

    assert found == date(2027, 5, 12)


@pytest.mark.parametrize("poll", [date(2029, 5, 3), date(2028, 12, 28), date(2001, 5, 3)])
def test_no_day_of_retirement_is_guessed_where_bank_holidays_are_not_known(poll):
    with pytest.raises(deadlines.CalendarEnds, match="Enter the day that your returning officer"):
        deadlines.retirement_day(poll, nation=Nation.ENGLAND)


@pytest.mark.parametrize("division", Division)
def test_counting_stops_where_the_published_calendar_ends(division):
    last = deadlines.calendar_ends_on(division)
    with pytest.raises(deadlines.CalendarEnds, match="can’t count working days in"):
        deadlines.working_days_after(last, 1, division=division)


def test_counting_refuses_the_years_before_the_calendar():
    with pytest.raises(deadlines.CalendarEnds):
        deadlines.is_working_day(date(2000, 1, 3), division=E_AND_W)


def test_working_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="forwards"):
        deadlines.working_days_after(date(2026, 5, 11), -1, division=E_AND_W)


def test_an_unknown_division_is_refused_rather_than_read_as_no_holidays():
    with pytest.raises(ValueError, match="atlantis"):
        deadlines.working_days_after(date(2026, 5, 11), 1, division="atlantis")


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        deadlines.hours_after(datetime(2026, 10, 25, 1, 30), 72)  # noqa: DTZ001


def test_the_arithmetic_is_explained_in_words():
    words = deadlines.explain(date(2026, 5, 11), 10, division=E_AND_W)

    assert words == (
        "10 working days after Monday 11 May 2026 is Tuesday 26 May 2026. Weekends do not count, "
        "and neither do these days: Monday 25 May 2026 is a bank holiday (Spring bank holiday)."
    )


def test_a_closure_is_explained_and_a_plain_week_needs_no_words():
    closed = deadlines.explain(date(2026, 6, 1), 1, division=E_AND_W, closures=[date(2026, 6, 2)])
    plain = deadlines.explain(date(2026, 6, 1), 1, division=E_AND_W)

    assert closed.endswith("these days: the council is closed on Tuesday 2 June 2026.")
    assert plain == "1 working day after Monday 1 June 2026 is Tuesday 2 June 2026."


def test_a_one_off_holiday_is_called_so_and_days_in_a_row_are_told_once():
    mourning = [date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2)]
    shut = [date(2026, 12, 3), date(2026, 12, 4), date(2026, 12, 7), date(2026, 12, 9)]

    words = deadlines.explain(
        date(2026, 11, 27),
        2,
        division=E_AND_W,
        closures=[*mourning, *shut],
        proclaimed=dict.fromkeys(mourning, "State funeral"),
    )

    assert words.endswith(
        "these days: Monday 30 November 2026 to Wednesday 2 December 2026 are bank holidays "
        "(State funeral); the council is closed from Thursday 3 December 2026 to Monday "
        "7 December 2026; the council is closed on Wednesday 9 December 2026."
    )


@examples(days, st.integers(0, 30), st.sampled_from(list(DIVISIONS.values())))
def test_the_day_found_is_a_working_day_with_exactly_n_of_them_up_to_it(day, n, division):
    due_on = deadlines.working_days_after(day, n, division=division)
    passed = [day + timedelta(days=k) for k in range(1, (due_on - day).days + 1)]

    assert sum(deadlines.is_working_day(d, division=division) for d in passed) == n
    assert n == 0 or deadlines.is_working_day(due_on, division=division)


@examples(st.datetimes(timezones=st.just(LONDON)), st.integers(0, 200))
def test_elapsed_hours_are_elapsed_whatever_the_clocks_do(moment, n):
    assert deadlines.hours_after(moment, n) - moment.astimezone(UTC) == timedelta(hours=n)


@examples(start=days, n=st.integers(0, 40))
def test_counting_between_undoes_counting_forwards(start, n):
    due_on = deadlines.working_days_after(start, n, division=E_AND_W)

    assert deadlines.working_days_between(start, due_on, division=E_AND_W) == n
    assert deadlines.working_days_between(due_on, start, division=E_AND_W) == 0


def test_a_closure_day_is_not_counted_between():
    friday, wednesday = date(2027, 4, 2), date(2027, 4, 7)
    closures = {date(2027, 4, 6)}

    found = deadlines.working_days_between(friday, wednesday, division=E_AND_W, closures=closures)

    assert found == 2


@pytest.mark.parametrize(
    ("moment", "minutes", "then"),
    [
        ("2026-11-23 10:00", 60, "2026-11-23 11:00"),
        ("2026-11-23 16:00", 60, "2026-11-23 17:00"),
        ("2026-11-20 16:30", 60, "2026-11-23 09:30"),
        ("2026-11-21 12:00", 60, "2026-11-23 10:00"),
        ("2026-11-23 06:00", 60, "2026-11-23 10:00"),
        ("2026-11-23 20:00", 60, "2026-11-24 10:00"),
        ("2026-12-24 16:30", 60, "2026-12-29 09:30"),
        ("2026-11-23 09:00", 20 * 60, "2026-11-25 13:00"),
        ("2026-10-23 16:30", 60, "2026-10-26 09:30"),
    ],
    ids=[
        "while it is open",
        "to the minute when it shuts",
        "over a weekend",
        "at a weekend",
        "before it opens",
        "after it shut",
        "over Christmas",
        "over three days",
        "over the night when the clocks go back",
    ],
)
def test_time_of_service_passes_only_while_the_desk_is_open(moment, minutes, then):
    found = deadlines.service_time_after(
        datetime.fromisoformat(moment).replace(tzinfo=LONDON),
        timedelta(minutes=minutes),
        opens=time(9),
        closes=time(17),
        division=E_AND_W,
    )

    assert found == datetime.fromisoformat(then).replace(tzinfo=LONDON)


def test_no_time_of_service_passes_on_a_day_on_which_the_council_is_closed():
    found = deadlines.service_time_after(
        datetime(2026, 11, 23, 16, 30, tzinfo=UTC),
        timedelta(hours=1),
        opens=time(9),
        closes=time(17),
        division=E_AND_W,
        closures=[date(2026, 11, 24)],
    )

    assert found == datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
