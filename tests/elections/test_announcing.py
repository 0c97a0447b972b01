"""Polls and their pre-election periods: who is told, in which words, and until when."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from councilgov.access import Role
from councilgov.deadlines import CalendarEnds
from councilgov.elections.announcing import actions
from councilgov.elections.announcing.forms import ElectionForm, suggestion
from councilgov.elections.announcing.periods import any_period, periods_of
from councilgov.elections.announcing.timetable import latest_notice
from councilgov.elections.models import Election, Kind
from councilgov.ledger.models import Entry
from councilgov.people.actions import end_term
from councilgov.people.models import Council, EndReason, User
from councilgov.records import Refused
from tests import given
from tests.elections import polls
from tests.offboarding.leavers import on


@pytest.fixture
def clerk():
    return given.officer(Role.MEMBERS_SERVICES)


@pytest.fixture
def signed_in(client, clerk):
    client.force_login(clerk)
    return client


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("poll", "notice"), [("2026-05-07", "2026-03-30"), ("2027-05-06", "2027-03-31")]
)
def test_the_last_day_for_the_notice_is_25_days_before_the_poll(poll, notice):
    day = latest_notice(date.fromisoformat(poll), nation="england")

    assert day == date.fromisoformat(notice)


@pytest.mark.no_database
def test_christmas_eve_and_days_of_mourning_do_not_count_for_the_notice():
    poll = date(2027, 1, 7)

    assert latest_notice(poll, nation="england") == date(2026, 11, 27)
    mourning = {date(2026, 12, 1)}
    assert latest_notice(poll, nation="england", holidays=mourning) == date(2026, 11, 26)


@pytest.mark.no_database
@pytest.mark.parametrize("nation", ["scotland", "wales", "northern-ireland"])
def test_no_other_nations_timetable_is_guessed(nation):
    with pytest.raises(Refused, match="England only"):
        latest_notice(polls.POLL, nation=nation)


@pytest.mark.no_database
def test_no_notice_is_worked_out_past_the_calendar():
    with pytest.raises(CalendarEnds):
        latest_notice(date(2099, 5, 7), nation="england")


def named(user, day):
    with on(day):
        return [period.in_words for period in periods_of(User.objects.get(pk=user.pk))]


@pytest.mark.parametrize(
    ("day", "is_told"),
    [("2027-03-29", False), ("2027-03-30", True), ("2027-05-06", True), ("2027-05-07", False)],
)
def test_the_period_runs_from_the_notice_to_polling_day(day, is_told):
    polls.election()

    told = ["Council elections 2027, until 6 May 2027"] if is_told else []
    assert named(given.councillor(), day) == told


@pytest.fixture
def by_election():
    """In two wards, in the middle of the larger one."""
    wards = [given.ward(name="Alder"), given.ward(name="Birch")]
    return polls.election(
        kind=Kind.BY_ELECTION,
        name="By-election",
        notice_on=date(2027, 4, 12),
        poll_on=date(2027, 5, 20),
        wards=wards,
    )


def in_ward(ward):
    member = given.person()
    given.term(member, ward=ward)
    return member


BY = "By-election in Alder and Birch, until 20 May 2027"
ALL = "Council elections 2027, until 6 May 2027"


def test_edge_case_24_the_banner_is_scoped_to_the_wards_and_merged(by_election):
    polls.election()
    ward = by_election.wards.first().ward
    concerned, other = in_ward(ward), given.councillor()
    officer, nobody = given.officer(Role.AUDITOR), given.person()

    assert named(concerned, "2027-04-20") == [BY, ALL]
    assert named(officer, "2027-04-20") == [BY, ALL]
    assert named(other, "2027-04-20") == named(nobody, "2027-04-20") == [ALL]
    assert named(concerned, "2027-05-10") == [BY]
    assert named(other, "2027-05-10") == []


def test_whoever_left_office_is_not_concerned_by_their_old_ward(by_election):
    member = in_ward(by_election.wards.first().ward)
    term = member.terms.get()
    with on("2027-04-13"):
        end_term(
            term=term,
            ends_at=date_moment("2027-04-13"),
            reason=EndReason.RESIGNED,
            by=None,
        )

    assert named(member, "2027-04-14") == []


def date_moment(day):
    return datetime.fromisoformat(f"{day} 09:00").replace(tzinfo=UTC)


def test_edge_case_24_a_countermanded_poll_takes_its_banner_away(by_election, clerk):
    member = in_ward(by_election.wards.first().ward)
    with on("2027-04-20"):
        actions.countermand(election=by_election, reason="A candidate has died.", by=clerk)
        with pytest.raises(Refused, match="was countermanded"):
            actions.countermand(election=by_election, reason="Again", by=clerk)

    assert named(member, "2027-04-20") == []
    entry = Entry.objects.get(kind="elections.countermanded")
    assert (entry.actor, entry.names.get().name) == (clerk, "A candidate has died.")


def test_one_banner_stands_on_every_page_with_two_queries(by_election, client, clerk):
    polls.election()
    with on("2027-04-20"):
        client.force_login(in_ward(by_election.wards.first().ward))
        shown = [client.get(where).text for where in ("/home/", "/policies/", "/nowhere/")]
        page = client.get(reverse("elections:period")).text

    assert all(f"{BY}; {ALL}." in one for one in shown)
    assert [one.count("Pre-election period") for one in shown] == [2, 2, 2]
    assert "strict now" in page


def test_without_a_period_the_banner_costs_no_query(client, django_assert_num_queries):
    member = given.councillor()
    polls.election()
    client.force_login(member)
    client.get("/help/")
    with django_assert_num_queries(1) as asked:
        council = Council.objects.annotate(in_period=any_period()).the()

    assert (council.in_period, len(asked)) == (False, 1)
    assert "Pre-election period" not in client.get("/home/").text
    assert "no pre-election period that concerns you" in client.get("/pre-election/").text


def test_whoever_is_not_signed_in_sees_no_banner(client):
    polls.election()
    with on("2027-04-20"):
        assert "Pre-election period" not in client.get("/policies/").text


@pytest.mark.parametrize(
    "name", ["consent:before_sending", "consent:before_posting", "breaches:ask_advice"]
)
def test_pages_of_sending_and_posting_warn_while_an_election_is_near(name, client):
    member = given.councillor()
    polls.election()
    told = {}
    for day in ("2027-03-29", "2027-03-30"):
        with on(day):
            client.force_login(member)
            told[day] = "An election is near" in client.get(reverse(name), follow=True).text

    assert told == {"2027-03-29": False, "2027-03-30": True}


def test_an_election_is_corrected_and_its_wards_too(by_election, clerk):
    birch = by_election.wards.get(ward__name="Birch").ward
    cedar = given.ward(name="Cedar")
    changed: dict[str, Any] = {
        "kind": Kind.BY_ELECTION,
        "name": "By-election",
        "notice_on": date(2027, 4, 13),
        "poll_on": date(2027, 5, 20),
    }

    actions.change_election(election=by_election, **changed, wards=[birch, cedar], by=clerk)

    row = Election.objects.get()
    assert row.notice_on == date(2027, 4, 13)
    assert [str(one.ward) for one in row.wards.all()] == ["Birch", "Cedar"]
    assert row.history.filter(notice_on=date(2027, 4, 12)).exists()
    other = changed | {"kind": Kind.GENERAL}
    with pytest.raises(Refused, match="as a new one"):
        actions.change_election(election=by_election, **other, wards=[], by=clerk)


def test_a_notice_after_the_poll_is_refused():
    with pytest.raises(Refused, match="Notice is published before polling day"):
        polls.election(notice_on=polls.POLL)


def test_the_database_keeps_changes_to_our_own_elections():
    row = polls.election(kind=Kind.GENERAL)
    row.changes_on = date(2027, 5, 10)
    with pytest.raises(IntegrityError, match="ours_alone"), transaction.atomic():
        row.keep(by=None, why="Test")
    ours = polls.election()
    ours.changes_on = date(2027, 5, 5)
    with pytest.raises(Refused, match="Nobody comes into office before"), transaction.atomic():
        ours.keep(by=None, why="Test")
    assert str(polls.election(wards=[given.ward()]).wards.get()).startswith("Ward ")


TYPED = {
    "kind": "ordinary",
    "name": "Council elections 2027",
    "poll_on_day": "6",
    "poll_on_month": "5",
    "poll_on_year": "2027",
    "notice_on_day": "30",
    "notice_on_month": "3",
    "notice_on_year": "2027",
    "area": "whole",
}
NO_NOTICE = {"notice_on_day": "", "notice_on_month": "", "notice_on_year": ""}


def test_an_election_is_entered_shown_corrected_and_countermanded(signed_in):
    given.council()
    shown = signed_in.post(reverse("elections:add_election"), TYPED, follow=True).text
    assert "From 30 March 2027 until the poll on 6 May 2027" in shown
    row = Election.objects.get()

    ward = given.ward(name="Alder")
    some = TYPED | {"area": "wards", "wards": [ward.pk]}
    changed = signed_in.post(reverse("elections:change_election", args=[row.pk]), some, follow=True)
    assert "Alder" in changed.text
    assert "Alder" in signed_in.get(reverse("elections:elections")).text
    where = reverse("elections:countermand", args=[row.pk])
    gone = signed_in.post(where, {"reason": "A candidate has died."}, follow=True).text
    assert "A candidate has died." in gone
    assert "The poll was countermanded</a>" not in gone
    again = signed_in.post(reverse("elections:change_election", args=[row.pk]), TYPED, follow=True)
    assert "This poll was countermanded." in again.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (NO_NOTICE, "For this poll the last day is Wednesday 31 March 2027"),
        (NO_NOTICE | {"kind": "general"}, "Enter the day on which notice"),
        (NO_NOTICE | {"poll_on_year": "2099"}, "count working days in 2099"),
        ({"notice_on_month": "6"}, "Notice is published before polling day"),
        ({"area": "wards"}, "Select at least one ward"),
        ({"poll_on_year": "2022", "notice_on_year": "2022"}, "is more than a year ago"),
        ({"notice_on_day": "41"}, "must be a real date"),
        ({"poll_on_day": ""}, "must include a day"),
    ],
)
def test_the_form_says_what_to_do(typed, told):
    given.council()
    form = ElectionForm(TYPED | typed)

    assert not form.is_valid()
    assert told in str(form.errors)


def test_a_poll_of_last_month_needs_no_question_and_one_of_years_ago_is_meant():
    given.council()
    with time_machine.travel("2027-06-06 12:00Z"):
        assert ElectionForm(TYPED).is_valid()
    with time_machine.travel("2030-06-06 12:00Z"):
        asked = ElectionForm(TYPED)
        assert not asked.is_valid()
        assert "is_meant" in asked.fields
        assert ElectionForm(TYPED | {"is_meant": "on"}).is_valid()
        assert ElectionForm(TYPED | {"is_meant": "on", "name": ""}).errors.keys() == {"name"}


def test_in_scotland_no_day_is_suggested():
    given.council(nation="scotland")

    assert "England only" in suggestion("ordinary", polls.POLL)[0]
