"""The demo council, on whatever day somebody starts it."""

from __future__ import annotations

from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from councilgov.access import OFFICES
from councilgov.ledger.models import Entry
from councilgov.people.models import Council, Group, GroupMembership, TermOfOffice, User, Ward
from councilgov.portal.home import asked_of, changed_since_signed
from policies.models import (
    PUBLIC,
    Acknowledgement,
    AcknowledgementStatus,
    Comment,
    PolicyVersion,
    RecordedSignature,
)
from tests import given
from tests.browser import no_axe_violations

ROWS = (Council, User, Ward, Group, TermOfOffice, PolicyVersion, Acknowledgement, Entry)
AFTER_CHRISTMAS = "2028-12-28 10:00Z"
"""Of the last year whose bank holidays are known."""


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO = True


def seed():
    said = StringIO()
    call_command("seed_demo", stdout=said)
    return said.getvalue().strip()


def counts():
    return [model.objects.count() for model in ROWS]


def whole_council():
    today = timezone.localdate()
    return {
        "councillors": TermOfOffice.objects.count(),
        "in office": sum(person.is_councillor for person in User.objects.all()),
        "groups": Group.objects.count(),
        "in a group": GroupMembership.objects.count(),
        "wards": Ward.objects.count(),
        "offices": {role for person in User.objects.all() for role in person.roles} & OFFICES,
        "in force": PolicyVersion.objects.in_force().count(),
        "some signed": Acknowledgement.objects.signed().exists(),
        "some overdue": Acknowledgement.objects.unsigned().filter(due_on__lt=today).exists(),
        "declined": Acknowledgement.objects.exclude(declined_at=None).count(),
        "objections": Acknowledgement.objects.exclude(objection="").count(),
        "on paper": RecordedSignature.objects.count(),
        "exempt": Acknowledgement.objects.filter(status=AcknowledgementStatus.EXEMPT).count(),
        "in hand": sorted(PolicyVersion.objects.exclude(status__in=PUBLIC).values_list("status")),
        "comments waiting": Comment.objects.unanswered().count(),
    }


WHOLE = {
    "councillors": 54,
    "in office": 54,
    "groups": 6,
    "in a group": 54,
    "wards": 18,
    "offices": OFFICES,
    "in force": 3,
    "some signed": True,
    "some overdue": True,
    "declined": 1,
    "objections": 1,
    "on paper": 29,
    "exempt": 1,
    "in hand": [("approved",), ("in_review",), ("submitted",)],
    "comments waiting": 1,
}


def test_after_christmas_at_the_end_of_the_calendar_the_demo_is_whole_and_is_made_once():
    with time_machine.travel(AFTER_CHRISTMAS):
        assert seed() == "Demo data is in place."
        councillor = User.objects.get(email="councillor@demo.example")
        changed = changed_since_signed(councillor, asked_of(councillor))
        before = counts()

        assert whole_council() == WHOLE
        assert len(changed) == 1
        assert seed() == "There is data already."
        assert counts() == before


@pytest.mark.parametrize("path", ["/", "/home/", "/policies/", "/nothing/"])
def test_every_page_says_that_it_is_a_demo(client, path):
    client.force_login(given.councillor())

    page = client.get(path, follow=True).content.decode()

    assert "Demo: invented people. Outgoing mail: see the" in page
    assert 'href="/mail/"' in page


def test_where_there_is_no_demo_no_page_says_so(client, settings):
    settings.DEMO = False
    given.council()

    assert "Demo:" not in client.get("/").content.decode()


def test_the_demo_is_accessible(page):
    given.council()

    page.goto("/policies/")

    assert "mail page" in page.locator("header").inner_text()
    no_axe_violations(page)


def test_without_the_setting_nobody_gets_a_public_password(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="set DEMO=1"):
        seed()

    assert not User.objects.exists()
