"""Pages on which a term of office ends, its end is corrected, and is taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from councilgov.access import Role
from councilgov.deadlines import end_of_day
from councilgov.offboarding.models import CaseStatus, OffboardingCase
from councilgov.people.actions import begin_term, end_term
from councilgov.people.models import EndReason, TermOfOffice
from councilgov.records import Refused
from tests import given

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("services")]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def shown(response):
    return response.content.decode()


def day(name, year, month, number):
    return {f"{name}_day": str(number), f"{name}_month": str(month), f"{name}_year": str(year)}


def last(year, month, number, reason="retired"):
    return {"reason": reason} | day("last_day", year, month, number)


def received(year, month, number, time):
    return {"reason": "resigned", "received_at_time": time} | day(
        "received_at_day", year, month, number
    )


def page(name, row):
    return reverse(f"accounts:{name}", args=[row.pk])


def check(client, name, term, answers):
    """The page that shows what follows, or the form with what is wrong."""
    return shown(client.post(page(name, term), answers, follow=True))


def save(client, name, term, answers):
    return shown(client.post(page(name, term), {**answers, "checked": "1"}, follow=True))


@pytest.fixture
def term():
    return given.councillor(full_name="Cora Councillor").terms.get()


def test_a_term_ends_at_midnight_after_its_last_day_once_it_is_checked(client, term):
    assert page("end_term", term) in shown(client.get(page("person", term.councillor)))

    checked = check(client, "end_term", term, last(2026, 12, 18))

    term.refresh_from_db()
    assert term.ends_at is None
    assert "Nothing is saved yet." in checked
    assert "With 18 December 2026" in checked
    saved = save(client, "end_term", term, last(2026, 12, 18))
    assert "The end of the term is recorded." in saved
    assert "What they still hold" in saved
    saved = shown(client.get(page("person", term.councillor)))
    term.refresh_from_db()
    assert term.ends_at == datetime(2026, 12, 19, 0, 0, tzinfo=UTC)
    assert term.end_reason == EndReason.RETIRED
    assert f'{page("end_term", term)}"' not in saved
    assert page("move_end", term) in saved
    assert page("take_back_end", term) in saved
    assert reverse("offboarding:case_of", args=[term.councillor_id]) in saved


def test_of_one_of_two_terms_there_is_no_case_to_land_on(client, term):
    given.term(term.councillor, ward=given.ward())
    answers = {**last(2026, 12, 18), "checked": "1"}

    saved = client.post(page("end_term", term), answers)

    assert saved["Location"] == page("person", term.councillor)


def test_the_page_before_it_says_when_the_case_starts_and_by_when_what_is_due(client, term):
    checked = check(client, "end_term", term, last(2026, 12, 18))

    assert "Its clocks start after Friday 18 December 2026." in checked
    assert "Access to the council’s systems ends by Wednesday 6 January 2027." in checked
    assert "Equipment is due back by Wednesday 6 January 2027." in checked
    assert "Friday 25 December 2026 is a bank holiday (Christmas Day)" in checked
    assert "They leave their political group on the same day." in checked
    save(client, "end_term", term, last(2026, 12, 18))
    case = OffboardingCase.objects.get(term=term)
    assert (case.access_due_on, case.kit_due_on) == (date(2027, 1, 6), date(2027, 1, 6))


def test_an_end_after_which_day_ten_is_over_says_so_before_it_is_saved(client, term):
    soon = check(client, "end_term", term, last(2026, 11, 20))
    assert "they can’t sign in" not in soon

    late = check(client, "end_term", term, last(2026, 11, 1))

    assert (
        "Their access ended with Friday 13 November 2026: as soon as you save, they can’t sign in."
        in late
    )
    assert "overdue from its first moment, by 6 working days." in late
    assert "systems was to end by Friday 13 November 2026." in late
    assert "Equipment was due back by Friday 13 November 2026." in late
    died = check(client, "end_term", term, last(2026, 11, 1) | {"reason": EndReason.DIED})
    assert "they can’t sign in" not in died
    assert "overdue from its first moment" in died


def test_whoever_stays_in_office_is_warned_of_nothing(client, term):
    given.term(term.councillor)

    assert "as soon as you save" not in check(client, "end_term", term, last(2026, 11, 1))


def test_an_end_of_years_ago_opens_no_case_and_ends_access(client, term):
    long_ago = check(client, "end_term", term, last(2024, 5, 7))

    assert "as soon as you save, they can’t sign in" in long_ago
    assert "overdue" not in long_ago


def test_a_term_that_is_over_starts_its_case_at_once_and_one_of_long_ago_none(client, term):
    assert "starts at once" in check(client, "end_term", term, last(2026, 11, 20))

    long_ago = check(client, "end_term", term, last(2024, 5, 7))

    assert "no case of leaving office is opened" in long_ago
    save(client, "end_term", term, last(2024, 5, 7))
    assert not OffboardingCase.objects.exists()


def test_a_year_and_a_day_is_where_history_begins(client, term):
    assert "starts at once" in check(client, "end_term", term, last(2025, 11, 22))
    assert "more than a year ago" in check(client, "end_term", term, last(2025, 11, 21))


def test_whoever_has_another_term_stays_and_the_page_says_so(client, term):
    begin_term(councillor=term.councillor, ward=given.ward(), starts_on=date(2026, 12, 18), by=None)

    checked = check(client, "end_term", term, last(2026, 12, 18))

    assert "They have another term, so they stay in office" in checked
    assert "Access to the council" not in checked
    assert "political group" not in checked
    save(client, "end_term", term, last(2026, 12, 18))
    assert not OffboardingCase.objects.exists()


def test_a_term_of_the_past_keeps_nobody_in_office(client, term):
    past = given.term(term.councillor, ward=given.ward(), starts_on=date(2014, 5, 26))
    end_term(term=past, ends_at=end_of_day(date(2018, 5, 7)), reason=EndReason.RETIRED, by=None)

    assert "Its clocks start after" in check(client, "end_term", term, last(2026, 12, 18))


def test_of_somebody_who_died_the_page_says_that_nothing_is_sent(client, term):
    told = "Nothing is sent to them any more"

    assert told in check(client, "end_term", term, last(2026, 11, 20, "died"))
    assert told not in check(client, "end_term", term, last(2026, 11, 20, "disqualified"))


def test_a_resignation_takes_the_minute_of_its_receipt_on_a_bank_holiday(client, term):
    with time_machine.travel("2026-12-26 12:00Z"):
        client.force_login(given.officer(Role.MEMBERS_SERVICES))
        answers = received(2026, 12, 25, "11:58pm")

        checked = check(client, "end_term", term, answers)
        save(client, "end_term", term, answers)

    assert "11:58pm on 25 December 2026" in checked
    term.refresh_from_db()
    assert term.ends_at == datetime(2026, 12, 25, 23, 58, tzinfo=UTC)
    case = OffboardingCase.objects.get(term=term)
    assert (case.last_day, case.status) == (date(2026, 12, 25), CaseStatus.RUNNING)
    assert case.access_due_on == date(2027, 1, 12)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"reason": ""}, "Select why the term ends"),
        ({"reason": "retired"}, "Enter the last day in office"),
        ({"reason": "bored"}, "Select why the term ends"),
        ({"reason": "resigned"}, "Enter the day on which the council received the resignation"),
        (
            {"reason": "resigned"} | day("received_at_day", 2026, 11, 20),
            "Enter the time at which the council received the resignation",
        ),
        (received(2026, 11, 24, "9am"), "The day must be today or in the past"),
        (received(2026, 11, 23, "11:59pm"), "The time must be in the past"),
        (last(2026, 11, 24, "died"), "The day must be today or in the past"),
        (
            received(2026, 11, 20, "9am") | day("last_day", 2026, 11, 21),
            "A resignation ends the term on the day you entered above",
        ),
        (last(1999, 5, 7), "This is before the term began"),
        (received(2001, 5, 7, "9am"), "This is before the term began"),
        (last(2031, 5, 7), "Bank holidays are published from"),
    ],
)
def test_what_cannot_be_is_refused_in_words_at_its_box(client, term, answers, told):
    refused = check(client, "end_term", term, answers)

    assert told in refused
    assert "Nothing is saved yet." not in refused
    assert save(client, "end_term", term, answers).count(told) == refused.count(told)
    term.refresh_from_db()
    assert term.ends_at is None


@pytest.mark.parametrize(
    ("answers", "box"),
    [
        (last(1999, 5, 7), "last_day"),
        (received(2001, 5, 7, "9am"), "received_at_day"),
        (last(2031, 5, 7), "last_day"),
    ],
)
def test_the_summary_leads_to_the_box(client, term, answers, box):
    assert f'href="#id_{box}' in check(client, "end_term", term, answers)


def test_the_same_day_may_be_entered_beside_a_resignation(client, term):
    answers = received(2026, 11, 20, "9am") | day("last_day", 2026, 11, 20)

    assert "Nothing is saved yet." in check(client, "end_term", term, answers)


@pytest.mark.parametrize(
    ("reason", "ends_at"),
    [("disqualified", NOON), ("retired", datetime(2026, 11, 24, 0, 0, tzinfo=UTC))],
)
def test_a_disqualification_of_today_ends_the_term_now(client, term, reason, ends_at):
    with time_machine.travel(NOON, tick=False):
        client.force_login(given.officer(Role.MEMBERS_SERVICES))
        save(client, "end_term", term, last(2026, 11, 23, reason))

    term.refresh_from_db()
    assert term.ends_at == ends_at


def test_a_term_that_has_an_end_leads_to_its_correction(client, term):
    save(client, "end_term", term, last(2026, 12, 18))

    again = save(client, "end_term", term, last(2026, 12, 19))

    assert "This term has an end already: 18 December 2026." in again
    assert "Correct the end of the term of Cora Councillor" in again
    term.refresh_from_db()
    assert term.last_day == date(2026, 12, 18)


def test_an_end_entered_wrongly_is_corrected_and_the_case_moves_with_it(client, term):
    save(client, "end_term", term, last(2026, 12, 18))
    form = shown(client.get(page("move_end", term)))
    assert 'value="18"' in form
    assert 'value="12"' in form

    checked = check(client, "move_end", term, last(2026, 12, 11, "not_re_elected"))
    save(client, "move_end", term, last(2026, 12, 11, "not_re_elected"))

    assert "Its clocks start after Friday 11 December 2026." in checked
    term.refresh_from_db()
    assert (term.last_day, term.end_reason) == (date(2026, 12, 11), "not_re_elected")
    assert OffboardingCase.objects.get(term=term).last_day == date(2026, 12, 11)


def test_the_correction_of_a_resignation_shows_its_minute(client, term):
    save(client, "end_term", term, received(2026, 11, 20, "4:05pm"))

    form = shown(client.get(page("move_end", term)))

    assert 'value="4:05pm"' in form


def test_without_an_end_there_is_nothing_to_correct(client, term):
    assert "End the term of Cora Councillor" in shown(
        client.get(page("move_end", term), follow=True)
    )

    refused = shown(client.post(page("take_back_end", term)))

    assert "This term has no end yet. End it first." in refused


def test_an_end_is_taken_back_and_the_case_with_it(client, term):
    save(client, "end_term", term, last(2026, 12, 18))

    done = shown(client.post(page("take_back_end", term), follow=True))

    assert "The term goes on." in done
    term.refresh_from_db()
    assert term.ends_at is None
    assert OffboardingCase.objects.get(term=term).status == CaseStatus.CANCELLED


def twice_in_a_ward(term):
    """Their term until 18 December, and another for the same ward from January on."""
    end_term(term=term, ends_at=end_of_day(date(2026, 12, 18)), reason=EndReason.RETIRED, by=None)
    begin_term(councillor=term.councillor, ward=term.ward, starts_on=date(2027, 1, 4), by=None)


def test_a_second_term_in_the_same_ward_at_the_same_time_is_refused(client, term):
    twice_in_a_ward(term)
    told = "They have another term for this ward from 4 January 2027."

    moved = check(client, "move_end", term, last(2027, 1, 5))

    assert told in moved
    assert 'href="#id_last_day' in moved
    assert told in save(client, "move_end", term, last(2027, 1, 5))
    assert told in shown(client.post(page("take_back_end", term)))
    assert "Nothing is saved yet." in check(client, "move_end", term, last(2027, 1, 4))


def test_a_term_for_another_ward_is_no_overlap(client, term):
    twice_in_a_ward(term)
    other = TermOfOffice.objects.latest("starts_on")
    other.ward = given.ward()
    other.keep(by=None, why="Test")

    assert "Nothing is saved yet." in check(client, "move_end", term, last(2027, 1, 5))


def test_an_end_that_runs_into_the_next_term_is_refused_by_the_act_itself(term):
    twice_in_a_ward(term)
    later = TermOfOffice.objects.latest("starts_on")
    term.refresh_from_db()
    term.ends_at = term.end_reason = None
    later.ends_at, later.end_reason = end_of_day(date(2028, 5, 8)), EndReason.RETIRED
    later.keep(by=None, why="Test")
    term.keep(by=None, why="Test")

    with pytest.raises(Refused, match="from 4 January 2027"):
        end_term(
            term=term,
            ends_at=end_of_day(date(2027, 2, 1)),
            reason=EndReason.RETIRED,
            by=None,
        )


def test_the_page_to_check_holds_the_answers_to_change_them(client, term):
    answers = last(2026, 12, 18)
    check(client, "end_term", term, answers)

    back = shown(client.post(page("end_term", term), {**answers, "change": "1"}, follow=True))

    assert 'value="18"' in back
    assert "Nothing has been sent yet." in back
