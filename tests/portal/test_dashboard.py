"""The dashboard: every number is that of the list behind it, for each who may open it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from breaches.confiding.actions import make_confidential
from breaches.outcomes import OUTCOMES
from breaches.triaging.actions import involve
from councilgov.access import Role
from councilgov.people.models import User
from councilgov.portal.dashboard.cards import signed
from tests import given
from tests.breaches import letters, reports
from tests.devices.losses import cases
from tests.offboarding import leavers

HOUR = timedelta(hours=1)
CHIEFS = (Role.MONITORING_OFFICER, Role.DEPUTY_MONITORING_OFFICER)
NUMBER = re.compile(r"[0-9]+")


def breach(hours, **details):
    return reports.confirmed(noticed_at=timezone.now() - hours * HOUR, **details)


def some(chief, deputy):
    """Something behind every number, of which each of the two may see something else."""
    for hours in (80, 60, 10):
        breach(hours)
    reports.reported(by=chief)
    breach(75, reporter=deputy)
    involve(incident=breach(70).incident, person=chief, part="recipient", by=reports.handler())
    shut = reports.reported()
    make_confidential(incident=shut, readers=[], reason="A matter of staff", by=deputy)
    with time_machine.travel(timezone.now() - timedelta(days=70)):
        letters.sent(reports.notifiable(breach(5), by=deputy), by=deputy)
        done = reports.spared(breach(5), by=deputy).incident
        reports.closed(reports.contained(done, by=deputy), by=deputy)
    letters.sent(reports.notifiable(breach(5), by=deputy), by=deputy)
    version = given.published()
    given.signature(version, version.acknowledgements.unsigned().first().councillor)
    for kind in ("lost", "stolen", "damaged"):
        cases.reported(kind=kind)
    leavers.gone(days=30)
    leavers.leaver()


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        chief, deputy = (given.officer(role) for role in CHIEFS)
        with time_machine.travel(timezone.now() - timedelta(days=40)):
            given.published()
        some(chief, deputy)
        return {CHIEFS[0]: chief, CHIEFS[1]: deputy}

    return shared(make)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def opened(person):
    return signed_in(person).get(reverse("dashboard"))


def rows(client, href):
    return client.get(href).context["page"].paginator.count


def number(words):
    return int(NUMBER.search(words)[0])


@pytest.mark.parametrize("role", CHIEFS)
def test_each_number_of_a_card_is_that_of_its_list(made_once, role):
    client = signed_in(made_once[role])
    cards = client.get(reverse("dashboard")).context["cards"]

    assert {card.href: rows(client, card.href) for card in cards} == {
        card.href: number(card.number) for card in cards
    }
    small = [way for card in cards for way in card.more if "oldest" not in way.text]
    assert [rows(client, way.href) for way in small] == [number(way.text) for way in small]


@pytest.mark.parametrize("role", CHIEFS)
def test_each_line_that_waits_is_that_of_its_list(made_once, role):
    client = signed_in(made_once[role])

    for way in client.get(reverse("dashboard")).context["waiting"]:
        assert rows(client, way.href) == number(way.text), way


@pytest.mark.parametrize("role", CHIEFS)
def test_each_number_of_a_month_is_that_of_its_list(made_once, role):
    client = signed_in(made_once[role])
    months = client.get(reverse("dashboard")).context["months"]
    links = [
        re.search(r'href="(.*?)">([0-9]+)<', cell)
        for row in months.rows
        for cell in row[1:]
        if cell != "0"
    ]

    assert len(links) >= 6
    for link in links:
        assert rows(client, link[1].replace("&amp;", "&")) == int(link[2]), link


@pytest.mark.parametrize("role", CHIEFS)
def test_the_chart_and_the_table_say_the_same(made_once, role):
    months = opened(made_once[role]).context["months"]
    shown = [[int(re.sub(r"<.*?>|, .*", "", cell)) for cell in row[1:-1]] for row in months.rows]

    assert [list(column) for column in zip(*shown, strict=True)] == [
        list(one.values) for one in months.chart.series
    ]
    assert [str(one.name) for one in months.chart.series] == [str(one) for one in OUTCOMES.values()]


@pytest.mark.parametrize("role", CHIEFS)
def test_each_bar_leads_to_those_who_signed(made_once, role):
    client = signed_in(made_once[role])

    for bar in client.get(reverse("dashboard")).context["signed"]:
        assert rows(client, bar.href) == bar.value
        assert bar.told.startswith(f"{bar.value} of ")


def card(person, words):
    return next(one for one in opened(person).context["cards"] if words in one.words)


def test_clocks_are_counted_that_are_over_or_in_their_last_day(made_once):
    # 80, 60, of the deputy 75 and of the chief 70: of what one has a part in, one knows no clock
    chief = card(made_once[CHIEFS[0]], "24 hours")
    deputy = card(made_once[CHIEFS[1]], "24 hours")

    assert (chief.number, [way.text for way in chief.more]) == ("3", ["2 are over"])
    assert (deputy.number, [way.text for way in deputy.more]) == ("3", ["1 is over"])


@pytest.mark.parametrize(("hours", "count"), [(47, 0), (49, 1), (71, 1), (73, 1)])
def test_the_last_day_begins_after_48_hours(made_once, hours, count):
    before = number(card(made_once[CHIEFS[0]], "24 hours").number)
    breach(hours)

    assert number(card(made_once[CHIEFS[0]], "24 hours").number) == before + count


def test_the_last_day_ends_when_the_regulator_is_told(made_once):
    before = card(made_once[CHIEFS[0]], "24 hours").number
    row = reports.notifiable(breach(70), by=reports.decider())
    letters.sent(row, by=reports.decider())

    assert card(made_once[CHIEFS[0]], "24 hours").number == before


def references(person):
    return [re.sub(r"<.*?>", "", row[0].value) for row in opened(person).context["urgent"].rows]


def test_what_needs_them_begins_with_the_hours_that_end_first(made_once):
    clocks = [row[-1].value for row in opened(made_once[CHIEFS[1]]).context["urgent"].rows]

    assert "over" in clocks[0]
    assert [("left" in clock or "over" in clock) for clock in clocks] == sorted(
        [("left" in clock or "over" in clock) for clock in clocks], reverse=True
    )


def test_who_is_kept_out_of_a_report_never_sees_it_there(made_once):
    chief, deputy = (made_once[role] for role in CHIEFS)
    mine = reports.reported(by=chief)
    received = breach(71).incident
    involve(incident=received, person=chief, part="recipient", by=reports.handler())
    shut = reports.reported()
    make_confidential(incident=shut, readers=[], reason="A matter of staff", by=deputy)

    seen, others = references(chief), references(deputy)

    assert not {mine.reference, received.reference, shut.reference} & set(seen)
    assert {received.reference, shut.reference} < set(others)
    page = opened(chief).text
    assert received.reference not in page
    assert shut.reference not in page


def test_ten_at_most_need_them(made_once):
    for hours in range(12):
        breach(hours + 1)

    assert len(references(made_once[CHIEFS[0]])) == 10


def test_of_what_one_reported_one_is_not_told_what_the_regulator_was_told(made_once):
    deputy = made_once[CHIEFS[1]]
    before = card(deputy, "open").more[0].text
    row = reports.notifiable(breach(5, reporter=deputy), by=made_once[CHIEFS[0]])
    letters.sent(row, by=made_once[CHIEFS[0]])

    assert card(deputy, "open").more[0].text == before
    assert card(made_once[CHIEFS[0]], "open").more[0].text != before


def test_damage_is_no_loss(made_once):
    assert card(made_once[CHIEFS[0]], "lost or stolen").number == "2"


@pytest.mark.parametrize(("days", "told"), [(0, "reported today"), (1, "1 day"), (6, "6 days")])
def test_the_oldest_loss_is_told_in_days(made_once, days, told):
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        assert card(made_once[CHIEFS[0]], "lost or stolen").more[0].text == f"The oldest: {told}"


def test_the_title_tells_how_much_waits(made_once):
    page = opened(made_once[CHIEFS[0]])
    count = len(page.context["waiting"])

    assert count
    assert f"<title>({count}) Dashboard" in page.text


def queries(person):
    client = signed_in(User.objects.get(pk=person.pk))
    client.get(reverse("dashboard"))
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("dashboard"))
    return len(captured)


def test_the_page_takes_as_many_queries_for_many(made_once):
    chief, deputy = (made_once[role] for role in CHIEFS)
    few = queries(chief)
    some(chief, deputy)
    some(chief, deputy)

    assert queries(chief) == few
    assert few <= 56


def test_a_policy_that_everybody_signed_leads_to_nobody_who_did_not():
    row = {"version": given.published(), "asked": 3, "signed": 3, "not_signed": 0, "overdue": 0}
    whole, part = signed(row), signed({**row, "signed": 2, "not_signed": 1})

    assert (whole.number, whole.colour, list(whole.more)) == ("3 of 3", "green", [])
    assert [way.text for way in part.more] == ["1 not signed"]
