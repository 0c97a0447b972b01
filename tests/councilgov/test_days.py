"""How days and moments are worded, in one place for pages, mails and certificates."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

from councilgov.days import (
    clock_in_words,
    day_in_words,
    deadline_in_words,
    moment_in_words,
    second_in_words,
    short_day_in_words,
)

APPS = ("breaches", "councilgov", "devices", "policies")
ELSEWHERE = ("date_format(", "strftime(", ":%B", ":%-d", "|date:", "|time:")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 19, 9, 40, tzinfo=UTC), "9:40am on 19 November 2026"),
        (datetime(2026, 7, 1, 11, 0, tzinfo=UTC), "midday on 1 July 2026"),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), "midnight on 1 July 2026"),
        (datetime(2026, 6, 30, 23, 5, tzinfo=UTC), "12:05am on 1 July 2026"),
        (datetime(2026, 1, 31, 12, 5, tzinfo=UTC), "12:05pm on 31 January 2026"),
    ],
)
def test_a_moment_is_told_as_the_clocks_of_london_showed_it(moment, words):
    assert moment_in_words(moment) == words


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        (time(0, 0), "midnight"),
        (time(9, 5), "9:05am"),
        (time(12, 0), "midday"),
        (time(19, 30), "7:30pm"),
    ],
)
def test_the_time_of_a_meeting_is_told_in_the_same_words(clock, words):
    shown = Template("{% load govuk %}{{ clock|govuk_time }}").render(Context({"clock": clock}))

    assert shown == clock_in_words(clock) == words


def test_a_meeting_without_a_time_has_none():
    assert Template("{% load govuk %}{{ clock|govuk_time }}").render(Context({"clock": None})) == ""


def test_a_day_is_told_in_words():
    assert day_in_words(date(2026, 11, 3)) == "3 November 2026"


def test_a_moment_counts_as_the_day_that_it_was_in_london():
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)

    assert day_in_words(late) == "1 July 2026"
    assert short_day_in_words(late) == "1 Jul 2026"


def test_a_deadline_is_told_with_its_weekday_and_its_zone():
    summer = datetime(2026, 6, 1, 8, 5, tzinfo=UTC)

    assert deadline_in_words(summer) == "9:05am BST on Monday 1 June 2026"


def test_evidence_gives_a_moment_to_the_second_with_its_zone():
    winter = datetime(2026, 11, 3, 10, 0, 5, tzinfo=UTC)

    assert second_in_words(winter) == "3 November 2026, 10:00:05 GMT"


def test_no_other_place_words_a_day():
    project = Path(settings.BASE_DIR)
    sources = [
        *(path for app in APPS for path in (project / app).rglob("*.py")),
        *(project / "templates").rglob("*.*"),
    ]

    assert [
        path.name
        for path in sources
        if path.name != "days.py" and any(words in path.read_text("utf-8") for words in ELSEWHERE)
    ] == []
