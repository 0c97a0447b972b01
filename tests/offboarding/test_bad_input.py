"""What people enter wrongly about who comes into office and who leaves it, and what it gets.

One test or more for each; an XML that is not Modern.gov's, one that names an entity bomb, and the
same councillor spelt two ways are tested where files of councillors are read.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.deadlines import CalendarEnds, end_of_day
from councilgov.elections.announcing.forms import ElectionForm
from councilgov.notices.models import Notice
from councilgov.offboarding import notices
from councilgov.offboarding.actions import complete
from councilgov.offboarding.clocks import Clocks
from councilgov.offboarding.foretelling import foretell
from councilgov.offboarding.models import CaseStatus, OffboardingCase, TaskKind, TaskStatus
from councilgov.people.actions import begin_term, end_term, move_end, take_back_end
from councilgov.people.models import Council, EndReason, TermOfOffice, User
from councilgov.people.standing import Access
from councilgov.people.turnover.actions import turn_over
from councilgov.records import Refused
from devices.models import Condition, DeviceStatus, ReturnStatus, Wipe
from devices.returning.actions import Handed, receive
from tests import given
from tests.devices import equipment
from tests.elections import polls
from tests.offboarding.leavers import (
    LAST_DAY,
    completed,
    ends,
    fresh,
    gone,
    leaver,
    on,
    sweep,
    system,
    task,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


# A poll date in the past


def test_a_poll_years_back_is_asked_about_and_one_of_last_month_is_not():
    given.council()
    typed = {"kind": "by_election", "name": "By-election", "wards": []}
    for name, day in (("notice_on", date(2024, 3, 25)), ("poll_on", date(2024, 5, 2))):
        parts = {"day": day.day, "month": day.month, "year": day.year}
        typed |= {f"{name}_{part}": str(value) for part, value in parts.items()}

    with on("2024-06-02"):
        assert "poll_on" not in ElectionForm(typed).errors
    with on("2026-11-23"):
        form = ElectionForm(typed)
        assert not form.is_valid()
        assert "is more than a year ago" in str(form.errors["poll_on"])
        assert "is_meant" in form.fields


# A term that ends before it starts


def test_a_term_does_not_end_the_evening_before_it_starts():
    """Midnight at which its first day begins is the end of the day before."""
    councillor = given.person()
    term = given.term(councillor, starts_on=date(2026, 11, 23), declared_on=None)
    before = end_of_day(date(2026, 11, 22))

    with pytest.raises(Refused, match="can’t end before it starts") as refusal:
        end_term(term=term, ends_at=before, reason=EndReason.RESIGNED, by=None)
    assert refusal.value.field == "ends_at"
    term = end_term(
        term=term, ends_at=end_of_day(date(2026, 11, 23)), reason=EndReason.RESIGNED, by=None
    )
    with pytest.raises(Refused, match="can’t end before it starts"):
        move_end(term=term, ends_at=before, reason=EndReason.RESIGNED, by=None)


# Two terms that overlap in one ward


def ended(first=date(2027, 5, 10), last=date(2031, 5, 5)):
    """Somebody with a term for the ward that is to come, with a known end."""
    councillor = given.person()
    ward = given.ward()
    row = TermOfOffice(councillor=councillor, ward=ward, starts_on=first, ends_at=end_of_day(last))
    row.end_reason = EndReason.RETIRED
    return row.keep(by=None, why="Test")


@pytest.mark.parametrize(
    ("starts_on", "words"),
    [
        (date(2026, 5, 10), "another term for this ward, from 10 May 2027 to 5 May 2031"),
        (date(2027, 5, 10), "already, until 5 May 2031"),
        (date(2031, 5, 4), "already, until 5 May 2031"),
    ],
    ids=["before it", "with it", "within it"],
)
def test_a_second_term_in_one_ward_is_refused_whichever_begins_first(starts_on, words):
    other = ended()
    said = {"councillor": other.councillor, "ward": other.ward, "starts_on": starts_on}

    with pytest.raises(Refused, match=words) as refusal:
        begin_term(**said, by=None)
    assert refusal.value.field == "starts_on"
    with pytest.raises(Refused, match=words):
        turn_over(endings=[], beginnings=[TermOfOffice(**said)], by=None)
    assert TermOfOffice.objects.get() == other


def test_terms_meet_on_the_day_of_retirement_and_two_wards_are_no_overlap():
    other = ended()
    begin_term(councillor=other.councillor, ward=other.ward, starts_on=date(2031, 5, 5), by=None)

    assert begin_term(
        councillor=other.councillor, ward=given.ward(), starts_on=date(2027, 5, 10), by=None
    )


def test_an_end_is_neither_moved_nor_taken_back_into_the_next_term():
    case = leaver(LAST_DAY)
    begin_term(
        councillor=case.councillor, ward=case.term.ward, starts_on=LAST_DAY + 9 * DAY, by=None
    )
    later = end_of_day(LAST_DAY + 10 * DAY)

    with pytest.raises(Refused, match="another term for this ward from"):
        move_end(term=case.term, ends_at=later, reason=EndReason.RESIGNED, by=None)
    with pytest.raises(Refused, match="another term for this ward from"):
        take_back_end(term=case.term, by=None)


# A calendar with no data for the year, or no nation set


def test_past_the_calendar_nothing_is_guessed_and_nothing_is_saved():
    councillor = given.councillor()
    end = end_of_day(date(2028, 12, 27))

    with pytest.raises(CalendarEnds, match="can’t count working days in 2029"):
        ends(councillor, date(2028, 12, 27))
    with pytest.raises(CalendarEnds):
        foretell(ends_at=end, reason=EndReason.RETIRED)
    assert councillor.terms.get().ends_at is None
    assert Clocks().stages([date(2028, 12, 29)], date(2029, 1, 2)) == {}


def test_access_never_lasts_longer_for_want_of_a_calendar():
    """Fourteen days where no holiday is known."""
    councillor = given.councillor()
    term = councillor.terms.get()
    term.ends_at, term.end_reason = end_of_day(date(2028, 12, 27)), EndReason.RETIRED
    term.keep(by=None, why="Test")

    with on("2029-01-10"):
        assert User.objects.get(pk=councillor.pk).access == Access.LEAVING
    with on("2029-01-11"):
        assert User.objects.get(pk=councillor.pk).access == Access.OVER


def test_without_a_nation_there_is_no_council_and_no_calendar():
    with pytest.raises(ValueError, match="not a valid"):
        Council(nation="").working_days_after(date(2026, 5, 1), 1)
    with pytest.raises(IntegrityError, match="nation"), transaction.atomic():
        QuerySet(Council).filter(pk=given.council().pk).update(nation="")


# An end date that is moved after the case began


def moved(case, day):
    return move_end(term=case.term, ends_at=end_of_day(day), reason=EndReason.RESIGNED, by=None)


def test_an_end_moved_after_the_case_began_moves_both_clocks():
    with on(LAST_DAY + 3 * DAY):
        case = leaver(LAST_DAY)
        moved(case, LAST_DAY - 9 * DAY)

    assert fresh(case).status == CaseStatus.RUNNING
    assert fresh(case).access_due_on == date(2026, 12, 23)


def test_an_end_moved_to_a_later_day_after_all_was_done_begins_the_case_anew():
    """They are in office again: what was closed and given back is to be done once more."""
    system()
    case = completed()
    assert fresh(case).status == CaseStatus.COMPLETED

    moved(case, LAST_DAY)

    again = fresh(case)
    assert (again.status, again.ended_at, again.last_day) == (CaseStatus.SCHEDULED, None, LAST_DAY)
    assert again.access_due_on == date(2027, 1, 6)
    assert set(again.tasks.values_list("status", flat=True)) == {TaskStatus.TO_DO}
    assert again.accounts.get().terminated_at is None
    with on(LAST_DAY + DAY):
        sweep()
        assert fresh(case).status == CaseStatus.RUNNING


def test_an_end_moved_to_an_earlier_day_after_all_was_done_leaves_it_done():
    case = completed()
    before = fresh(case)

    moved(case, before.last_day - DAY)

    assert fresh(case).status == CaseStatus.COMPLETED
    assert fresh(case).access_due_on == before.access_due_on - DAY
    assert fresh(case).last_day == before.last_day - DAY


# A device that is handed in by somebody else


def test_a_device_that_somebody_else_brings_is_received_and_ends_the_task():
    device = equipment.accepted().assignments.get().device
    case = ends(device.holder, date(2026, 11, 20))
    sweep()
    desk = equipment.desk()
    assert task(case, TaskKind.DEVICES).status == TaskStatus.TO_DO

    row = receive(
        handed=[Handed(device, Condition.WORN, Wipe.TO_DO)],
        by=desk,
        typed_name=desk.full_name,
        confirmed_with="password",
        brought_by="Nell Neighbour",
    )
    sweep()

    assert (row.status, row.councillor) == (ReturnStatus.UNSIGNED, case.councillor)
    device.refresh_from_db()
    assert device.status == DeviceStatus.RETURNED
    assert task(case, TaskKind.DEVICES).status == TaskStatus.DONE


def test_devices_of_two_people_are_not_received_as_those_of_one():
    mine, other = (equipment.accepted().assignments.get().device for _n in range(2))
    desk = equipment.desk()

    with pytest.raises(Refused):
        receive(
            handed=[Handed(one, Condition.WORN, Wipe.TO_DO) for one in (mine, other)],
            by=desk,
            typed_name=desk.full_name,
            confirmed_with="password",
        )


# Closing with a task open


def test_a_case_is_not_completed_while_something_is_open_and_says_what(client):
    case = gone()
    clerk = given.officer(Role.MEMBERS_SERVICES)

    with pytest.raises(Refused, match="This is still to be done: Suspend access"):
        complete(case=case, by=clerk)
    client.force_login(clerk)
    sent = client.post(reverse("offboarding:complete", args=[case.pk]))

    assert "This is still to be done" in sent.text
    assert fresh(case).status == CaseStatus.RUNNING


# What was planned before it became untrue


def notice(kind, case):
    return Notice(
        kind=kind,
        to=polls.clerk(),
        key=f"{kind}:x:1",
        about=f"offboarding.offboardingcase:{case.pk}",
    )


def test_no_reminder_goes_out_about_what_is_done_or_never_was():
    case = completed()
    stays = leaver(LAST_DAY)
    begin_term(councillor=stays.councillor, ward=stays.term.ward, starts_on=LAST_DAY, by=None)

    for one in (case, stays):
        assert not notices.has_access(notice("leaver_access", one))
        assert not notices.is_late(notice("leaver_overdue", one))
        assert not notices.is_theirs_to_do(notice("leaving_office", one))
    scheduled = leaver(LAST_DAY)
    assert not notices.has_access(notice("leaver_access", scheduled))
    assert notices.is_theirs_to_do(notice("leaving_office", scheduled))
    running = gone()
    assert notices.has_access(notice("leaver_access", running))


def test_a_resignation_is_never_of_the_future(client):
    term = given.councillor().terms.get()
    client.force_login(given.officer(Role.MEMBERS_SERVICES))
    tomorrow = timezone.now() + DAY
    typed = {
        "reason": "resigned",
        "received_at_day_day": tomorrow.day,
        "received_at_day_month": tomorrow.month,
        "received_at_day_year": tomorrow.year,
        "received_at_time": "09:00",
    }

    shown = client.post(reverse("accounts:end_term", args=[term.pk]), typed, follow=True)

    assert "There is a problem" in shown.text
    assert not OffboardingCase.objects.exists()
