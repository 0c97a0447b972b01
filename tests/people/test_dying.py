"""Somebody dies after they have left: why they left stays, and nothing reaches them any more."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from consent.models import Leaving
from councilgov.access import Role
from councilgov.days import today
from councilgov.deadlines import end_of_day
from councilgov.notices.actions import deliver, tell
from councilgov.notices.models import Dropped, Notice
from councilgov.offboarding.actions import name_contact
from councilgov.offboarding.models import OffboardingCase
from councilgov.people.actions import appoint, move_end
from councilgov.people.dying import record_death, take_back_death
from councilgov.people.models import EndReason, TermOfOffice, User
from councilgov.people.narrowed import with_access_over
from councilgov.people.standing import Access
from councilgov.records import Refused
from tests import given
from tests.offboarding.leavers import fresh, gone

pytestmark = pytest.mark.django_db


@pytest.fixture
def services():
    given.council()
    return given.officer(Role.MEMBERS_SERVICES)


@pytest.fixture
def dead(services):
    """Who left three days ago, with a case that runs, and died yesterday."""
    case = gone(reason=EndReason.RESIGNED)
    person = record_death(person=case.councillor, died_on=today() - timedelta(days=1), by=services)
    return User.objects.get(pk=person.pk)


def test_why_they_left_stays(dead):
    assert dead.terms.get().end_reason == EndReason.RESIGNED
    assert dead.history.first().died_on == dead.died_on


def test_nobody_signs_in_as_them_though_day_ten_is_to_come(dead):
    assert dead.access == Access.OVER
    assert with_access_over(timezone.now()).filter(pk=dead.pk).exists()


def test_nothing_is_sent_to_them_again(dead):
    tell(kind="account_password_changed", to=dead, cause="after")

    deliver(until=timezone.now() + timedelta(seconds=5))

    assert not [letter for letter in mail.outbox if dead.email in letter.to]
    assert Notice.objects.filter(to=dead).latest("pk").last_error == Dropped.DIED


def test_their_case_is_one_of_the_dead_and_their_family_is_named(dead, services):
    case = OffboardingCase.objects.of_the_dead().get()

    name_contact(case=case, name="Rowan Alder", phone="01632 960111", by=services)

    assert case.is_of_the_dead
    assert fresh(case).contact_name == "Rowan Alder"
    assert not OffboardingCase.objects.of_the_living().exists()


def test_an_office_that_they_hold_ends_with_them(services):
    case = gone()
    appoint(officer=case.councillor, role=Role.AUDITOR, starts_on=today(), by=services)
    assert case.councillor.roles == {Role.AUDITOR}

    record_death(person=case.councillor, died_on=today(), by=services)

    assert User.objects.get(pk=case.councillor_id).roles == frozenset()


def test_of_many_only_the_dead_are_counted(dead):
    other = gone()

    assert TermOfOffice.objects.of_the_dead().get().councillor == dead
    assert OffboardingCase.objects.of_the_living().get() == other
    assert not Leaving.objects.of_the_dead().exclude(councillor=dead).exists()


def test_taken_back_everything_is_as_before(dead, services):
    take_back_death(person=dead, by=services)

    person = User.objects.get(pk=dead.pk)
    assert person.access == Access.LEAVING
    assert not OffboardingCase.objects.of_the_dead().exists()
    with pytest.raises(Refused, match="No death after leaving"):
        take_back_death(person=person, by=services)


def test_twice_is_refused(dead, services):
    with pytest.raises(Refused, match="recorded already"):
        record_death(person=dead, died_on=today(), by=services)


def test_a_death_in_office_is_the_end_of_the_term(services):
    sits, officer = given.councillor(), given.person()
    case = gone()
    move_end(
        term=case.councillor.terms.get(),
        ends_at=end_of_day(today() - timedelta(days=3)),
        reason=EndReason.DIED,
        by=services,
    )

    with pytest.raises(Refused, match="term is not over"):
        record_death(person=sits, died_on=today(), by=services)
    with pytest.raises(Refused, match="never a councillor"):
        record_death(person=officer, died_on=today(), by=services)
    with pytest.raises(Refused, match="recorded already"):
        record_death(person=case.councillor, died_on=today(), by=services)


def test_who_resigned_in_the_morning_may_have_died_that_day(services):
    case = gone(reason=EndReason.RESIGNED)

    person = record_death(person=case.councillor, died_on=case.last_day, by=services)

    assert person.died_on == case.last_day


@pytest.mark.parametrize(("days", "told"), [(1, "in the past"), (-4, "were in office until")])
def test_a_day_that_cannot_be_is_refused(services, days, told):
    case = gone()

    with pytest.raises(Refused, match=told) as refused:
        record_death(person=case.councillor, died_on=today() + timedelta(days=days), by=services)

    assert refused.value.field == "died_on"
    assert User.objects.get(pk=case.councillor_id).died_on is None


# In the browser's place


def test_members_services_record_it_from_the_page_of_the_person(client, services):
    person = gone().councillor
    client.force_login(services)
    address = reverse("accounts:record_death", args=[person.pk])
    assert address in client.get(reverse("accounts:person", args=[person.pk])).text
    day = today()
    sent = {"died_on_day": day.day, "died_on_month": day.month, "died_on_year": day.year}

    assert "Enter the day on which they died" in client.post(address, {"died_on_day": ""}).text
    page = client.post(address, sent, follow=True)

    assert "Their death is recorded" in page.text
    assert f'"{address}"' not in page.text
    back = reverse("accounts:take_back_death", args=[person.pk])
    assert back in page.text
    page = client.post(back, {}, follow=True)
    assert "It is taken back" in page.text
    assert address in page.text


def test_of_a_councillor_in_office_the_page_offers_it_not(client, services):
    client.force_login(services)
    sits = given.councillor()

    page = client.get(reverse("accounts:person", args=[sits.pk]))

    assert reverse("accounts:record_death", args=[sits.pk]) not in page.text
