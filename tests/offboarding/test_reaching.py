"""Where a leaver is reached is asked for once, and holds for their contacts too."""

from datetime import date

import pytest
from django.urls import reverse

from consent.leaving.carrying import sweep_leavers
from consent.models import Leaving
from councilgov.offboarding.actions import choose_contact
from councilgov.people.actions import begin_term
from councilgov.people.models import EndReason
from tests import given
from tests.consent import people
from tests.offboarding.leavers import ends, fresh, on, sweep

pytestmark = pytest.mark.django_db
SOON = date(2026, 12, 11)
HOME = "robin@home.example"


@pytest.fixture
def case():
    councillor = given.councillor()
    people.person(councillor=councillor)
    return ends(councillor, SOON)


def chosen(case, address=HOME):
    return choose_contact(
        case=fresh(case), private_address=address, wants_letters=not address, by=case.councillor
    )


def address_of(case):
    return Leaving.objects.get(councillor=case.councillor).address


def test_it_holds_at_once_where_contacts_are_asked_about_already(case):
    sweep_leavers()
    chosen(case)
    assert address_of(case) == HOME

    chosen(case, "")

    assert address_of(case) == ""


def test_it_holds_for_what_is_asked_later_too(case):
    chosen(case)
    sweep_leavers()
    assert address_of(case) == ""

    assert sweep() >= 1

    assert address_of(case) == HOME
    assert Leaving.objects.get().history.count() == 2
    sweep()
    assert Leaving.objects.get().history.count() == 2


def test_of_who_died_nothing_is_passed_on():
    councillor = given.councillor()
    people.person(councillor=councillor)
    case = ends(councillor, date(2026, 11, 22), reason=EndReason.DIED)
    chosen(case)
    sweep_leavers()
    sweep()

    assert address_of(case) == ""


def test_the_page_of_contacts_leads_to_where_it_is_asked(case, client):
    sweep_leavers()
    client.force_login(case.councillor)

    shown = client.get(reverse("consent:leaving")).text

    assert reverse("offboarding:mine") in shown
    assert "Say where we reach you" in shown


def test_it_says_the_day_on_which_access_ends_where_the_end_was_entered_late(client):
    councillor = given.councillor()
    people.person(councillor=councillor)
    case = ends(councillor, date(2026, 11, 13))
    sweep_leavers()
    client.force_login(case.councillor)
    assert Leaving.objects.get().answer_until == date(2026, 12, 7)

    assert "Choose by 27 November 2026" in client.get(reverse("consent:leaving")).text
    assert "Choose by 27 November 2026" in client.get(reverse("home")).text


@pytest.fixture
def elected_again(case):
    """From a month after the last day: day ten is 29 December."""
    begin_term(
        councillor=case.councillor, ward=case.term.ward, starts_on=date(2027, 1, 11), by=None
    )
    sweep_leavers()
    return case.councillor


def test_whoever_is_elected_again_after_a_gap_reads_nothing_untrue(elected_again, client):
    client.force_login(elected_again)

    shown = client.get(reverse("consent:leaving")).text

    assert "You are elected again, from 11 January 2027." in shown
    assert "you keep them all" not in shown
    assert "sign in" not in shown


def test_between_day_ten_and_a_new_term_nothing_leads_to_a_closed_page(elected_again, client):
    link = f'href="{reverse("consent:leaving")}"'
    with on("2026-12-29"):
        client.force_login(elected_again)
        assert link in client.get(reverse("home")).text
    with on("2026-12-30"):
        client.force_login(elected_again)
        assert link not in client.get(reverse("home")).text
        assert client.get(reverse("consent:leaving")).status_code == 403
    with on("2027-01-11"):
        client.force_login(elected_again)
        assert link in client.get(reverse("home")).text
