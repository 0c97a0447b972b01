"""Whoever left and is elected again, after a gap: their case ends as their new term begins."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.certificates import certificate_of, statement_of
from councilgov.ledger.statements import lines_of
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.offboarding import actions, sweeping
from councilgov.offboarding.following import WAS_PAUSED, follow
from councilgov.offboarding.machines import CaseStatus
from councilgov.offboarding.models import AccountEnd, OffboardingCase
from councilgov.offboarding.notices import is_theirs_to_do, is_to_open, to_own, was_paused
from councilgov.offboarding.posting.due import letters_due
from councilgov.offboarding.sweeping import TO_LEAVER, TO_REOPEN
from councilgov.people.actions import begin_term, move_end
from councilgov.people.models import EndReason, TermOfOffice, User
from councilgov.people.standing import Access
from councilgov.records import Refused, subject_of
from devices.models import ReturnRequest
from tests import given
from tests.devices import equipment
from tests.offboarding.leavers import completed, ends, fresh, on, sweep, system

pytestmark = pytest.mark.django_db
GONE_ON, BACK_ON = date(2026, 10, 27), date(2026, 11, 23)
HOUR = timedelta(hours=1)


@pytest.fixture
def desk():
    return given.officer(Role.ICT_DESK)


@pytest.fixture
def case(desk):
    """She left on 27 October, four weeks ago: one account is suspended, and her device is out."""
    email = system("Email")
    system("Payroll")
    issue = equipment.accepted()
    with on("2026-11-20"):
        row = ends(issue.councillor, GONE_ON)
        sweep()
        closed = list(row.accounts.filter(system=email))
        at = timezone.now() - HOUR
        actions.suspend_accounts(case=row, accounts=closed, at=at, by=desk)
        assert ReturnRequest.objects.open().exists()
    return row


def back(case, day=BACK_ON):
    with on(min(day, BACK_ON)):
        return begin_term(councillor=case.councillor, ward=given.ward(), starts_on=day, by=None)


def about(case):
    return Notice(kind=TO_LEAVER, to=case.councillor, about=subject_of(case))


def account(case):
    return case.accounts.get(system__name="Email")


def test_a_new_term_ends_the_case_and_what_hangs_on_it(case):
    back(case)

    with on(BACK_ON):
        assert fresh(case).status == CaseStatus.BACK
        assert fresh(case).ended_at
        assert not ReturnRequest.objects.open().exists()
        asked = ReturnRequest.objects.get()
        assert asked.cancel_reason == "You are in office again."
        assert letters_due() == []
        sweep()
        assert not ReturnRequest.objects.open().exists()
        assert not OffboardingCase.objects.overdue(BACK_ON).exists()
        assert sum(follow() for _n in range(2)) == 0


def test_a_reminder_on_its_way_is_not_sent_to_whoever_is_back(case):
    notice = about(case)
    assert is_theirs_to_do(notice)

    back(case)

    assert not is_theirs_to_do(notice)


def test_a_paused_case_ends_with_the_new_term_too(case):
    with on("2026-11-20"):
        officer = given.officer(Role.MEMBERS_SERVICES)
        actions.pause(case=case, reason="A hold", by=officer)

    back(case)

    assert (fresh(case).status, fresh(case).pause_reason) == (CaseStatus.BACK, "")


def test_of_a_paused_case_the_monitoring_officer_is_told_that_nothing_is_asked_back(case):
    officer = given.officer(Role.MONITORING_OFFICER)
    with on("2026-11-20"):
        actions.pause(case=case, reason="An inquiry", by=officer)

    back(case)

    notice = Notice.objects.get(kind=WAS_PAUSED)
    assert notice.to == officer
    assert was_paused(notice)
    part = part_of(notice)
    assert case.councillor.full_name in part.subject
    assert "is not asked back any more" in part.body
    assert "An inquiry" not in part.body


def test_of_a_case_that_was_not_paused_the_monitoring_officer_is_not_told(case):
    given.officer(Role.MONITORING_OFFICER)
    back(case)
    assert not Notice.objects.filter(kind=WAS_PAUSED).exists()


def test_until_the_new_term_begins_the_case_stays(case):
    back(case, date(2026, 12, 7))

    with on("2026-12-04"):
        sweep()
        assert fresh(case).status == CaseStatus.RUNNING
        assert User.objects.get(pk=case.councillor_id).access == Access.NEWLY
    with on("2026-12-07"):
        sweep()
        assert fresh(case).status == CaseStatus.BACK
        assert User.objects.get(pk=case.councillor_id).access == Access.WHOLE


def test_what_was_completed_stays_as_it_was_and_the_desk_opens_what_it_terminated(desk, client):
    system("Email")
    with on("2026-11-20"):
        case = completed(last_day=GONE_ON)
        assert sweeping.ask_to_open() == 0
        with pytest.raises(Refused, match="not in office again"):
            actions.open_accounts(case=case, accounts=[account(case)], at=timezone.now(), by=desk)
    back(case)
    page = reverse("offboarding:open_accounts", args=[case.pk])

    with on(BACK_ON):
        client.force_login(desk)
        home = client.get(reverse("home")).text
        board = re.search(r'href="([^"]*todo=opening[^"]*)"', home)
        assert case.councillor.full_name in client.get(unescape(board[1])).text
        assert sweeping.ask_to_open() == 1
        assert "To be opened again" in client.get(case.get_absolute_url()).text
        done = client.post(page, typed(account(case)), follow=True).text
        assert "Noted: the accounts are open again." in done
        assert not AccountEnd.objects.to_open().exists()

    assert fresh(case).status == CaseStatus.COMPLETED


def test_nothing_is_to_be_opened_once_they_have_left_again(case):
    back(case)
    with on("2026-11-24"):
        assert AccountEnd.objects.to_open().exists()
        ends(case.councillor, date(2026, 11, 23))
        assert not AccountEnd.objects.to_open().exists()


def test_a_gap_that_is_entered_afterwards_opens_no_case():
    councillor = given.councillor()
    with on(BACK_ON):
        begin_term(councillor=councillor, ward=given.ward(), starts_on=BACK_ON, by=None)
        old = councillor.terms.exclude(starts_on=BACK_ON).get()
        old.ends_at, old.end_reason = timezone.now() - timedelta(days=20), EndReason.RESIGNED
        old.keep(by=None, why="Test")
        assert follow([councillor.pk]) == follow() == 0

    assert not OffboardingCase.objects.exists()


def test_a_term_that_is_withdrawn_begins_the_case_anew(case, desk):
    with on(BACK_ON):
        begin_term(councillor=case.councillor, ward=given.ward(), starts_on=BACK_ON, by=None)
        actions.open_accounts(case=case, accounts=[account(case)], at=timezone.now(), by=desk)
        term = case.councillor.terms.get(starts_on=BACK_ON)
        term.discard(by=None, why="Withdrawn")
        follow([case.councillor_id])

        assert fresh(case).status == CaseStatus.RUNNING
        assert fresh(case).ended_at is None
        assert not case.accounts.noted().exists()
        assert not AccountEnd.objects.exclude(opened_at=None).exists()


def test_an_end_that_is_moved_into_the_new_term_means_that_they_never_left(case):
    back(case)

    with on(BACK_ON):
        later = timezone.now() - timedelta(hours=12)
        move_end(term=case.term, ends_at=later, reason=EndReason.RETIRED, by=None)

    assert fresh(case).status == CaseStatus.CANCELLED


def test_the_clock_sees_what_no_act_told(case):
    back(case)
    with on(BACK_ON):
        TermOfOffice.objects.get(starts_on=BACK_ON).discard(by=None, why="Test")
        assert follow() == 1

    assert fresh(case).status == CaseStatus.RUNNING


def test_the_desk_is_asked_to_open_what_it_closed_and_says_so(case, desk, client):
    back(case)
    page = reverse("offboarding:open_accounts", args=[case.pk])
    with on(BACK_ON):
        client.force_login(desk)
        assert sweeping.ask_to_open() == 1
        assert sweeping.ask_to_open() == 0
        notice = Notice.objects.get(kind=TO_REOPEN)
        assert is_to_open(notice)
        form = client.get(page).context["form"]
        assert [row.system.name for row in form.fields["accounts"].queryset] == ["Email"]

        done = client.post(page, typed(account(case)), follow=True).text

        assert "Noted: the accounts are open again." in done
        assert "Email: open again" in done
        assert "Open again since" in done
        assert not is_to_open(notice)
        assert "There is no account to open now." in client.get(page, follow=True).text


def test_home_board_and_case_say_that_they_are_back(case, desk, client):
    back(case)
    with on(BACK_ON):
        client.force_login(desk)
        home = client.get(reverse("home")).text
        assert "1 councillor is in office again: open their accounts" in home
        found = client.get(reverse("offboarding:board"), {"status": "back", "todo": "opening"})
        assert case.councillor.full_name in found.text
        shown = client.get(case.get_absolute_url()).text

    assert "Say which accounts are open again" in shown
    assert "In office again" in shown
    assert "Not needed any more" in shown
    assert "Overdue" not in shown
    assert "To be opened again" in shown
    assert "Not terminated yet" not in shown


def typed(row, hour="11"):
    day = {"at_day_day": "23", "at_day_month": "11", "at_day_year": "2026"}
    return {"accounts": [row.pk], "at_time": f"{hour}:00", **day}


def test_what_was_not_closed_is_not_opened(case, desk):
    row = account(case)
    with pytest.raises(Refused, match="not in office again"):
        actions.open_accounts(case=case, accounts=[row], at=timezone.now(), by=desk)
    back(case)

    with on(BACK_ON):
        now = timezone.now()
        with pytest.raises(Refused, match="not in the future"):
            actions.open_accounts(case=case, accounts=[row], at=now + HOUR, by=desk)
        with pytest.raises(Refused, match="Select at least one"):
            actions.open_accounts(case=case, accounts=[], at=now, by=desk)
        actions.open_accounts(case=case, accounts=[row], at=now, by=desk)
        with pytest.raises(Refused, match="noted already"):
            actions.open_accounts(case=case, accounts=[row], at=now, by=desk)


def test_that_an_account_is_open_again_is_taken_back(case, desk, client):
    back(case)
    row, page = account(case), reverse("offboarding:take_back_accounts", args=[case.pk])
    with on(BACK_ON):
        client.force_login(desk)
        assert page not in client.get(case.get_absolute_url()).text
        assert "Nothing was noted" in client.get(page, follow=True).text
        with pytest.raises(Refused, match="Nothing was noted"):
            actions.take_back_accounts(case=case, accounts=[row], reason="Wrong", by=desk)
        actions.open_accounts(case=case, accounts=[row], at=timezone.now(), by=desk)
        assert page in client.get(case.get_absolute_url()).text

        answers = {"accounts": [row.pk], "reason": "It was Payroll."}
        done = client.post(page, answers, follow=True).text

        assert "Email: what was noted is taken back" in done
        assert "To be opened again" in done
        again = account(case)
        assert (again.opened_at, again.opened_by) == (None, None)
        assert again.suspended_at


def test_no_account_is_opened_before_it_was_terminated(case, desk):
    row = account(case)
    with on("2026-11-21"):
        at = timezone.now()
        actions.terminate_accounts(case=case, accounts=[row], at=at, by=desk)
    back(case)

    with on(BACK_ON), pytest.raises(Refused, match="closed at a later time"):
        actions.open_accounts(case=case, accounts=[row], at=at - HOUR, by=desk)


@pytest.mark.parametrize(
    ("which", "is_known", "name"),
    [("Email", False, "opened_at_together"), ("Payroll", True, "closed_before_opened")],
)
def test_no_account_is_opened_by_nobody_or_before_it_was_closed(case, desk, which, is_known, name):
    row = case.accounts.get(system__name=which)
    row.opened_at, row.opened_by = timezone.now(), desk if is_known else None

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save()


def test_the_receipt_says_that_they_are_back_and_keep_what_they_have(case, client):
    back(case)
    issued = certificate_of(case)
    statement = statement_of(issued)
    assert statement
    said = {line.label: line.text for line in lines_of(statement, issued.texts)}

    assert "From 23 November 2026" in said["In office again"]
    assert "Not returned, and theirs again" in said
    assert "Not returned" not in said
    assert "The service desk opens it again" in said["Accounts"]
    with on(BACK_ON):
        client.force_login(case.councillor)
        shown = client.get(reverse("offboarding:mine"), follow=True).text
        assert "You are in office again." in shown
        assert "sign in here for much longer" not in shown
        home = client.get(reverse("home")).text
        assert "See what to do when you leave office" not in home


def test_nothing_tells_somebody_elected_again_that_they_cannot_sign_in(case, client):
    with on("2026-11-02"):
        client.force_login(case.councillor)
        assert "you can’t sign in here" in client.get(reverse("offboarding:mine")).text
    back(case, date(2026, 12, 7))
    with on("2026-11-02"):
        shown = client.get(reverse("offboarding:mine")).text
        assert "can’t sign in" not in shown
        assert "You are elected again, from 7 December 2026." in shown
    with on("2026-11-24"):
        told = to_own(about(case))
        assert (told["is_elected"], told["is_access_over"]) == (True, False)
        client.force_login(case.councillor)
        shown = client.get(reverse("offboarding:mine"))
        assert shown.status_code == 200
        assert "Until then you see here only what is left." in shown.text
        assert "After 6 November" not in shown.text
        assert reverse("consent:leaving") not in shown.text
        client.force_login(given.officer(Role.MEMBERS_SERVICES))
        shown = client.get(case.get_absolute_url()).text
        assert "From 7 December 2026. This case ends then" in shown
