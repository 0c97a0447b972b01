"""A question of which nobody of its team can be told goes to the next in line."""

from datetime import timedelta

import pytest
from django.utils import timezone

from breaches.advising import actions
from breaches.advising.passing import pass_on_advice
from breaches.models import AdviceKind, AdviceRequest
from breaches.tasks import STEPS
from councilgov.access import Role
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.people.actions import end_appointment
from councilgov.people.models import User
from tests import given
from tests.breaches import asking

pytestmark = pytest.mark.django_db


@pytest.fixture
def councillor():
    given.council()
    return given.councillor()


@pytest.fixture
def chief():
    return asking.monitoring()


@pytest.fixture
def deputy():
    return given.officer(Role.DEPUTY_MONITORING_OFFICER)


@pytest.fixture
def keeper():
    return given.officer(Role.ADMINISTRATOR)


def asked(councillor, kind=AdviceKind.MESSAGE):
    return asking.asked(by=councillor, kind=kind)


def leaves(officer):
    yesterday = timezone.localdate() - timedelta(days=1)
    end_appointment(appointment=officer.appointments.get(), ends_on=yesterday, by=None)


def told(kind="advice_asked"):
    return [one.to for one in Notice.objects.filter(kind=kind)]


def test_it_goes_to_the_deputies_who_see_it_and_answer(councillor, chief, deputy, keeper):
    newcomer = given.newcomer()
    given.actions.appoint(
        officer=newcomer,
        role=Role.INFORMATION_OFFICER,
        starts_on=timezone.localdate(),
        by=None,
    )

    row = asked(councillor)

    assert (told(), row.team, row.status) == ([deputy], "monitoring", "submitted")
    assert unwanted(Notice.objects.get(kind="advice_asked")) == ""
    (line,) = row.entries.filter(what="passed_on")
    assert line.entered_by is None
    assert row in AdviceRequest.objects.to_advise(chief)
    assert asking.answered(row, by=deputy).status == "answered"


def test_without_a_deputy_it_goes_to_the_monitoring_officer(councillor, chief, keeper):
    row = asked(councillor, AdviceKind.TECHNICAL)

    assert (told(), row.team) == ([chief], "monitoring")


def test_at_last_an_administrator_is_told_who_sees_nothing_of_it(councillor, keeper, caplog):
    row = asked(councillor)

    assert (told(), told("advice_unheard"), row.team) == ([], [keeper], "information")
    assert row not in AdviceRequest.objects.visible_to(keeper)
    assert "Nobody can answer a question" in caplog.text
    notice = Notice.objects.get(kind="advice_unheard")
    assert unwanted(notice) == ""
    asking.information()
    assert unwanted(notice) == "no_longer_true"


def test_where_somebody_of_the_team_is_there_nobody_else_is_told(councillor, chief, keeper):
    officer = asking.information()

    row = asked(councillor)

    assert (told(), row.team, told("advice_unheard")) == ([officer], "information", [])
    assert pass_on_advice() == 0


def test_nobody_is_asked_for_an_answer_to_their_own_question(councillor, keeper):
    given.actions.appoint(
        officer=councillor,
        role=Role.DEPUTY_MONITORING_OFFICER,
        starts_on=timezone.localdate(),
        by=None,
    )
    both = User.objects.get(pk=councillor.pk)

    asked(both)

    assert (told(), told("advice_unheard")) == ([], [keeper])


@pytest.mark.parametrize("is_taken_on", [False, True])
def test_what_waits_when_the_last_of_a_team_leaves_is_passed_on(councillor, chief, is_taken_on):
    officer = asking.information()
    row = asked(councillor)
    if is_taken_on:
        row = asking.taken_on(row, by=officer)
    leaves(officer)

    assert (pass_on_advice(), pass_on_advice()) == (1, 0)

    row.refresh_from_db()
    assert (row.team, row.handler) == ("monitoring", None)
    assert row.status == ("escalated" if is_taken_on else "submitted")
    assert chief in told()
    assert pass_on_advice in STEPS


def test_what_nobody_can_answer_any_more_is_told_once(councillor, chief, keeper):
    asked(councillor, AdviceKind.BEFORE_POSTING)
    leaves(chief)

    assert (pass_on_advice(), pass_on_advice()) == (1, 0)
    assert told("advice_unheard") == [keeper]


def test_what_a_councillor_adds_goes_to_the_next_in_line_too(councillor, chief):
    officer = asking.information()
    row = asking.waiting(asked(councillor), by=officer)
    leaves(officer)

    row = actions.reply_advice(asked=row, words="The one at the school.", by=councillor)

    assert (row.team, row.status) == ("monitoring", "escalated")
    assert told("advice_replied") == []
    assert chief in told()
