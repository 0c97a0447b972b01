"""Pages on which something can't be done any more, or yet, say so before a word is typed."""

import pytest
from django.test import Client
from django.urls import reverse

from breaches.deciding.actions import check_closing
from breaches.models import Assessment
from breaches.ringing.actions import throw_away
from councilgov.access import Role
from councilgov.records import Refused
from tests import given
from tests.breaches import reports, unverified


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        officer = reports.handler()
        return officer, reports.confirmed(by=officer)

    return shared(make)


@pytest.fixture
def officer(made_once):
    return made_once[0]


@pytest.fixture
def row(made_once):
    return Assessment.objects.with_row().get(pk=made_once[1].pk)


@pytest.fixture
def page(officer):
    client = Client()
    client.force_login(officer)

    def opened(name, *args):
        return client.get(reverse(f"breaches:{name}", args=args))

    return opened


@pytest.mark.parametrize("act", ["take_on", "confirm", "suspect", "reopen"])
def test_what_was_done_says_who_did_it_and_when(row, officer, page, act):
    answer = page(act, row.reference)

    assert answer.status_code == 409
    assert f"by {officer.full_name}, " in answer.text


def test_what_is_open_to_close_names_all_that_is_left_with_the_way_there(row, officer, page):
    with_tasks = page("close", row.reference)
    reports.settled(row.incident, by=officer)
    without = page("close", row.reference)

    assert (with_tasks.status_code, without.status_code) == (409, 409)
    assert "Tasks that stop more harm are still to be ended" in with_tasks.text
    assert f'href="{row.incident.get_absolute_url()}#tasks"' in with_tasks.text
    assert "Nobody has said yet how it was contained" in without.text
    assert "it is not decided whether the regulator is told" in without.text
    assert reverse("breaches:contain", args=[row.reference]) in without.text


def test_what_is_settled_can_be_closed(row, officer, page):
    reports.contained(row.incident, by=officer)
    with pytest.raises(Refused, match="not decided"):
        check_closing(row.incident, officer)

    reports.spared(row, by=reports.decider())

    assert page("close", row.reference).status_code == 200
    dismissed = reports.dismissed(reports.reported())
    assert page("close", dismissed.reference).status_code == 200


@pytest.mark.parametrize("name", ["join_to_device", "join_to_councillor", "throw_away"])
def test_a_loss_that_somebody_saw_to_says_who_and_when(officer, page, name):
    report = unverified.waiting()
    desk = given.officer(Role.ICT_DESK)
    assert page(name, report.pk).status_code == 200
    throw_away(report=report, reason="Nothing is lost.", by=desk)

    answer = page(name, report.pk)

    assert answer.status_code == 409
    assert f"by {desk.full_name}, " in answer.text
    assert report.get_absolute_url() in answer.text
