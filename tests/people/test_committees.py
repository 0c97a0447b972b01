"""Committees, who sits on them, and the rules of the council."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.accounts.ruling.forms import SettingsForm
from councilgov.ledger.models import Entry
from councilgov.people import actions
from councilgov.people.models import Committee, CommitteeMembership, Council
from councilgov.records import Refused
from tests import given


@pytest.fixture
def services(client):
    officer = given.officer(Role.MEMBERS_SERVICES)
    given.sign_in(client, officer)
    return client


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


@pytest.mark.parametrize("name", ["Audit Committee", " audit   COMMITTEE "])
def test_a_committee_is_entered_once(name):
    given.committee(name="Audit Committee")

    with pytest.raises(Refused, match="a committee of this name already"):
        given.committee(name=name)


def test_nobody_sits_twice_on_one_committee():
    seat = given.seat()

    with pytest.raises(Refused, match="sits on this committee already"):
        given.seat(councillor=seat.councillor, committee=seat.committee)


def test_a_seat_ends_once():
    seat = given.seat()
    actions.leave_committee(seat=seat, ends_on=date(2026, 11, 20), by=None)

    with pytest.raises(Refused, match="left this committee already: 20 November 2026"):
        actions.leave_committee(seat=seat, ends_on=date(2026, 11, 21), by=None)


def test_nobody_leaves_a_committee_before_they_join_it():
    with pytest.raises(Refused, match="before they join it"):
        actions.leave_committee(seat=given.seat(), ends_on=date(2020, 1, 1), by=None)


def test_the_pages_enter_a_committee_a_seat_and_its_end(services):
    member = given.councillor()
    today = timezone.localdate()

    services.post(reverse("accounts:committees"), {"name": "Audit Committee"})
    committee = Committee.objects.get()
    page = reverse("accounts:committee", args=[committee.pk])
    services.post(page, {"councillor": member.pk, **day("starts_on", today)})
    seat = CommitteeMembership.objects.get()
    leave = reverse("accounts:leave_committee", args=[seat.pk])
    services.post(leave, day("ends_on", today))

    seat.refresh_from_db()
    assert (seat.councillor, seat.starts_on, seat.ends_on) == (member, today, today)
    assert "1 member" in services.get(reverse("accounts:committees")).content.decode()


def test_the_list_counts_those_who_sit_there_today(services):
    seat = given.seat()
    yesterday = timezone.localdate() - timedelta(days=1)
    actions.leave_committee(seat=seat, ends_on=yesterday, by=None)

    assert "0 members" in services.get(reverse("accounts:committees")).content.decode()


def test_the_list_of_committees_takes_as_many_queries_for_many_as_for_one(
    services, django_assert_max_num_queries
):
    for _n in range(5):
        given.seat()

    with django_assert_max_num_queries(8):
        services.get(reverse("accounts:committees"))


def test_the_monitoring_officer_enters_what_the_council_decided(client):
    officer = given.officer(Role.MONITORING_OFFICER)
    given.sign_in(client, officer)
    rules = {
        "leaders_decision": "Full Council, 24 February 2026, minute 8",
        "holds_decision": "",
        "hold_after_days": "28",
        "signing_working_days": "15",
    }

    client.post(reverse("accounts:change_settings"), rules)

    council = Council.objects.get()
    assert council.leaders_decision == "Full Council, 24 February 2026, minute 8"
    assert council.signing_working_days == 15
    assert council.history.first().history_user == officer
    entry = Entry.objects.get(kind="people.settings_changed")
    assert (entry.actor, entry.details["settings"]) == (
        officer,
        ["leaders_decision", "signing_working_days"],
    )
    assert entry.details["signing_working_days"] == 15
    assert entry.names.get().name == "Full Council, 24 February 2026, minute 8"


def test_rules_that_are_saved_as_they_were_leave_no_evidence(client):
    given.sign_in(client, given.officer(Role.MONITORING_OFFICER))
    council = given.council()
    rules = {name: getattr(council, name) for name in SettingsForm.base_fields}

    page = client.post(reverse("accounts:change_settings"), rules, follow=True)

    assert "The rules are saved." in page.text
    assert not Entry.objects.filter(kind="people.settings_changed").exists()


def test_a_rule_that_cannot_stand_is_refused_on_the_page(client):
    given.sign_in(client, given.officer(Role.MONITORING_OFFICER))
    rules = {"hold_after_days": "0", "signing_working_days": "many"}

    text = client.post(reverse("accounts:change_settings"), rules).content.decode()

    assert "Working days in which a councillor signs" in text
    assert Council.objects.get().signing_working_days == 20
