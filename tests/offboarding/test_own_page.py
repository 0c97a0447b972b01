"""The page of somebody who leaves, how they are reached, and their home page."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from consent.leaving.carrying import sweep_leavers
from councilgov.access import Role
from councilgov.offboarding import actions, sweeping
from councilgov.offboarding.actions import choose_contact
from councilgov.offboarding.following import start
from councilgov.offboarding.models import TaskKind
from councilgov.people.actions import appoint
from councilgov.people.models import EndReason
from tests import given
from tests.consent import people
from tests.devices import equipment
from tests.offboarding.leavers import completed, dead, ends, fresh, gone, leaver, on, task

pytestmark = pytest.mark.django_db
HOME = "2 Alder Close,\nBarchester\nBA1 1AA"
MINE, REACH, MISSING = reverse("offboarding:mine"), reverse("offboarding:choose_contact"), 404
FORBIDDEN = 403


def seen_by(client, case, where=MINE):
    client.force_login(case.councillor)
    return client.get(where).content.decode()


def step(text, title):
    """The tag of a thing to do."""
    return text[text.index(title) :].partition("govuk-task-list__status")[2][:200]


def say(client, case, **answers):
    client.force_login(case.councillor)
    return client.post(REACH, answers, follow=True).content.decode()


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-12-08", "Your last day is in 10 days: Friday 18 December 2026."),
        ("2026-12-17", "Your last day is in 1 day: Friday 18 December 2026."),
        ("2026-12-18", "Today is your last day."),
        ("2026-12-19", "Your last day was Friday 18 December 2026."),
    ],
)
def test_it_begins_with_how_long_it_still_is(client, day, told):
    case = leaver()
    with on(day):
        start()
        assert told in seen_by(client, case)


def test_what_follows_is_told_in_the_order_of_the_days(client):
    case = leaver()
    text = seen_by(client, case)
    told = (
        "Until the end of your last day you work as before.",
        "On 21 December 2026 we begin to close your council accounts",
        "After 6 January 2027 you can’t sign in here or to any council system.",
        "When all is done, you get a receipt.",
    )
    places = [text.index(sentence) for sentence in told]
    assert places == sorted(places)

    with on("2026-12-22"):
        start()
        later = seen_by(client, case)

    assert told[0] not in later
    assert told[1] not in later
    assert told[2] in later


def test_first_how_they_are_reached_then_contacts_then_equipment(client):
    councillor = people.accepted(given.councillor())
    people.person(councillor=councillor)
    equipment.issued(holder=councillor)
    case = ends(councillor)
    sweep_leavers()

    text = seen_by(client, case)

    titles = (
        "Say how we can reach you",
        "Say what becomes of your contacts",
        "Bring back your council equipment",
    )
    places = [text.index(title) for title in titles]
    assert places == sorted(places)
    for name in ("offboarding:choose_contact", "consent:leaving", "devices:equipment"):
        assert f'href="{reverse(name)}"' in text
    assert all("To do" in step(text, title) for title in titles)


def test_what_is_done_or_not_needed_says_so(client):
    case = gone()
    sweeping.settle()
    assert "Done" in step(seen_by(client, case), "Bring back")

    councillor = given.councillor()
    equipment.issued(holder=councillor)
    case = ends(councillor, date(2026, 11, 20))
    one = given.officer(Role.MONITORING_OFFICER)
    actions.waive_task(task=task(case, TaskKind.DEVICES), reason="Gone", by=one)

    assert "Not needed" in step(seen_by(client, case), "Bring back")


def test_without_contacts_nothing_is_asked_about_them(client):
    assert reverse("consent:leaving") not in seen_by(client, leaver())


def test_whoever_has_no_equipment_is_not_asked_to_bring_it(client):
    assert "Bring back" not in seen_by(client, leaver())


def test_once_all_is_done_the_page_leads_to_the_receipt(client):
    case = completed()
    client.force_login(case.councillor)

    response = client.get(MINE, follow=True)

    assert response.redirect_chain[-1][0] == reverse("offboarding:receipt", args=[case.pk])
    assert "Receipt for leaving office" in response.text


def test_an_officer_who_once_left_office_finds_the_receipt_too(client):
    councillor = completed().councillor
    today = timezone.localdate()
    appoint(officer=councillor, role=Role.AUDITOR, starts_on=today, by=None)
    client.force_login(councillor)

    assert "Receipt for leaving office" in client.get(MINE, follow=True).text


@pytest.mark.parametrize(
    ("reason", "thanks", "hopes"),
    [
        (EndReason.RETIRED, True, True),
        (EndReason.RESIGNED, True, False),
        (EndReason.DISQUALIFIED, False, False),
    ],
)
def test_the_tone_goes_by_why_they_leave(client, reason, thanks, hopes):
    text = seen_by(client, leaver(reason=reason))

    assert ("Thank you for your work" in text) == thanks
    assert ("Are you elected again?" in text) == hopes


def test_once_the_term_is_over_nobody_is_told_of_the_election(client):
    assert "Are you elected again?" not in seen_by(client, gone())


@pytest.mark.parametrize("where", [MINE, REACH])
def test_whoever_does_not_leave_or_died_finds_nothing(client, where):
    for person, status in ((given.councillor(), MISSING), (dead().councillor, FORBIDDEN)):
        client.force_login(person)
        assert client.get(where).status_code == status


def test_once_all_is_done_nobody_says_how_they_are_reached(client):
    client.force_login(completed().councillor)
    assert client.get(REACH).status_code == FORBIDDEN


def test_an_address_of_their_own_is_kept_and_shown_to_be_changed(client):
    case = leaver()
    given.council(email_domains=["council.example"])

    done = say(client, case, how="email", private_address="alder@home.example")

    assert "Saved. Thank you." in done
    assert "Done" in step(done, "Say how we can reach you")
    assert "By email, at alder@home.example." in done
    assert fresh(case).private_address == "alder@home.example"
    form = seen_by(client, case, REACH)
    assert 'value="alder@home.example"' in form


def test_letters_take_the_place_of_an_address(client):
    case = leaver()
    say(client, case, how="email", private_address="alder@home.example")

    say(client, case, how="letter", private_address="alder@home.example", postal_address=HOME)

    row = fresh(case)
    assert (row.private_address, row.wants_letters) == ("", True)
    assert row.postal_address.splitlines() == HOME.splitlines()
    said = seen_by(client, case)
    assert "Done" in step(said, "Say how we can reach you")
    assert "By letter, to 2 Alder Close, Barchester, BA1 1AA." in said
    assert "Alder Close" in seen_by(client, case, REACH)
    again = {"private_address": "again@home.example", "postal_address": HOME}
    say(client, case, how="email", **again)
    row = fresh(case)
    assert (row.private_address, row.wants_letters) == ("again@home.example", False)
    assert row.postal_address == ""


def test_of_who_chose_letters_before_an_address_was_asked_the_council_has_it(client):
    case = leaver()
    choose_contact(case=case, private_address="", wants_letters=True, by=case.councillor)

    assert "By letter, to the home address that the council has." in seen_by(client, case)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"how": ""}, "Select if you want an email or a letter"),
        ({"how": "email", "private_address": ""}, "Enter your own email address"),
        ({"how": "email", "private_address": "me at home"}, "Enter an email address"),
        ({"how": "letter"}, "Enter the whole address, with its postcode"),
        (
            {"how": "email", "private_address": "me@COUNCIL.example"},
            "Enter an address that is not the council’s",
        ),
    ],
)
def test_what_reaches_nobody_is_refused(client, answers, told):
    given.council(email_domains=["council.example"])
    case = leaver()

    assert told in say(client, case, **answers)
    assert fresh(case).private_address == ""


def test_the_home_page_leads_whoever_leaves_there_and_nobody_else(client):
    case, other = leaver(), given.councillor()
    link = f'href="{MINE}"'
    home = seen_by(client, case, reverse("home"))
    assert link in home
    assert "Your last day is in 25 days" in home

    for person in (other, dead().councillor, given.officer(Role.MEMBERS_SERVICES)):
        client.force_login(person)
        assert link not in client.get(reverse("home")).content.decode()


def test_whoever_has_left_still_finds_it_on_the_home_page(client):
    assert f'href="{MINE}"' in seen_by(client, gone(), reverse("home"))


def test_it_costs_the_same_however_much_there_is(client, django_assert_num_queries):
    much, little = given.councillor(), leaver()
    for _n in range(3):
        equipment.issued(holder=much)
    case = ends(much)
    seen_by(client, little)
    with django_assert_num_queries(13):
        client.get(MINE)
    seen_by(client, case)
    with django_assert_num_queries(13):
        client.get(MINE)
