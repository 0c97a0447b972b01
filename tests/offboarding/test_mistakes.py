"""What the desk noted by mistake is taken back, and what a colleague noted stands."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.offboarding.actions import (
    complete,
    suspend_accounts,
    take_back_accounts,
    terminate_accounts,
)
from councilgov.offboarding.machines import TaskKind, TaskStatus
from councilgov.offboarding.sweeping import settle
from councilgov.records import Refused
from tests import given
from tests.offboarding.leavers import close_all, fresh, gone, system, task
from tests.racing import at_once

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def case():
    system("Email")
    system("Payroll")
    return gone()


@pytest.fixture
def desk():
    return given.officer(Role.ICT_DESK)


def all_of(case):
    return list(case.accounts.all())


def noted(case):
    return [(row.suspended_at, row.terminated_at) for row in case.accounts.all()]


def test_the_last_that_was_noted_is_taken_back_and_is_to_be_done_again(case, desk):
    now = timezone.now()
    suspend_accounts(case=case, accounts=all_of(case), at=now - HOUR, by=desk)
    terminate_accounts(case=case, accounts=all_of(case), at=now, by=desk)
    settle()
    email = all_of(case)[:1]

    take_back_accounts(case=case, accounts=email, reason="It is still open.", by=desk)

    assert noted(case) == [(now - HOUR, None), (now - HOUR, now)]
    assert task(case, TaskKind.ACCOUNTS).status == TaskStatus.TO_DO
    assert task(case, TaskKind.SUSPEND).status == TaskStatus.DONE
    take_back_accounts(case=case, accounts=email, reason="Nor suspended.", by=desk)
    assert noted(case)[0] == (None, None)
    assert task(case, TaskKind.SUSPEND).status == TaskStatus.TO_DO
    assert Entry.objects.filter(kind="offboarding.taken_back").count() == 2
    assert email[0].history.first().history_change_reason == "Taken back: Nor suspended."


def test_what_was_not_noted_is_not_taken_back(case, desk):
    suspend_accounts(case=case, accounts=all_of(case)[:1], at=timezone.now(), by=desk)

    with pytest.raises(Refused, match="Nothing was noted"):
        take_back_accounts(case=case, accounts=all_of(case), reason="Wrong.", by=desk)
    with pytest.raises(Refused, match="at least one"):
        take_back_accounts(case=case, accounts=[], reason="Wrong.", by=desk)


def test_nothing_is_taken_back_once_all_is_closed(case, desk):
    clerk = given.officer(Role.MEMBERS_SERVICES)
    close_all(case, by=clerk)
    complete(case=case, by=clerk)

    with pytest.raises(Refused, match="Everything is closed"):
        take_back_accounts(case=fresh(case), accounts=all_of(case), reason="Wrong.", by=desk)


@pytest.mark.parametrize("act", [suspend_accounts, terminate_accounts])
def test_what_is_noted_already_is_not_noted_again(case, desk, act):
    first = timezone.now() - HOUR
    act(case=case, accounts=all_of(case), at=first, by=desk)

    with pytest.raises(Refused, match="noted already: Email, Payroll"):
        act(case=case, accounts=all_of(case), at=timezone.now(), by=given.officer(Role.ICT_DESK))

    assert {row.suspended_at for row in all_of(case)} == {first}


@pytest.mark.django_db(transaction=True)
def test_of_two_desks_at_once_one_notes_it_and_the_other_is_told():
    system("Email")
    case, now = gone(), timezone.now()
    desks = [given.officer(Role.ICT_DESK) for _ in range(2)]
    rows = all_of(case)

    found = at_once(
        *(lambda by=by: terminate_accounts(case=case, accounts=rows, at=now, by=by) for by in desks)
    )

    assert sorted(isinstance(one, Refused) for one in found) == [False, True]
    assert case.accounts.get().history.filter(history_type="~").count() == 1


def test_it_is_taken_back_on_its_page(client, case, desk):
    client.force_login(desk)
    page = reverse("offboarding:take_back_accounts", args=[case.pk])
    assert page not in client.get(case.get_absolute_url()).text
    assert "Nothing was noted" in client.get(page, follow=True).text
    terminate_accounts(case=case, accounts=all_of(case)[:1], at=timezone.now(), by=desk)
    assert page in client.get(case.get_absolute_url()).text
    shown = client.get(page).text
    assert "Email" in shown
    assert "Payroll" not in shown
    assert "Say what the mistake was" in client.post(page, {"reason": ""}).text
    answers = {"accounts": [all_of(case)[0].pk], "reason": "It was Payroll."}

    done = client.post(page, answers, follow=True).text

    assert "It is taken back." in done
    assert "Email: what was noted is taken back" in done
    assert "It was Payroll." in done
    assert not case.accounts.noted().exists()
