"""The home page of a suspended councillor: what nobody else may do for them is still there."""

import re

import pytest
from django.urls import reverse

from councilgov.access import Role
from councilgov.people import actions
from councilgov.people.models import Decider, SuspendedFrom
from tests import given
from tests.breaches import grievances, reports
from tests.elections import polls
from tests.offboarding.pages import CLOSED, links_from, page
from tests.offboarding.suspended import suspended

pytestmark = pytest.mark.django_db
OFFICE = {"what": SuspendedFrom.OFFICE, "decider": Decider.COURT, "is_without_contacts": True}


def titles(response):
    return [task["title"] for task in response.context["tasks"]]


@pytest.mark.parametrize("fields", [{}, OFFICE], ids=["without facilities", "from office"])
def test_a_breach_on_which_they_alone_decide_comes_first(client, fields):
    councillor = given.councillor()
    row = reports.of_councillor_alone(councillor, by=given.officer(Role.INFORMATION_OFFICER))
    given.ask_everybody(given.published())
    suspended(councillor=councillor, **fields)
    client.force_login(councillor)

    shown = client.get(reverse("home"))

    assert shown.status_code == 200
    assert titles(shown)[0] == f"Decide on a breach of your records: {row.reference}"
    assert any(title.startswith("Sign ") for title in titles(shown))
    assert not any("declaration" in title for title in titles(shown))
    assert page("my_suspension") in shown.text


def test_a_complaint_to_answer_is_there_too(client):
    row = grievances.own()
    suspended(councillor=row.councillor)
    client.force_login(row.councillor)

    assert f"Answer a complaint about your ward work: {row}" in titles(client.get(reverse("home")))


@pytest.mark.parametrize("fields", [{}, OFFICE], ids=["without facilities", "from office"])
def test_no_link_of_it_leads_to_a_closed_door(client, fields):
    councillor = given.councillor()
    given.ask_everybody(given.published())
    suspended(councillor=councillor, **fields)
    client.force_login(councillor)

    seen = links_from(client, reverse("home"))

    for name in ("breaches:incidents", "breaches:own_complaints", "breaches:advice"):
        assert reverse(name) in seen


def test_an_office_that_they_have_besides_waits_meanwhile(client):
    councillor = given.councillor()
    actions.appoint(
        officer=councillor, role=Role.AUDITOR, starts_on=councillor.terms.get().starts_on, by=None
    )
    client.force_login(councillor)
    assert reverse("policies:register") in client.get(reverse("home")).text
    suspended(councillor=councillor)

    home = client.get(reverse("home"))

    links = set(re.findall(r'href="(/[^"#?]*)', home.text))
    pages = [
        one
        for one in links
        if not one.startswith(("/static", "/favicon", "/branding", "/accounts/"))
    ]
    assert not [one for one in pages if CLOSED in client.get(one, follow=True).text]
    assert reverse("policies:register") not in links


def test_the_page_of_what_was_decided_leads_to_it_and_to_reports_and_advice(client):
    row = suspended()
    client.force_login(row.councillor)

    text = client.get(page("my_suspension")).text

    for name in ("home", "breaches:incidents", "breaches:advice"):
        assert f'href="{reverse(name)}"' in text


def test_who_is_not_suspended_sees_no_word_of_it(client):
    suspended()
    client.force_login(given.councillor())

    assert page("my_suspension") not in client.get(reverse("home")).text


@pytest.mark.parametrize("fields", [{}, OFFICE], ids=["without facilities", "from office"])
def test_who_has_not_declared_is_told_so_while_the_two_months_run(client, fields):
    person = polls.undeclared().councillor
    suspended(councillor=person, **fields)
    client.force_login(person)

    assert "Make the declaration of acceptance of office" in titles(client.get(reverse("home")))
