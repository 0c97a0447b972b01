"""A finding that is known is left for a time, and comes back by itself."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.portal.xray.actions import bring_back, set_aside
from councilgov.portal.xray.facts import count_for, report_for
from councilgov.portal.xray.models import SetAside
from councilgov.records import Refused
from tests import given

MONDAY = date(2026, 11, 23)
UNTIL = date(2027, 3, 1)


@pytest.fixture
def monitor():
    return given.officer(Role.MONITORING_OFFICER)


@pytest.fixture
def dead():
    return given.dead_notice()


def left(monitor, **fields):
    usual: dict[str, Any] = {
        "finding": "dead_notices",
        "known": 1,
        "reason": "We know.",
        "until": UNTIL,
    }
    return set_aside(**usual | fields, by=monitor)


def keys(user):
    user = type(user).objects.get(pk=user.pk)
    return {one.key for one in report_for(user).shown}


def aside(user):
    return [one.finding.key for one in report_for(user).aside]


def test_what_is_set_aside_stands_apart_and_counts_no_more(monitor, dead):
    before = count_for(monitor)

    left(monitor)

    assert "dead_notices" not in keys(monitor)
    assert aside(monitor) == ["dead_notices"]
    assert count_for(monitor) == before - 1


@pytest.mark.parametrize(("day", "is_back"), [(UNTIL, False), (date(2027, 3, 2), True)])
def test_it_comes_back_after_its_day(day, is_back, monitor, dead):
    left(monitor)

    with time_machine.travel(f"{day} 10:00"):
        assert ("dead_notices" in keys(monitor)) is is_back


def test_it_comes_back_when_there_is_more_of_it(monitor, dead):
    left(monitor)

    given.dead_notice()

    assert "dead_notices" in keys(monitor)
    assert aside(monitor) == []


def test_one_thing_is_set_aside_and_the_next_is_not(monitor):
    first, second = given.published(), given.published()

    left(monitor, finding=f"without_minute:{first.pk}")

    assert f"without_minute:{first.pk}" not in keys(monitor)
    assert f"without_minute:{second.pk}" in keys(monitor)


def test_who_and_when_stand_with_it_and_its_history(monitor, dead):
    row = left(monitor, reason="  A new  server\ncomes.")

    assert (row.set_by, row.reason) == (monitor, "A new server comes.")
    assert row.set_at <= timezone.now()
    assert row.history.get().history_user == monitor
    assert str(row) == "dead_notices, set aside until 2027-03-01"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_it_takes_a_reason(reason, monitor, dead):
    with pytest.raises(Refused) as refused:
        left(monitor, reason=reason)

    assert refused.value.field == "reason"


@pytest.mark.parametrize(
    ("until", "is_taken"),
    [
        (MONDAY - timedelta(days=1), False),
        (MONDAY, True),
        (date(2027, 5, 23), True),
        (date(2027, 5, 24), False),
    ],
)
def test_it_is_left_for_half_a_year_at_most(until, is_taken, monitor, dead):
    if is_taken:
        assert left(monitor, until=until).until == until
        return
    with pytest.raises(Refused) as refused:
        left(monitor, until=until)
    assert refused.value.field == "until"


def test_twice_is_refused(monitor, dead):
    left(monitor)

    with pytest.raises(Refused, match="set aside already"):
        left(monitor)


def test_it_may_be_left_anew_once_it_came_back(monitor, dead):
    first = left(monitor)
    given.dead_notice()

    second = left(monitor, known=2)

    first.refresh_from_db()
    assert first.ended_by == monitor
    assert SetAside.objects.open().get() == second


def test_it_is_brought_back_once(monitor, dead):
    row = left(monitor)

    bring_back(row=row, by=monitor)

    assert "dead_notices" in keys(monitor)
    with pytest.raises(Refused, match="no longer set aside"):
        bring_back(row=row, by=monitor)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"finding": ""}, "xray_setaside_names_a_finding"),
        ({"reason": ""}, "xray_setaside_has_a_reason"),
        ({"ended_at": timezone.now()}, "xray_setaside_ended_at_together"),
    ],
)
def test_the_database_says_no(wrong, constraint, monitor):
    usual = {"finding": "x", "known": 1, "reason": "y", "until": UNTIL}
    row = SetAside(**usual | {"set_at": timezone.now(), "set_by": monitor} | wrong)

    with pytest.raises(IntegrityError, match=constraint):
        row.save()


def test_one_finding_is_set_aside_once(monitor):
    row = left(monitor)
    row.pk = None
    row._state.adding = True

    with pytest.raises(IntegrityError, match="one_open_each"):
        row.save()


# Pages


@pytest.fixture
def page(client, monitor):
    client.force_login(monitor)
    return client


LIST = "/x-ray/"
SENT = {"reason": "A new server.", "until_day": "1", "until_month": "3", "until_year": "2027"}


def leave(client, key="dead_notices", **fields):
    return client.post(reverse("xray:set_aside", args=[key]), SENT | fields)


def test_the_page_leads_there_and_back(page, dead):
    assert "/x-ray/dead_notices/set-aside/" in page.get(LIST).text

    response = leave(page)

    assert response["Location"] == LIST
    shown = page.get(LIST).text
    assert "Until 1 March 2027: A new server." in shown
    row = SetAside.objects.get()
    page.post(reverse("xray:bring_back", args=[row.pk]))
    assert "/x-ray/dead_notices/set-aside/" in page.get(LIST).text


def test_what_was_said_before_stands_on_its_page(page, dead):
    leave(page)
    page.post(reverse("xray:bring_back", args=[SetAside.objects.get().pk]))

    shown = page.get(reverse("xray:set_aside", args=["dead_notices"])).text

    assert "until 1 March 2027: A new server." in shown
    assert "Ended by" in shown


def test_sent_twice_it_says_so(page, dead):
    leave(page)

    assert "It is set aside already" in leave(page).text


def test_brought_back_twice_it_says_so(page, dead):
    leave(page)
    where = reverse("xray:bring_back", args=[SetAside.objects.get().pk])
    page.post(where)

    assert page.post(where).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reason": ""}, "Say why it is left for now"),
        (
            {"until_day": "", "until_month": "", "until_year": ""},
            "Enter the last day on which it is left",
        ),
        ({"until_year": "2020"}, "must be today or in the future"),
        ({"until_year": "2031"}, "Choose a day from today to"),
        ({"reason": "\x00"}, "cannot be saved"),
    ],
)
def test_a_wrong_answer_says_what_to_do(wrong, said, page, dead):
    response = leave(page, **wrong)

    assert said in response.text
    assert not SetAside.objects.exists()


@pytest.mark.parametrize("key", ["nonsense", "past_72_hours", "without_minute:9", "x:y:z"])
def test_what_is_not_found_cannot_be_set_aside(key, page):
    assert page.get(reverse("xray:set_aside", args=[key])).status_code == 404


def test_others_read_it_and_set_nothing_aside(client, monitor, dead):
    left(monitor)
    given.published()
    client.force_login(given.officer(Role.MEMBERS_SERVICES))

    shown = client.get(LIST).text

    assert "Until 1 March 2027: We know." in shown
    assert "/set-aside/" not in shown
    assert "Bring it back" not in shown
    assert leave(client).status_code == 403


def test_where_nothing_is_found_the_page_says_so(client, monkeypatch, monitor):
    monkeypatch.setattr("councilgov.portal.xray.facts.RULES", [])
    client.force_login(monitor)

    assert "everything fits together" in client.get(LIST).text


def test_why_is_said_once_for_many_of_a_kind(page):
    given.published()
    given.published()

    shown = page.get(LIST).text

    assert (
        shown.count("Published versions without a minute reference") == 2
    )  # and in the list below
    assert shown.count("Schedule 12, paragraph 41") == 1
