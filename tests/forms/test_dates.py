"""Dates in three boxes, with the design system's words; today is asked when the form is cleaned."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from councilgov.days import today
from councilgov.forms.dates import DateField

LOST = "The date you lost it"


def cleaned(day, month, year, **rules):
    return DateField(noun=LOST, **rules).clean([day, month, year])


def complaint(*typed, **rules):
    with pytest.raises(ValidationError) as told:
        cleaned(*typed, **rules)
    params = told.value.error_list[0].params or {}
    return told.value.messages[0], params["wrong"]


@settings(deadline=None)
@given(st.dates(min_value=date(1000, 1, 1)))
def test_any_date_can_be_typed_in_figures(day):
    assert cleaned(str(day.day), str(day.month), str(day.year)) == day


@pytest.mark.parametrize("month", ["3", "03", "mar", "Mar", "MARCH"])
def test_a_month_may_be_a_figure_or_a_word(month):
    assert cleaned("27", month, "2026") == date(2026, 3, 27)


@pytest.mark.parametrize(
    ("typed", "message", "wrong"),
    [
        (("", "3", "2026"), "must include a day", ["day"]),
        (("27", "", "2026"), "must include a month", ["month"]),
        (("27", "3", ""), "must include a year", ["year"]),
        (("27", "", ""), "must include a month and year", ["month", "year"]),
        (("31", "2", "2026"), "must be a real date", ["day"]),
        (("29", "2", "2025"), "must be a real date", ["day"]),
        (("0", "2", "2026"), "must be a real date", ["day"]),
        (("1", "13", "2026"), "must be a real date", ["month"]),
        (("1", "marmalade", "2026"), "must be a real date", ["month"]),
        (("1", "2", "0000"), "must be a real date", ["year"]),
        (("one", "2", "2026"), "must be a real date", ["day"]),
        (("+1", "1_0", "2026"), "must be a real date", ["month", "day"]),
        (("9" * 5000, "2", "2026"), "must be a real date", ["day"]),
    ],
)
def test_a_date_that_is_not_one_is_refused_at_its_wrong_box(typed, message, wrong):
    assert complaint(*typed) == (f"{LOST} {message}", wrong)


@pytest.mark.parametrize("year", ["26", "226", "20260"])
def test_a_year_has_four_figures(year):
    assert complaint("27", "3", year) == ("Year must include 4 numbers", ["year"])


def test_no_date_at_all_is_a_missing_answer():
    with pytest.raises(ValidationError) as told:
        cleaned("", "", "")

    assert told.value.code == "required"


@time_machine.travel(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), tick=False)
def test_today_is_the_day_in_london():
    assert today() == date(2026, 7, 1)
    assert cleaned("1", "7", "2026", past=True) == date(2026, 7, 1)
    assert cleaned("1", "7", "2026", future=True) == date(2026, 7, 1)


@time_machine.travel(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), tick=False)
def test_tomorrow_is_not_past_and_yesterday_is_not_future():
    assert complaint("2", "7", "2026", past=True)[0] == f"{LOST} must be today or in the past"
    assert complaint("30", "6", "2026", future=True)[0] == f"{LOST} must be today or in the future"


def test_today_is_asked_when_the_form_is_cleaned_and_not_when_it_is_made():
    field = DateField(noun=LOST, past=True)

    with time_machine.travel("2030-01-02"):
        assert field.clean(["2", "1", "2030"]) == date(2030, 1, 2)


def test_an_answer_that_is_typed_again_has_not_changed():
    field = DateField(noun=LOST)

    assert not field.has_changed(date(2026, 3, 27), ["27", "3", "2026"])
    assert not field.has_changed(None, ["", "", ""])
    assert field.has_changed(None, ["27", "", ""])
