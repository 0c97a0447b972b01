"""The calendar: what does not count, what moves when that changes, and when it ends."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from councilgov import deadlines
from councilgov.access import Role
from councilgov.deadlines import CalendarEnds
from councilgov.elections.closing import actions
from councilgov.elections.closing.calendar import Calendar
from councilgov.elections.closing.days import days_from
from councilgov.elections.notices import still_ends
from councilgov.elections.sweeping import warn_of_end
from councilgov.elections.tasks import sweep
from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.people.models import ClosureDay, Council
from councilgov.records import Refused
from tests import given
from tests.offboarding import leavers
from tests.racing import at_once

CHRISTMAS = [date(2026, 12, 24), *(date(2026, 12, day) for day in (29, 30, 31))]


@pytest.fixture
def clerk():
    return given.officer(Role.MEMBERS_SERVICES)


def close(days=CHRISTMAS, **fields):
    told: dict[str, Any] = {"name": "Christmas closure", "is_holiday": False, "by": None}
    return actions.close_on(days=days, **told | fields)


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("24 December 2026", ["2026-12-24"]),
        ("24/12/2026\n\n 24 Dec 2026 ", ["2026-12-24"]),
        ("29 to 31 December 2026", ["2026-12-29", "2026-12-30", "2026-12-31"]),
        ("29–30 December 2026", ["2026-12-29", "2026-12-30"]),
        ("30 November to 2 December 2026", ["2026-11-30", "2026-12-01", "2026-12-02"]),
        ("31 December 2026 until 1 January 2027", ["2026-12-31", "2027-01-01"]),
    ],
)
def test_days_are_read_as_people_list_them(text, days):
    assert [day.isoformat() for day in days_from(text)] == days


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Christmas", "“Christmas” is not a day"),
        ("31 February 2026", "“31 February 2026” is not a day"),
        ("Monday to 31 December 2026", "“Monday to 31 December 2026” is not a day"),
        ("1 to 2 to 3 May 2026", "is not a day"),
        ("31 to 29 December 2026", "ends before it begins"),
        ("1 January 2026 to 31 December 2027", "at most 60 days"),
    ],
)
def test_what_is_no_list_of_days_is_refused_with_the_line(text, told):
    with pytest.raises(Refused, match=told):
        days_from(text)


def test_edge_case_4_a_closure_moves_open_cases_and_the_old_days_stay_in_history(clerk):
    case = leavers.leaver()
    assert case.access_due_on == date(2027, 1, 6)

    moved = close(by=clerk)

    assert leavers.fresh(case).access_due_on == date(2027, 1, 12)  # golden/working_days.csv
    assert case.history.filter(access_due_on=date(2027, 1, 6)).exists()
    assert moved == ["The days by which access ends and equipment is due move for 1 leaver."]
    entry = Entry.objects.get(kind="calendar.closed")
    assert (entry.actor, '"2026-12-24"' in entry.facts) == (clerk, True)
    assert entry.names.get().name == "Christmas closure"


def test_a_proclaimed_holiday_counts_in_every_nation():
    given.council(nation="scotland")
    case = leavers.leaver()
    assert case.access_due_on == date(2027, 1, 7)

    close([date(2026, 12, 21)], is_holiday=True, name="State funeral")

    assert leavers.fresh(case).access_due_on == date(2027, 1, 8)
    assert ClosureDay.objects.holidays().count() == 1


def test_where_nothing_is_open_nothing_moves():
    given.council()

    assert close() == []


def test_days_that_do_not_count_anyway_are_left_out():
    given.council()

    close([*CHRISTMAS, date(2026, 12, 25), date(2026, 12, 26)])
    with pytest.raises(Refused, match="None of these is a working day"):
        close()

    assert [row.day for row in ClosureDay.objects.all()] == CHRISTMAS


def test_a_day_counts_again_for_a_reason_and_what_is_open_moves_back(clerk):
    case = leavers.leaver()
    close()

    for row in ClosureDay.objects.all():
        actions.count_again(closure=row, reason="Entered by mistake", by=clerk)

    assert leavers.fresh(case).access_due_on == date(2027, 1, 6)
    assert ClosureDay.history.filter(history_type="-", history_user=clerk).count() == 4
    entry = Entry.objects.filter(kind="calendar.opened").first()
    assert entry.names.get().name == "Entered by mistake"


def test_the_log_says_what_was_done_and_not_what_was_foretold(
    caplog, clerk, django_capture_on_commit_callbacks
):
    given.council()

    def count(act):
        caplog.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return [one.message for one in caplog.records if one.name == actions.__name__]

    assert count(lambda: actions.foretell(close)) == []
    assert count(close) == ["Days closed"]
    again = partial(actions.count_again, closure=ClosureDay.objects.all()[0], reason="x", by=clerk)
    assert count(lambda: actions.foretell(again)) == []
    assert count(again) == ["Day counts again"]


def test_what_would_move_is_foretold_and_nothing_is_changed():
    case = leavers.leaver()

    moved = actions.foretell(close)

    assert "1 leaver" in moved[0]
    assert leavers.fresh(case).access_due_on == date(2027, 1, 6)
    assert not ClosureDay.objects.exists()
    assert not Entry.objects.filter(kind="calendar.closed").exists()


def test_edge_case_25_past_the_published_holidays_nothing_is_counted():
    given.council()
    last = Calendar().ends_on

    with pytest.raises(CalendarEnds, match="CouncilGov can’t count working days"):
        close([last.replace(year=last.year + 1, month=3, day=3)])
    with pytest.raises(CalendarEnds):
        leavers.leaver(last)


@pytest.mark.no_database
def test_edge_case_25_without_a_nation_there_is_no_calendar():
    with pytest.raises(ValueError, match="not a valid"):
        deadlines.working_days_after(date(2026, 5, 1), 1, division="")
    with pytest.raises(ValueError, match="not a valid"):
        Council(nation="").division  # noqa: B018  # it is asked


def test_edge_case_25_the_database_takes_no_council_without_a_nation():
    with pytest.raises(Exception, match="nation"):
        given.council(nation="")


def dated(months, days=0):
    given.council()
    last = Calendar().last_holiday
    return deadlines.months_after(last, -months).toordinal() + days


@pytest.mark.parametrize(
    ("months", "days", "stage"),
    [
        (6, -1, None),
        (6, 0, 6),
        (4, 0, 6),
        (3, 0, 3),
        (1, 0, 1),
        (0, -1, 1),
        (0, 0, 0),
        (-13, 0, -13),
    ],
)
def test_officers_are_warned_six_months_before_the_calendar_ends(months, days, stage):
    assert Calendar(given.council()).stage(date.fromordinal(dated(months, days))) == stage


def test_each_keeper_is_told_once_at_each_stage():
    clerk, chief = given.officer(Role.MEMBERS_SERVICES), given.officer(Role.ADMINISTRATOR)
    given.officer(Role.ICT_DESK)
    day = date.fromordinal(dated(6))

    with time_machine.travel(day):
        assert (warn_of_end(), sweep()) == (2, 2)
        (notice, _other) = Notice.objects.filter(kind="calendar_ends")
        assert still_ends(notice)
        assert "The last bank holiday that the portal knows is on" in part_of(notice).body
    with time_machine.travel(date.fromordinal(dated(6, -1))):
        assert warn_of_end() == 0
        assert not still_ends(notice)

    told = Notice.objects.filter(kind="calendar_ends").values_list("to", flat=True)
    assert set(told) == {clerk.pk, chief.pk}


def test_the_home_page_of_who_keeps_the_calendar_says_that_it_ends(client):
    given.council()
    far, near = date.fromordinal(dated(7)), date.fromordinal(dated(5))
    told = {}
    for role in (Role.ADMINISTRATOR, Role.ICT_DESK):
        user = given.officer(role)
        for day in (far, near):
            with time_machine.travel(day):
                client.force_login(user)
                told[role, day] = "have the portal updated" in client.get("/home/").text

    assert [key for key, is_told in told.items() if is_told] == [(Role.ADMINISTRATOR, near)]


@pytest.fixture
def signed_in(client, clerk):
    client.force_login(clerk)
    return client


TYPED = {
    "days": "24 December 2026\n29 to 31 December 2026",
    "why": "closed",
    "name": "Christmas closure",
}


def test_days_are_entered_checked_and_saved(signed_in):
    case = leavers.leaver()
    where = reverse("elections:close_days")

    shown = signed_in.post(where, TYPED, follow=True).text

    assert "4 working days that will not count" in shown
    assert "move for 1 leaver" in shown
    assert not ClosureDay.objects.exists()
    saved = signed_in.post(where, TYPED | {"checked": "1"}, follow=True).text
    assert "The calendar is changed. The days by which" in saved
    assert leavers.fresh(case).access_due_on == date(2027, 1, 12)
    assert "Thursday 24 December" in saved
    again = signed_in.post(where, TYPED | {"checked": "1"}, follow=True).text
    assert "None of these is a working day" in again


def test_past_the_calendar_the_form_says_so(signed_in):
    given.council()
    year = Calendar().ends_on.year + 1
    typed = TYPED | {"days": f"3 March {year}"}

    shown = signed_in.post(reverse("elections:close_days"), typed, follow=True).text

    assert f"count working days in {year}" in shown


def test_the_page_of_removing_says_what_moves(signed_in):
    leavers.leaver()
    close()
    row = ClosureDay.objects.first()
    where = reverse("elections:count_again", args=[row.pk])

    assert "move for 1 leaver" in signed_in.get(where).text
    signed_in.post(where, {"reason": "Mistake"})

    assert not ClosureDay.objects.filter(pk=row.pk).exists()
    summer = given.closure(day=date(2026, 8, 4))
    quiet = reverse("elections:count_again", args=[summer.pk])
    assert "Nothing that is open moves" in signed_in.get(quiet).text


def test_only_members_services_see_the_buttons(client):
    given.closure()
    client.force_login(given.officer(Role.AUDITOR))
    shown = client.get(reverse("elections:calendar")).text

    assert "Christmas closure" in shown
    assert "Remove" not in shown


def test_the_calendar_names_earlier_days_and_that_it_ends(client, clerk):
    given.closure(day=date(2025, 12, 29), name="Long past")
    with time_machine.travel(date.fromordinal(dated(1))):
        client.force_login(clerk)
        shown = client.get(reverse("elections:calendar")).text

    assert "Long past" in shown
    assert "will refuse to guess" in shown


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_enter_the_same_days_enter_them_once():
    given.council()

    outcomes = at_once(*[close] * 4)

    assert sum(isinstance(one, Refused) for one in outcomes) == 3
    assert ClosureDay.objects.count() == len(CHRISTMAS)


@pytest.mark.parametrize("is_holiday", [True, False])
def test_a_day_that_is_over_stays_a_working_day(is_holiday):
    given.council()
    case = leavers.leaver(date(2026, 11, 9))

    with pytest.raises(Refused, match="Friday 20 November 2026 is over") as refusal:
        close([date(2026, 11, 20), date(2026, 11, 24)], is_holiday=is_holiday)

    assert refusal.value.field == "days"
    assert not ClosureDay.objects.exists()
    assert close([date(2026, 11, 23)])  # today: the day on which it snows
    case.refresh_from_db()
    assert case.access_due_on == date(2026, 11, 24)


def test_a_page_on_which_a_day_was_put_back_can_be_loaded_again(client, clerk):
    given.council()
    client.force_login(clerk)

    again = client.get(reverse("elections:count_again", args=[1]), follow=True)

    assert "This day counts as a working day already." in again.text
