"""People, invitations and the outbox, as officers and newcomers see them."""

from __future__ import annotations

import pytest

from councilgov.access import Role
from councilgov.accounts import actions
from councilgov.notices.actions import tell
from councilgov.notices.models import Notice, State
from tests import given
from tests.browser import no_axe_violations, no_sideways_scroll

pytestmark = pytest.mark.browser


def look(page):
    no_axe_violations(page)
    no_sideways_scroll(page)


def sign_in(page, person):
    page.goto("/accounts/login/")
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(given.PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_an_officer_adds_somebody_and_invites_them(phone):
    ward = given.ward(name="High Barchester")
    sign_in(phone, given.officer(Role.MEMBERS_SERVICES, full_name="Sam Services"))
    phone.goto("/people/")
    look(phone)

    phone.get_by_role("button", name="Add somebody").click()
    phone.get_by_role("button", name="Add", exact=True).click()
    look(phone)
    phone.get_by_label("Full name").fill("Noor Newcomer")
    phone.get_by_label("How letters and pages greet them").fill("Councillor Newcomer")
    phone.get_by_label("Council email address").fill("noor@barchester.example")
    phone.get_by_label("A councillor").check()
    phone.get_by_label("Ward").select_option(label=ward.name)
    for part, value in (("day", "11"), ("month", "5"), ("year", "2026")):
        phone.locator(f"[name=starts_on_{part}]").fill(value)
        phone.locator(f"[name=declared_on_{part}]").fill(value)
    phone.get_by_label("Yes, by email").check()
    look(phone)
    phone.get_by_role("button", name="Add", exact=True).click()

    phone.get_by_role("heading", name="Noor Newcomer").wait_for()
    phone.get_by_role("button", name="Send the invitation again").wait_for()
    look(phone)


def test_a_newcomer_chooses_a_password_by_the_link(phone):
    given.council()
    newcomer = actions.add_councillor(
        full_name="Noor Newcomer",
        known_as="Councillor Newcomer",
        email="noor@barchester.example",
        ward=given.ward(),
        group=None,
        starts_on=given.date(2022, 5, 9),
        declared_on=given.date(2022, 5, 10),
        is_invited=True,
        by=None,
    )
    path = f"/invitation/{newcomer.invitations.get().token}/"

    phone.goto(path)
    look(phone)
    phone.get_by_label("Password", exact=True).fill("three random words")
    phone.get_by_role("button", name="Save and sign in").click()
    phone.wait_for_url("**/home/")

    phone.expect_status(410)
    phone.goto(path)
    phone.get_by_text("This link has been used.").wait_for()
    look(phone)


def test_an_officer_sends_a_message_again(phone):
    for _ in range(2):
        tell(kind="account_password_changed", to=given.person(), cause="1")
    lost = Notice.objects.all()[:1].get()
    error = "refused Undeliverable 550"
    Notice.objects.filter(pk=lost.pk).update(state=State.DEAD, last_error=error)
    sign_in(phone, given.officer(Role.MEMBERS_SERVICES))

    phone.goto("/notices/")
    look(phone)
    phone.get_by_role("button", name=f"Send again to {lost.to.full_name}").click()

    phone.get_by_text("The message is on its way again.").wait_for()
    look(phone)
