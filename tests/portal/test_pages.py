"""The portal's own pages."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.core.checks import run_checks
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from councilgov.access import HOLDERS, Right, Role
from councilgov.deadlines import Division, calendar_ends_on
from councilgov.ledger.actions import seal
from councilgov.ledger.models import Seal
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.portal import health
from councilgov.portal.tasks import mail_head
from policies.signatures import actions as signatures
from tests import given

REGULATIONS = (
    "in accordance with the Public Sector Bodies (Websites and Mobile Applications) (No. 2) "
    "Accessibility Regulations 2018."
)


@pytest.fixture(autouse=True)
def _council():
    given.council()


def text(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


# Home


@pytest.fixture
def councillor():
    return given.councillor(known_as="Councillor Alder")


@pytest.fixture
def mine(client, councillor):
    client.force_login(councillor)
    return client


def statuses(client):
    return [task["status"] for task in client.get(reverse("home")).context["tasks"]]


@pytest.mark.parametrize(
    ("days", "status"),
    [
        (-1, "Overdue"),
        (0, "Due today"),
        (1, "Due in 1 day"),
        (7, "Due in 7 days"),
        (8, "To sign"),
    ],
)
def test_a_task_says_how_urgent_it_is(mine, councillor, days, status):
    version = given.published()
    due_on = version.acknowledgements.get().due_on
    noon = timezone.now().replace(hour=12)

    with time_machine.travel(noon + (due_on - noon.date()) - timedelta(days=days)):
        given.sign_in(mine, councillor)

        assert statuses(mine) == [status]


def test_tasks_stand_in_the_order_overdue_to_do_done(mine, councillor):
    with time_machine.travel("2026-09-01 10:00Z"):
        given.published()
    given.signature(given.published(), councillor)
    given.published()

    assert statuses(mine) == ["Overdue", "To sign", "Completed"]


def test_what_one_declined_stays_in_sight(mine, councillor):
    signatures.decline(version=given.published(), by=councillor, reason="I will not.")

    assert statuses(mine) == ["Declined"]


def test_what_was_signed_long_ago_is_no_longer_shown(mine, councillor):
    with time_machine.travel("2026-09-01 10:00Z"):
        given.signature(given.published(), councillor)

    assert statuses(mine) == []
    assert "You have nothing to do." in text(mine, "home")


def test_home_says_what_changed_since_one_signed(mine, councillor):
    version = given.published()
    given.signature(version, councillor)
    newer = given.next_version(version, major=2)

    page = text(mine, "home")

    assert f"“{version.policy.title}” changed on" in page
    assert reverse("policies:changes", args=[newer.policy.slug, "1.0", "2.0"]) in page


def test_home_does_not_say_that_a_first_version_changed(mine):
    given.published()

    assert "changed on" not in text(mine, "home")


def test_a_councillor_is_greeted_by_name_and_told_whom_to_ring(mine):
    page = text(mine, "home")

    assert "Hello, Councillor Alder" in page
    assert given.council().monitoring_officer_phone in page


def test_officers_see_how_far_each_policy_is_signed(client):
    signer = given.councillor()
    given.councillor()
    given.councillor()
    version = given.published()
    given.signature(version, signer)
    decliner = version.acknowledgements.unsigned().first().councillor
    signatures.decline(version=version, by=decliner, reason="Not yet")
    client.force_login(given.officer(Role.MEMBERS_SERVICES))

    (row,) = client.get(reverse("home")).context["summaries"]

    assert (row["asked"], row["signed"], row["declined"], row["overdue"]) == (3, 1, 1, 0)


def test_each_number_leads_to_as_many_rows(client):
    with time_machine.travel("2026-09-01 10:00Z"):
        signer, objector, decliner, *_late = [given.councillor() for _n in range(5)]
        version = given.published()
        given.signature(version, signer)
        given.signature(version, objector, objection="Clause 1 is unclear.")
        signatures.decline(version=version, by=decliner, reason="Not yet")
    given.sign_in(client, given.officer(Role.MONITORING_OFFICER))

    home = client.get(reverse("home"))
    (row,) = home.context["summaries"]
    numbered = r'href="([^"]*(?:stat(?:us|ement)=|/signatures/(?!disputes/"))[^"]*)"'
    links = re.findall(numbered, home.text)
    listed = [client.get(unescape(link)).context["page"].paginator.count for link in links]

    assert "2 objections and refusals not yet dealt with" in home.content.decode()
    names = ("not_signed", "overdue", "declined", "signed", "objected")
    assert listed == [2, *(row[name] for name in names)] == [2, 3, 2, 1, 2, 1]


@pytest.mark.parametrize(
    ("make", "role", "told", "page"),
    [
        (given.in_review, Role.DATA_PROTECTION_OFFICER, "1 draft to comment on", "drafts"),
        (given.submitted, Role.MEMBERS_SERVICES, "1 policy before a body", "decisions"),
        (given.approved, Role.INFORMATION_OFFICER, "1 policy to publish", "drafts"),
    ],
)
def test_what_is_drafted_waits_at_home_for_whoever_goes_on_with_it(client, make, role, told, page):
    version = make()
    client.force_login(given.officer(role))

    (way,) = client.get(reverse("home")).context["waiting"]

    assert way.text.startswith(told)
    assert way.href.startswith(reverse(f"policies:{page}"))
    assert version.get_absolute_url() in client.get(way.href).text


@pytest.mark.parametrize(
    ("role", "numbers"),
    [
        (Role.MONITORING_OFFICER, ["01632 960124", "01632 960125"]),
        (Role.ICT_DESK, ["01632 960123", "01632 960125"]),
        (Role.COUNCILLOR, ["01632 960123", "01632 960124"]),
    ],
)
def test_nobody_is_told_to_ring_themselves(client, role, numbers):
    client.force_login(given.somebody(role))

    assert re.findall(r">(01632 \d+)</a>", text(client, "home")) == numbers


def test_the_administrator_is_shown_what_they_can_do(client):
    given.dead_notice()
    client.force_login(given.officer(Role.ADMINISTRATOR))

    page = text(client, "home")

    assert "Add somebody and invite them" in page
    assert "1 message could not be sent" in page
    assert "nothing to do" not in page


def test_somebody_without_tasks_is_told_so(client):
    client.force_login(given.person())

    assert "You have nothing to do here" in text(client, "home")


def test_a_leader_of_whose_group_nothing_is_asked_is_told_so(client):
    given.council(leaders_decision="Full council, minute 12")
    client.force_login(given.somebody(Role.GROUP_LEADER))

    assert "Nobody in your group has been asked to sign anything" in text(client, "home")


# Public pages


def test_the_front_door_leads_in_or_home(client, councillor):
    assert "Sign in" in text(client, "start")
    client.force_login(councillor)
    assert client.get(reverse("start"))["Location"] == reverse("home")


def test_every_page_links_to_the_statement(client):
    for name in ("start", "policies:policies", "accessibility", "privacy", "help", "account_login"):
        assert f'href="{reverse("accessibility")}"' in text(client, name)


def test_the_statement_has_what_the_regulator_checks(client):
    page = text(client, "accessibility")

    assert "<h1" in page
    assert "Accessibility statement</h1>" in page
    assert "Barchester Borough Council is committed to making its website accessible" in page
    assert REGULATIONS in page
    assert "This accessibility statement applies to" in page
    assert (
        "partially compliant with the Web Content Accessibility Guidelines version 2.2 AA" in page
    )
    assert "success criterion 2.4.6" in page
    assert "by 30 November 2027" in page
    for heading in (
        "Compliance status",
        "Non-accessible content",
        "Preparation of this accessibility statement",
        "Feedback and contact information",
        "Enforcement procedure",
    ):
        assert f"{heading}</h2>" in page
    assert "This statement was prepared on 21 November 2026" in page
    assert given.council().members_services_email in page
    assert "Equality and Human Rights Commission (EHRC)" in page
    assert "https://www.equalityadvisoryservice.com/" in page


def test_in_northern_ireland_another_commission_enforces(client):
    given.council(nation="northern-ireland")

    page = text(client, "accessibility")

    assert "Equality Commission for Northern Ireland (ECNI)" in page
    assert "EHRC" not in page


def warnings(name):
    return [check.msg for check in run_checks() if check.id == name]


@pytest.mark.parametrize(("day", "count"), [("2027-11-20", 0), ("2027-11-22", 1)])
def test_a_statement_that_was_not_reviewed_for_a_year_is_warned_of(day, count):
    with time_machine.travel(day):
        assert len(warnings("portal.W001")) == count


def test_the_end_of_the_bank_holidays_is_warned_of_a_year_before():
    ends_on = min(map(calendar_ends_on, Division))
    year_before = ends_on.replace(year=ends_on.year - 1)

    with time_machine.travel(year_before):
        assert warnings("portal.W002") == []
    with time_machine.travel(year_before + timedelta(days=1)):
        (told,) = warnings("portal.W002")
    assert str(ends_on.year) in told


def test_the_administrators_home_page_tells_of_the_same(client):
    administrator = given.officer(Role.ADMINISTRATOR)
    before, after = date(2026, 11, 23), min(map(calendar_ends_on, Division))
    told = {}

    for day in (before, after):
        with time_machine.travel(day):
            client.force_login(administrator)
            told[day] = text(client, "home")

    assert "Upkeep of the portal" not in told[before]
    assert "Review the accessibility statement. Read templates" in told[after]
    assert f"Bank holidays are known until 31 December {after.year} only. Install" in told[after]


def test_nobody_else_is_told_of_the_upkeep(client):
    officer = given.officer(Role.MONITORING_OFFICER)

    with time_machine.travel(min(map(calendar_ends_on, Division))):
        client.force_login(officer)
        assert "Upkeep of the portal" not in text(client, "home")


def test_the_privacy_notice_names_controller_and_regulator(client):
    page = text(client, "privacy")

    assert "Barchester Borough Council is the controller" in page
    assert given.council().regulator_name in page


@pytest.mark.parametrize(
    ("begins", "right"),
    [
        ("These see by name who has signed, who objected and who declined: ", Right.SEE_REGISTER),
        ("Only (?=the)", Right.SEE_STATEMENTS),
        ("These see your email address and phone number: ", Right.SEE_PEOPLE),
    ],
)
def test_the_privacy_notice_names_everybody_who_sees_something(client, begins, right):
    (found,) = re.findall(rf"{begins}(.*?)\.", text(client, "privacy"))

    listed = re.split(r", | and ", found.split(" read ")[0])
    said = {name.removeprefix("the ").removesuffix("s").lower() for name in listed}
    assert said == {role.label.removesuffix("s").lower() for role in map(Role, HOLDERS[right])}


@pytest.mark.parametrize(
    "kept",
    [
        "your phone number if members’ services or an administrator entered one",
        "what officers note about your objection or reason: who wrote it, when,",
        "They go when you sign, or when a newer version takes the place of the one you read",
    ],
)
def test_the_privacy_notice_tells_of_all_that_is_kept(client, kept):
    assert kept in text(client, "privacy")


def test_the_councils_colours_are_a_stylesheet_of_their_own(client):
    given.council(header_colour="#123456", brand_colour="#003366")

    response = client.get(reverse("branding"))

    assert response["Content-Type"] == "text/css"
    assert b"#123456" in response.content


# Health


def test_alive_and_ready(client):
    assert client.get(reverse("healthz")).status_code == 200
    response = client.get(reverse("readyz"))
    assert response.json() == {"database": "ok", "broker": "ok", "migrations": "ok"}


def test_alive_but_not_ready_without_a_broker(client, monkeypatch):
    monkeypatch.setattr(health.app.conf, "broker_write_url", "redis://127.0.0.1:1/0")

    response = client.get(reverse("readyz"))

    assert client.get(reverse("healthz")).status_code == 200
    assert response.status_code == 503
    assert response.json()["broker"] == "down"
    assert response.json()["database"] == "ok"


def test_not_ready_without_a_database(client, monkeypatch):
    def gone():
        raise OperationalError

    monkeypatch.setitem(health.CHECKS, "database", gone)

    response = client.get(reverse("readyz"))

    assert response.status_code == 503
    assert response.json()["database"] == "down"


def test_not_ready_while_a_migration_is_missing(client, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_args: ["0009"])

    assert client.get(reverse("readyz")).json()["migrations"] == "behind"


# The head of the ledger


@pytest.fixture
def monitoring():
    return given.officer(Role.MONITORING_OFFICER)


def test_the_monitoring_officer_is_told_each_head_once(transactional_db, monitoring):
    given.council()
    officer = given.officer(Role.DEPUTY_MONITORING_OFFICER)
    assert mail_head() == 0
    given.published()
    seal()

    assert mail_head() == 2
    mail_head()

    notice = Notice.objects.get(kind="ledger_head", to=officer)
    assert str(Seal.objects.head()) in part_of(notice).body
    assert reverse("ledger:heads") in part_of(notice).body
