"""Who is newly elected: the declaration of acceptance, what may not be before it, and induction."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consent.adding.actions import add_person as add_contact
from consent.disclosing.rules import other_councillors
from councilgov.access import Right, Role
from councilgov.accounts.actions import invite, invite_each
from councilgov.accounts.notices import is_open
from councilgov.capacity import Capacity
from councilgov.elections.declaring import actions
from councilgov.elections.declaring.newly import lapsed, newcomers, to_declare, to_invite
from councilgov.elections.notices import has_not_declared
from councilgov.elections.sweeping import remind_of_declarations
from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.offboarding.models import OffboardingCase
from councilgov.people.actions import close_account
from councilgov.people.models import EndReason, TermOfOffice, User
from councilgov.portal.induction import equipped, signed
from councilgov.records import Refused
from policies.models import Acknowledgement
from policies.tasks import ask_newcomers
from tests import given
from tests.devices import equipment
from tests.elections import polls
from tests.offboarding.leavers import on

LAST = date(2027, 1, 5)


@pytest.fixture
def clerk():
    return polls.clerk()


@pytest.fixture
def term():
    return polls.undeclared()


def declare(*terms, day=date(2026, 11, 20), clerk=None):
    return actions.declare(terms=terms, declared_on=day, by=clerk or polls.clerk())


def person_of(term):
    return User.objects.get(pk=term.councillor_id)


def test_edge_case_7_who_has_not_declared_is_a_councillor_who_may_not_act(term):
    person = person_of(term)

    assert person.is_councillor
    assert not person.may_act
    assert not person.has_perm(Right.KEEP_CONTACTS)
    assert person.has_perm(Right.SIGN_POLICY)
    with pytest.raises(Refused, match="Only a councillor in office"):
        add_contact(full_name="Con Stituent", capacity=Capacity.WARD, by=person)
    assert not other_councillors(given.councillor(), timezone.now()).filter(pk=person.pk).exists()

    declare(term)

    assert person_of(term).may_act
    assert person_of(term).has_perm(Right.KEEP_CONTACTS)


def test_edge_case_7_a_declaration_counts_from_its_day(term):
    term.declared_on = date(2026, 11, 24)
    term.keep(by=None, why="Test")

    assert not person_of(term).may_act
    with on("2026-11-24"):
        assert person_of(term).may_act


def test_who_is_in_office_without_a_declaration_to_wait_for_may_act():
    assert given.councillor().may_act
    assert not given.officer(Role.AUDITOR).may_act


def test_edge_case_7_the_time_to_sign_begins_with_the_declaration(term):
    version = given.published()
    person = person_of(term)
    invite(person=person, by=None)
    ask_newcomers()
    assert not Acknowledgement.objects.filter(councillor=person).exists()

    with on("2026-12-01"):
        declare(term, day=date(2026, 12, 1))
        ask_newcomers()
        request = Acknowledgement.objects.get(councillor=person, version=version)

    assert request.due_on == date(2026, 12, 31)  # 20 working days after 1 December


def test_edge_case_7_the_home_page_says_why_contacts_are_not_open(term, client):
    client.force_login(person_of(term))
    shown = client.get("/home/").text
    contacts = client.get(reverse("consent:contacts"))

    assert "Make the declaration of acceptance of office" in shown
    assert contacts.status_code == 404
    client.force_login(given.councillor())
    assert "Make the declaration" not in client.get("/home/").text


def test_many_declare_on_one_day(term, clerk):
    rows = declare(term, polls.undeclared(), clerk=clerk)

    assert [row.declared_on for row in rows] == [date(2026, 11, 20)] * 2
    assert Entry.objects.filter(kind="elections.declared", actor=clerk).count() == 2
    assert not to_declare().exists()
    declare(term, day=date(2026, 11, 19))
    assert TermOfOffice.objects.get(pk=term.pk).declared_on == date(2026, 11, 19)


@pytest.mark.parametrize(
    ("day", "now", "told"),
    [
        ("2026-11-24", "2026-11-23", "today or in the past"),
        ("2026-11-04", "2026-11-23", "was elected after that day"),
        ("2027-01-06", "2027-01-07", "had until 5 January 2027"),
    ],
)
def test_a_day_on_which_nobody_can_have_declared_is_refused(term, day, now, told):
    with on(now), pytest.raises(Refused, match=told):
        declare(term, day=date.fromisoformat(day))


def test_nobody_declares_of_whom_no_declaration_is_waited_for(term):
    with pytest.raises(Refused, match="No declaration of"):
        declare(given.councillor().terms.get())
    with pytest.raises(Refused, match="Select who declared"):
        declare()
    with on("2027-01-06"):
        actions.vacate(term=term, by=polls.clerk())
    with pytest.raises(Refused, match="no longer in office"):
        declare(term)


def test_edge_case_7_after_two_months_an_officer_confirms_that_the_office_is_vacant(term, clerk):
    with on("2027-01-05"):
        assert not lapsed().exists()
        with pytest.raises(Refused, match="until 5 January 2027 to declare"):
            actions.vacate(term=term, by=clerk)
    with on("2027-01-06"):
        assert list(lapsed()) == [term]
        assert not OffboardingCase.objects.exists()
        actions.vacate(term=term, by=clerk)

    row = TermOfOffice.objects.get(pk=term.pk)
    assert row.end_reason == EndReason.NO_DECLARATION
    assert OffboardingCase.objects.get().last_day == LAST
    assert Entry.objects.filter(kind="elections.vacated", actor=clerk).exists()
    with on("2027-01-06"):
        assert not to_declare().exists()


def test_no_office_is_vacant_where_somebody_declared(term, clerk):
    declare(term)
    with on("2027-01-06"), pytest.raises(Refused, match="The term goes on"):
        actions.vacate(term=term, by=clerk)


@pytest.mark.parametrize(
    ("day", "stage"),
    [("2026-12-05", None), ("2026-12-06", -30), ("2026-12-22", -14), ("2027-01-04", -1)],
)
def test_members_services_are_reminded_before_the_two_months_are_over(term, clerk, day, stage):
    given.officer(Role.ICT_DESK)
    with on(day):
        assert remind_of_declarations() == (0 if stage is None else 1)
        assert remind_of_declarations() == 0

    stages = [one.key.split(":")[3] for one in Notice.objects.filter(kind="declarations_due")]
    assert stages == ([] if stage is None else [str(stage)])


def test_the_reminder_counts_and_stops_with_the_declaration(term, clerk):
    polls.undeclared()
    with on("2027-01-13"):
        assert remind_of_declarations() == 2
        notice = Notice.objects.filter(kind="declarations_due").earliest("key")
        assert notice.to == clerk
        assert "2 newly elected councillors have not made" in part_of(notice).body
        assert has_not_declared(notice)
        for one in to_declare():
            actions.vacate(term=one, by=clerk)
        assert not has_not_declared(notice)


def test_everybody_new_is_invited_in_one_go_and_once(term, clerk):
    other = polls.undeclared()
    invite(person=other.councillor, by=None)
    can_sign_in = polls.undeclared()
    can_sign_in.councillor.set_password("x" * 20)
    can_sign_in.councillor.keep(by=None, why="Test")

    assert [actions.invite_all(by=clerk), actions.invite_all(by=clerk)] == [1, 0]

    assert term.councillor.invitations.open().count() == 1
    assert to_invite() == []
    with on("2026-12-20"):
        assert len(to_invite()) == 2  # their links ran out: sent again on their own pages
        assert actions.invite_all(by=clerk) == 0


def test_many_are_invited_in_as_many_queries_as_one_and_each_by_a_link_that_works(clerk):
    counts = []
    for n in (1, 4):
        for _ in range(n):
            polls.undeclared()
        with CaptureQueriesContext(connection) as queries:
            assert actions.invite_all(by=clerk) == n
        counts.append(len(queries))

    assert counts[0] == counts[1]
    notices = Notice.objects.filter(kind="invitation")
    assert notices.count() == 5
    assert all(is_open(notice) for notice in notices)


def test_nobody_is_invited_whose_account_is_closed_or_who_can_sign_in(clerk):
    closed = given.newcomer()
    close_account(person=closed, reason="Left", by=clerk)
    people = [closed, given.councillor()]

    assert invite_each(people=people, by=clerk) == []


def test_how_far_each_is(term, clerk):
    device = equipment.issue(holder=person_of(term))
    (row,) = newcomers(clerk)

    told = {step.title: (step.words, step.colour) for step in row.steps}
    assert told == {
        "Declaration of acceptance": ("To be made by 5 January 2027", "yellow"),
        "Account": ("Not invited yet", "grey"),
        "Policies": ("Not asked to sign yet", "grey"),
        "Equipment": ("1 issued", "green"),
    }
    assert device
    assert all(step.href for step in row.steps[1:])
    (seen,) = newcomers(given.officer(Role.AUDITOR))
    assert seen.steps[1].href == ""
    with on("2027-01-06"):
        (late,) = newcomers(clerk)
        assert (late.is_lapsed, late.steps[0].colour) == (True, "red")
    declare(term)
    (done,) = newcomers(clerk)
    assert (done.steps[0].words, done.is_lapsed) == ("20 Nov 2026", False)
    with on("2027-05-10"):
        assert newcomers(clerk) == []


def test_what_was_signed_of_what_was_asked():
    member, other = given.councillor(), given.councillor()
    version = given.published()
    given.published()
    given.ask_everybody(version)
    ask_newcomers()
    given.signature(version, member)

    found = signed([member.pk, other.pk])

    assert found[member.pk].words == "1 of 2 signed"
    assert found[other.pk].colour == "yellow"
    assert equipped([other.pk])[other.pk].words == "None issued yet"


def test_the_page_takes_as_many_queries_for_many(term, clerk, django_assert_num_queries):
    newcomers(clerk)
    with django_assert_num_queries(10) as first:
        newcomers(clerk)
    for _n in range(4):
        polls.undeclared()

    with django_assert_num_queries(len(first)):
        assert len(newcomers(clerk)) == 5


@pytest.fixture
def signed_in(client, clerk):
    client.force_login(clerk)
    return client


def test_declarations_are_recorded_and_all_invited_on_the_page(signed_in, term):
    page = signed_in.get(reverse("elections:new_members")).text
    assert "Invite 1 person" in page
    day = {"declared_on_day": "20", "declared_on_month": "11", "declared_on_year": "2026"}
    done = signed_in.post(
        reverse("elections:declare"), {"terms": [term.pk], **day}, follow=True
    ).text
    assert "1 declaration is recorded." in done
    assert "20 Nov 2026" in done
    assert "Record declarations" not in done
    invited = signed_in.post(reverse("elections:invite_all"), follow=True).text

    assert "1 invitation is on its way." in invited
    assert "Invite " not in invited.split("<main")[1].split("<h2")[1]


def test_a_vacant_office_is_confirmed_on_the_page(client, clerk, term):
    with on("2027-01-06"):
        client.force_login(clerk)
        home = client.get("/home/").text
        page = client.get(reverse("elections:new_members")).text
        where = reverse("elections:vacate", args=[term.pk])
        asked = client.get(where).text
        done = client.post(where, follow=True).text

    assert "1 office is vacant" in home
    assert where in page
    assert "5 January 2027" in asked
    assert "The term is ended" in done
    assert "Nobody was elected lately." in done


def test_the_home_page_counts_who_has_to_declare(client, clerk, term):
    polls.undeclared()
    client.force_login(clerk)

    assert "2 newly elected councillors have to declare" in client.get("/home/").text
