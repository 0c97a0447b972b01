"""What was passed to a councillor who left or died waits for an officer, and for nobody else."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from breaches.complaining.passed import passed as as_passed
from breaches.models import WardComplaint
from breaches.passing.actions import acknowledge_own, answer_own, share_own, take_back
from breaches.passing.sweeping import remind_of_ward_complaints, tell_who_handles_it
from councilgov.days import today
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import letter, part_of
from councilgov.people.actions import begin_term
from councilgov.people.models import EndReason, User
from councilgov.people.standing import Access
from tests import given
from tests.breaches import grievances
from tests.breaches.grievances import TODAY
from tests.offboarding.leavers import completed, ends, on

LAST_DAY = date(2026, 11, 20)
CLOSED = "This page is not open to you"
IN_TIME, OVER = "2026-12-04", "2026-12-05"


@pytest.fixture
def councillor(officer):
    return given.councillor()


@pytest.fixture
def passed(councillor, officer):
    return grievances.passed(grievances.of_ward(by=officer, councillor=councillor), by=officer)


def seen_by(person, where):
    client = Client()
    client.force_login(person)
    return client.get(where, follow=True).text


def notices(kind):
    return Notice.objects.filter(kind=kind)


def test_while_they_have_access_the_page_of_leaving_names_it(passed, councillor):
    ends(councillor, LAST_DAY)

    with on(IN_TIME):
        told = seen_by(councillor, reverse("offboarding:mine"))
        assert passed.get_absolute_url() in told
        assert "Tell them by 22 December 2026 that you have it" in told
        assert seen_by(councillor, passed.get_absolute_url())
        assert tell_who_handles_it() == 0
        answer_own(passed=passed, answered_on=TODAY, outcome="upheld", by=councillor)
        assert passed.get_absolute_url() not in seen_by(councillor, reverse("offboarding:mine"))


def test_with_day_ten_the_reminders_end_and_the_officers_are_told_once(passed, councillor, officer):
    ends(councillor, LAST_DAY)
    with on("2026-12-09"):
        assert remind_of_ward_complaints() == 0
        assert unwanted(notices("ward_complaint").get())
        assert tell_who_handles_it() > 0
        assert tell_who_handles_it() == 0
        told = notices("ward_complaint_left").get(to=officer)
        sent = letter([part_of(told)], told)
        assert passed.complaint.get_absolute_url() in sent.body
        assert councillor.full_name not in sent.subject + sent.body
        assert not unwanted(told)
        assert "can’t sign in here any more. As far as we know this complaint is not answered" in (
            seen_by(officer, passed.complaint.get_absolute_url())
        )


def test_what_was_planned_before_is_not_sent_after_day_ten(passed, councillor):
    with on("2026-12-08"):
        assert remind_of_ward_complaints() == 1
        ends(councillor, LAST_DAY)

        assert unwanted(notices("ward_complaint_due").get())


def test_a_death_is_told_at_once(passed, councillor, officer):
    ends(councillor, LAST_DAY, reason=EndReason.DIED)

    assert tell_who_handles_it() > 0
    told = seen_by(officer, passed.complaint.get_absolute_url())
    assert f"{councillor.full_name} has died." in told


def test_taken_back_it_waits_for_nobody_and_nothing_is_sent_to_them(passed, councillor, officer):
    ends(councillor, LAST_DAY)
    with on(OVER):
        tell_who_handles_it()

        take_back(complaint=passed.complaint, reason="They have left.", by=officer)

        assert all(unwanted(row) for row in notices("ward_complaint_left"))
        assert not notices("ward_complaint_taken_back").exists()
        assert "As far as we know" not in seen_by(officer, passed.complaint.get_absolute_url())


def test_what_was_answered_before_they_left_is_told_of_to_nobody(passed, councillor):
    answer_own(passed=passed, answered_on=TODAY, outcome="upheld", by=councillor)
    ends(councillor, LAST_DAY)

    with on(OVER):
        assert tell_who_handles_it() == 0
        assert WardComplaint.objects.obstacles() == {}


def test_an_officer_reads_of_them_and_the_councillor_of_themselves(passed, councillor, officer):
    acknowledge_own(passed=passed, acknowledged_on=TODAY, by=councillor)
    share_own(passed=passed, by=councillor)

    theirs = seen_by(officer, passed.complaint.get_absolute_url())
    assert "Told that they have it" in theirs
    assert "Told that you have it" not in theirs
    assert "Told that you have it" in seen_by(councillor, passed.get_absolute_url())


def test_of_who_is_in_office_without_an_account_that_works_nobody_says_that_they_left(
    passed, councillor, officer
):
    councillor.is_active = False
    councillor.keep(by=officer, why="Closed by mistake")

    assert tell_who_handles_it() > 0
    assert tell_who_handles_it() == 0
    told = notices("ward_complaint_no_account").get(to=officer)
    assert "They have no account here that works" in part_of(told).body
    assert not unwanted(told)
    assert not notices("ward_complaint_left").exists()
    page = seen_by(officer, passed.complaint.get_absolute_url())
    assert f"{councillor.full_name} has no account here that works." in page
    assert "any more" not in page

    ends(councillor, LAST_DAY)
    with on(OVER):
        assert unwanted(told)
        assert tell_who_handles_it() > 0
        assert not unwanted(notices("ward_complaint_left").get(to=officer))


def test_what_officers_read_costs_the_same_however_often_it_was_passed_on(
    passed, councillor, officer, django_assert_num_queries
):
    complaint = passed.complaint
    ends(councillor, LAST_DAY, reason=EndReason.DIED)
    with django_assert_num_queries(6):  # four of them for the calendar
        assert [one.warning[:20] for one in as_passed(complaint)] != [""]
    other = given.councillor()
    for _n in range(3):
        passed.taken_back_at, passed.taken_back_by = timezone.now(), officer
        passed.keep(by=officer, why="Test")
        passed.pk, passed.taken_back_at, passed.taken_back_by = None, None, None
        passed.councillor = other
        passed._state.adding = True
        passed.keep(by=officer, why="Test")
    with django_assert_num_queries(6):
        assert len(as_passed(complaint)) == 4


def test_until_a_new_term_begins_they_still_answer_it(passed, councillor):
    ends(councillor, LAST_DAY)
    begin_term(councillor=councillor, ward=given.ward(), starts_on=date(2027, 5, 10), by=None)

    with on(OVER):
        assert councillor_of(councillor).access == Access.NEWLY
        assert tell_who_handles_it() == 0
        assert passed.get_absolute_url() in seen_by(councillor, reverse("offboarding:mine"))
        assert CLOSED not in seen_by(councillor, passed.get_absolute_url())
        told = answers(councillor, passed)
        assert told.status_code == 302


def test_who_has_a_receipt_and_access_still_answers_it(passed, councillor):
    completed(councillor)

    page = seen_by(councillor, reverse("home"))
    assert "Receipt for leaving office" in page
    assert passed.get_absolute_url() in page
    assert "Everything is done" not in page
    assert answers(councillor, passed).status_code == 302
    assert "Everything is done" in seen_by(councillor, reverse("home"))


def councillor_of(person):
    return User.objects.get(pk=person.pk)


def answers(person, passed):
    client = Client()
    client.force_login(person)
    day = today()
    parts = ("day", "month", "year")
    said = {f"answered_on_{part}": getattr(day, part) for part in parts}
    where = reverse("breaches:answer_own_complaint", args=[passed.pk])
    return client.post(where, {**said, "outcome": "upheld"})
