"""Who people are to the council, from when until when."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from councilgov.access import HOLDERS, OFFICES, Right, Role
from councilgov.deadlines import Division
from councilgov.people import actions
from councilgov.people.models import (
    Appointment,
    ClosureDay,
    Council,
    EndReason,
    GroupMembership,
    TermOfOffice,
    User,
)
from councilgov.records import Refused
from tests import given

TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _council():
    given.council()


# Roles and rights


@pytest.mark.parametrize("role", Role)
def test_a_role_gives_exactly_the_rights_of_the_table(role):
    person = given.somebody(role)
    roles = person.roles

    assert role in roles
    for right in Right:
        assert person.has_perm(right) == bool(HOLDERS[right] & roles)


def test_somebody_without_a_role_has_no_right():
    person = given.person()

    assert person.roles == frozenset()
    assert not any(person.has_perm(right) for right in Right)


def test_a_closed_account_has_no_right():
    person = given.officer(Role.MONITORING_OFFICER)
    person.is_active = False

    assert not person.has_perm(Right.SEE_STATEMENTS)


def test_several_rights_are_needed_together():
    person = given.officer(Role.AUDITOR)

    assert person.has_perms([Right.SEE_REGISTER])
    assert not person.has_perms([Right.SEE_REGISTER, Right.INVITE])


def test_a_right_that_is_not_in_the_table_is_nobodys():
    assert not given.officer(Role.ADMINISTRATOR).has_perm("people.delete_user")


@pytest.mark.parametrize(
    ("ends_on", "holds"), [(None, True), (TODAY, True), (TODAY - timedelta(days=1), False)]
)
def test_an_appointment_lasts_until_its_last_day(ends_on, holds):
    officer = given.officer(Role.AUDITOR)
    appointment = Appointment.objects.get()
    appointment.ends_on = ends_on
    appointment.keep(by=None, why="Test")

    assert (Role.AUDITOR in User.objects.get(pk=officer.pk).roles) == holds
    assert User.objects.holding(Role.AUDITOR).exists() == holds


def test_a_former_leader_is_no_leader():
    leader = given.councillor(group=given.group(), is_leader=True)
    membership = GroupMembership.objects.get()
    membership.ends_on = TODAY - timedelta(days=1)
    membership.keep(by=None, why="Stood down")

    assert leader.roles == {Role.COUNCILLOR}


def test_somebody_may_be_councillor_and_leader():
    leader = given.councillor(group=given.group(), is_leader=True)

    assert leader.roles == {Role.COUNCILLOR, Role.GROUP_LEADER}
    assert leader.is_councillor


# Terms


def test_a_term_ends_to_the_minute():
    member = given.councillor()
    now = datetime(2026, 11, 23, 23, 58, tzinfo=UTC)
    actions.end_term(term=member.terms.get(), ends_at=now, reason=EndReason.RESIGNED, by=None)

    assert User.objects.councillors(now - timedelta(minutes=1)).exists()
    assert not User.objects.councillors(now).exists()


def test_a_term_ends_once():
    term = given.councillor().terms.get()
    actions.end_term(term=term, ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None)

    with pytest.raises(Refused, match="has an end already"):
        actions.end_term(term=term, ends_at=timezone.now(), reason=EndReason.DIED, by=None)


def test_a_term_does_not_end_before_it_starts():
    term = given.councillor().terms.get()

    with pytest.raises(Refused, match="can’t end before it starts"):
        actions.end_term(
            term=term,
            ends_at=datetime(2020, 1, 1, tzinfo=UTC),
            reason=EndReason.RESIGNED,
            by=None,
        )


def test_a_term_that_begins_tomorrow_is_not_current():
    member = given.person()
    given.term(member, starts_on=TODAY + timedelta(days=1), declared_on=None)

    assert not TermOfOffice.objects.current(timezone.now()).exists()


def test_a_councillor_may_stand_for_a_second_ward_but_not_twice_for_one():
    member = given.councillor()
    given.term(member)

    with pytest.raises(Refused, match="open term for this ward"):
        given.term(member, ward=member.terms.first().ward)


def test_a_mayor_has_no_ward_and_one_open_term():
    mayor = given.person()
    given.term(mayor, ward=None, kind="mayor")

    with pytest.raises(Refused):
        given.term(mayor, ward=None, kind="mayor")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"kind": "unheard_of"}, "kind_known"),
        ({"ends_at": timezone.now()}, "ends_at_together"),
        ({"end_reason": "died"}, "ends_at_together"),
    ],
)
def test_the_database_refuses_half_an_end(change, constraint):
    term = given.councillor().terms.get()
    vars(term).update(change)

    with pytest.raises(IntegrityError, match=f"people_termofoffice_{constraint}"):
        term.save()


# Groups and appointments


def test_a_councillor_is_in_one_group_at_a_time():
    member = given.councillor(group=given.group())

    with pytest.raises(IntegrityError, match="one_open_each"):
        actions.join_group(councillor=member, group=given.group(), starts_on=TODAY, by=None)


@pytest.mark.parametrize("role", sorted(set(Role) - OFFICES))
def test_councillors_and_leaders_are_not_appointed(role):
    with pytest.raises(Refused, match="begin a term instead"):
        actions.appoint(officer=given.person(), role=role, starts_on=TODAY, by=None)


def test_the_database_refuses_a_councillor_by_appointment():
    with pytest.raises(IntegrityError, match="role_is_an_office"):
        Appointment(officer=given.person(), role=Role.COUNCILLOR, starts_on=TODAY).save()


def test_an_officer_holds_a_role_once():
    officer = given.officer(Role.AUDITOR)

    with pytest.raises(Refused, match="holds this role already"):
        actions.appoint(officer=officer, role=Role.AUDITOR, starts_on=TODAY, by=None)


# Accounts


@pytest.mark.parametrize(
    ("full_name", "sorts_as"),
    [
        ("Oya Gündüz", "gunduz oya"),
        ("Mei Lin Liang", "liang mei lin"),
        ("Jane Smith MBE", "smith jane"),
        (" Jane Ann Smith, OBE, JP ", "smith jane ann"),
        ("Jane Smith Mba.", "smith jane"),
        ("Jane Mp", "mp jane"),
        ("Jane Mp MP", "mp jane"),
        ("Jane Gimbe", "gimbe jane"),
        ("Mbe", "mbe"),
    ],
)
def test_people_are_sorted_by_their_last_name_whatever_follows_it(full_name, sorts_as):
    person = given.person(full_name=full_name)

    assert User.objects.values_list("sorts_as", flat=True).get(pk=person.pk) == sorts_as


def test_an_account_has_an_address_of_the_council():
    person = actions.add_person(
        full_name=" Robin Alder ",
        known_as="Councillor Alder",
        email=f" Robin.Alder@{given.DOMAIN.upper()} ",
        by=None,
    )

    assert person.email == f"robin.alder@{given.DOMAIN}"
    assert person.full_name == "Robin Alder"
    assert not person.has_usable_password()


@pytest.mark.parametrize("email", ["robin@mail.example", f"robin@sub.{given.DOMAIN}", "robin"])
def test_an_address_elsewhere_is_refused(email):
    with pytest.raises(Refused, match=f"ends in @{given.DOMAIN}"):
        actions.add_person(full_name="R", known_as="R", email=email, by=None)


def test_an_address_has_one_account_in_whatever_case():
    person = given.person()

    assert User.objects.get_by_natural_key(person.email.upper()) == person
    with pytest.raises(Refused, match="an account with this email address"):
        actions.add_person(full_name="R", known_as="R", email=person.email.upper(), by=None)


def test_the_database_refuses_an_address_in_capitals():
    with pytest.raises(IntegrityError, match="email_in_lower_case"):
        User(full_name="R", known_as="R", email=f"R@{given.DOMAIN}").save()


def test_a_password_is_not_in_the_history():
    person = given.person()

    assert not hasattr(person.history.first(), "password")


def test_people_rows_say_what_they_are():
    leader = given.councillor(group=given.group(name="Green Barset"), is_leader=True)
    auditor = given.officer(Role.AUDITOR, known_as="Imran Sheikh")

    assert str(auditor) == "Imran Sheikh"
    assert str(leader.terms.get()).startswith(f"Term of {leader.pk}")
    assert str(leader.memberships.get()).startswith(f"Membership of {leader.pk}")
    assert str(leader.memberships.get().group) == "Green Barset"
    assert str(auditor.appointments.get()) == f"Auditor: {auditor.pk}"
    assert str(given.ward(name="Abbey")) == "Abbey"


# The council


def test_the_desk_opens_before_it_closes():
    with pytest.raises(Refused, match="The desk must open before it closes"):
        given.council(desk_opens_at=time(17), desk_closes_at=time(9))


def test_there_is_one_council():
    with pytest.raises(IntegrityError, match="is_the_only_one"):
        Council(pk=2, name="Another", email_domains=[]).save()


def test_the_councils_own_closures_are_no_working_days():
    council = given.council()
    ClosureDay(day=date(2026, 12, 24), name="Closure").keep(by=None, why="Test")

    assert council.working_days_after(date(2026, 12, 23), 1) == date(2026, 12, 29)


@pytest.mark.parametrize(
    ("nation", "division"),
    [("wales", Division.ENGLAND_AND_WALES), ("scotland", Division.SCOTLAND)],
)
def test_the_nation_decides_the_calendar(nation, division):
    assert given.council(nation=nation).division == division


def test_settings_say_what_they_are():
    day = ClosureDay(day=date(2026, 12, 24), name="Closure")

    assert str(given.council()) == "Barchester Borough Council"
    assert str(day) == "Closure, 2026-12-24"
