"""What has happened is recorded, also past the calendar, after completion, and by two at once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from consent.leaving.carrying import sweep_leavers
from consent.models import Leaving, LeavingStatus
from councilgov import deadlines
from councilgov.access import Role
from councilgov.deadlines import CalendarEnds, end_of_day
from councilgov.elections.closing.actions import close_on
from councilgov.offboarding.actions import choose_contact, pause, resume
from councilgov.offboarding.following import _held_cases, follow
from councilgov.offboarding.foretelling import foretell, warn
from councilgov.offboarding.machines import CaseStatus, TaskStatus
from councilgov.offboarding.models import OffboardingCase
from councilgov.offboarding.sweeping import redate
from councilgov.people.actions import end_term, move_end, take_back_end
from councilgov.people.models import EndReason, TermOfOffice, User
from councilgov.people.standing import Access
from tests import given
from tests.consent import people
from tests.offboarding.leavers import (
    LAST_DAY,
    completed,
    ends,
    fresh,
    leaver,
    on,
    sweep,
    system,
)
from tests.racing import at_once

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PAST_CALENDAR = date(2028, 12, 19)
"""Of which day ten lies in a year whose bank holidays are not published."""


@pytest.mark.parametrize("reason", [EndReason.DIED, EndReason.RESIGNED])
def test_an_end_that_has_happened_is_recorded_past_the_calendar(reason):
    person = given.councillor()
    with on("2028-12-20"):
        case = ends(person, PAST_CALENDAR, reason=reason)

        over = Access.OVER if reason == EndReason.DIED else Access.LEAVING
        assert User.objects.get(pk=person.pk).access == over
        assert case.access_due_on == case.kit_due_on == date(2029, 1, 4)
        assert (follow(), redate()) == (0, 0)


def test_its_access_ends_on_the_day_of_the_case():
    person = given.councillor()
    with on("2028-12-20"):
        ends(person, PAST_CALENDAR)
    for day, access in (("2029-01-04", Access.LEAVING), ("2029-01-05", Access.OVER)):
        with on(day):
            assert User.objects.get(pk=person.pk).access == access


def test_its_days_are_right_once_the_calendar_is_published(monkeypatch):
    with on("2028-12-20"):
        case = leaver(PAST_CALENDAR)
        published = dict(deadlines.bank_holidays("england-and-wales"))
        published |= {date(2029, 1, 1): "New Year’s Day", date(2029, 12, 26): "Boxing Day"}
        monkeypatch.setattr(deadlines, "bank_holidays", lambda _division: published)

        assert redate() == 1
    assert fresh(case).access_due_on == date(2029, 1, 5)


def test_it_is_foretold_and_shown_that_the_days_are_not_final(client):
    given.council()
    with on("2028-12-20"):
        told = " ".join(foretell(ends_at=end_of_day(PAST_CALENDAR), reason=EndReason.RESIGNED))
        assert "Until they are published none is counted" in told
        case = leaver(PAST_CALENDAR)
        client.force_login(given.officer(Role.MEMBERS_SERVICES))
        assert "Until they are published none is" in client.get(case.get_absolute_url()).text


def test_the_records_of_who_left_past_the_calendar_are_closed():
    person = given.councillor()
    people.person(councillor=person)
    with on("2028-12-20"):
        ends(person, PAST_CALENDAR)
        sweep_leavers()

        row = Leaving.objects.get()
        assert row.left_at is not None
        assert row.answer_until == date(2029, 1, 4)


def test_an_end_to_come_past_the_calendar_waits():
    person = given.councillor()
    case = leaver()
    later = end_of_day(date(2028, 12, 29))
    told: dict[str, Any] = {"ends_at": later, "reason": EndReason.RETIRED, "by": None}

    with pytest.raises(CalendarEnds):
        end_term(term=person.terms.get(), **told)
    with pytest.raises(CalendarEnds):
        move_end(term=case.term, **told)
    with pytest.raises(CalendarEnds):
        foretell(ends_at=later, reason=EndReason.RETIRED)


def test_a_pause_past_the_calendar_ends():
    with on("2028-12-20"):
        case = leaver(PAST_CALENDAR)
        by = given.officer(Role.MONITORING_OFFICER)
        pause(case=case, reason="A hold", by=by)
    with on("2028-12-22"):
        assert resume(case=case, by=by).kit_due_on == date(2029, 1, 8)


def test_a_completed_case_takes_a_corrected_day_and_stays_completed(client):
    case = completed(last_day=date(2026, 11, 18))
    client.force_login(given.officer(Role.MEMBERS_SERVICES))
    answers = {
        "reason": "retired",
        "last_day_day": "20",
        "last_day_month": "11",
        "last_day_year": "2026",
        "checked": "1",
    }

    response = client.post(reverse("accounts:move_end", args=[case.term_id]), answers)

    assert response.status_code == 302
    row = fresh(case)
    assert (row.status, row.last_day) == (CaseStatus.COMPLETED, date(2026, 11, 20))
    assert row.access_due_on == date(2026, 12, 4)
    assert not row.tasks.filter(status=TaskStatus.TO_DO).exists()


def test_a_completed_case_begins_again_where_the_day_lies_ahead():
    system()
    case = completed()

    move_end(term=case.term, ends_at=end_of_day(LAST_DAY), reason=EndReason.RETIRED, by=None)

    row = fresh(case)
    assert (row.status, row.last_day) == (CaseStatus.SCHEDULED, LAST_DAY)
    assert (row.ended_at, row.started_at) == (None, None)
    assert set(row.tasks.values_list("status", flat=True)) == {TaskStatus.TO_DO}
    assert not row.accounts.noted().exists()
    with on(LAST_DAY + DAY):
        sweep()
    assert fresh(case).status == CaseStatus.RUNNING


def test_a_case_that_begins_again_keeps_nothing_of_the_old_one():
    case = leaver()
    by = given.officer(Role.MONITORING_OFFICER)
    with on("2026-12-21"):
        sweep()
        choose_contact(
            case=case,
            private_address="robin@home.example",
            wants_letters=False,
            by=case.councillor,
        )
        pause(case=fresh(case), reason="A hold", by=by)
    with on("2027-01-11"):
        resume(case=fresh(case), by=by)
        take_back_end(term=case.term, by=None)
    with on("2027-03-02"):
        again = ends(case.councillor, date(2027, 3, 1))

    assert again == case
    assert (again.kit_extra_days, again.kit_due_on) == (0, again.access_due_on)
    assert timezone.localdate(again.started_at) == date(2027, 3, 2)
    assert (again.private_address, again.wants_letters) == ("", False)
    assert not again.history.exclude(private_address="").exists()


def test_a_system_that_was_named_since_is_asked_for_once_they_leave():
    email = system()
    case = leaver()
    payroll = system("Payroll")
    system("Old intranet", is_used=False)
    with on(LAST_DAY + DAY):
        sweep()

    assert {row.system for row in case.accounts.all()} == {email, payroll}


def test_a_system_that_was_named_since_is_asked_for_where_a_case_begins_again():
    case = leaver()
    take_back_end(term=case.term, by=None)
    payroll = system("Payroll")

    again = ends(case.councillor)

    assert [row.system for row in again.accounts.all()] == [payroll]


def end_behind_its_back(person):
    QuerySet(TermOfOffice).filter(councillor=person).update(
        ends_at=end_of_day(LAST_DAY), end_reason="retired"
    )


@pytest.mark.django_db(transaction=True)
def test_of_sweeps_at_once_one_opens_the_cases():
    given.council()
    for _ in range(3):
        end_behind_its_back(given.councillor())

    found = at_once(*[follow] * 3)

    assert sorted(found) == [0, 0, 3]
    assert OffboardingCase.objects.count() == 3


def test_what_ended_rightly_is_not_held():
    completed()
    stays = leaver()
    take_back_end(term=stays.term, by=None)
    scheduled = leaver()

    assert _held_cases(None) == [scheduled]
    assert follow() == 0


def test_what_ended_wrongly_is_put_right():
    wrongly, stays = completed(), leaver()
    take_back_end(term=stays.term, by=None)
    QuerySet(TermOfOffice).filter(pk=wrongly.term_id).update(ends_at=None, end_reason=None)
    end_behind_its_back(stays.councillor)

    assert follow() == 2

    assert fresh(wrongly).status == CaseStatus.CANCELLED
    assert fresh(stays).status == CaseStatus.SCHEDULED


def test_by_when_contacts_are_decided_moves_with_the_end_of_access():
    person = given.councillor()
    people.person(councillor=person)
    case = ends(person)
    with on("2026-12-19"):
        sweep_leavers()
        told = close_on(days=[date(2026, 12, 30)], name="Proclaimed", is_holiday=True, by=None)

        assert Leaving.objects.get().answer_until == fresh(case).access_due_on
        assert fresh(case).access_due_on == date(2027, 1, 7)
        assert "1 leaver says what becomes of their contacts" in " ".join(told)
    with on("2027-01-07"):
        sweep_leavers()
        assert Leaving.objects.get().status == LeavingStatus.OPEN
    with on("2027-01-08"):
        sweep_leavers()
        assert Leaving.objects.get().status == LeavingStatus.SEALED


def test_by_when_contacts_are_decided_moves_with_a_corrected_day():
    person = given.councillor()
    people.person(councillor=person)
    case = ends(person)
    with on("2026-12-19"):
        sweep_leavers()
    with on("2026-12-22"):
        right = end_of_day(date(2026, 12, 21))
        move_end(term=case.term, ends_at=right, reason=EndReason.RETIRED, by=None)
        sweep_leavers()

    row = Leaving.objects.get()
    assert row.last_day == date(2026, 12, 21)
    assert row.answer_until == fresh(case).access_due_on == date(2027, 1, 7)


def test_whoever_was_asked_late_keeps_their_days():
    person = given.councillor()
    people.person(councillor=person)
    with on("2026-12-21"):
        ends(person, date(2026, 11, 2))
        sweep_leavers()
        until = Leaving.objects.get().answer_until
    with on("2026-12-24"):
        sweep_leavers()

    assert Leaving.objects.get().answer_until == until == date(2027, 1, 7)


def test_an_end_of_long_ago_is_warned_of_past_the_calendar_too():
    given.council()
    with on("2030-02-01"):
        told = warn(ends_at=end_of_day(date(2029, 12, 3)), reason=EndReason.RETIRED)
    assert told[-1] == "The case of leaving office is overdue from its first moment."
