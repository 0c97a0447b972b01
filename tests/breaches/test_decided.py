"""Two who decide at once, and how a decision reads on the page."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from breaches.assessing.actions import advise
from breaches.deciding.actions import decide_people, decide_regulator
from breaches.deciding.outcome import came_of_it
from breaches.models import Assessment
from breaches.notifying.actions import authorise
from councilgov.access import Role
from councilgov.days import deadline_in_words
from councilgov.notices.models import Notice
from councilgov.records import Refused
from tests import given
from tests.breaches import reports

NO = {"is_notifiable": "no", "reason": "They deleted it unread."}
SPARED = {"is_required": "no", "exemption": "not_high", "reason": "They deleted it unread."}


OF = ("regulator", "people")


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        deputy = given.officer(Role.DEPUTY_MONITORING_OFFICER)
        return reports.advised(reports.confirmed()), reports.decider(), deputy

    return shared(make)


@pytest.fixture
def breach(made_once):
    return Assessment.objects.with_row().get(pk=made_once[0].pk)


@pytest.fixture
def monitoring(made_once):
    return made_once[1]


@pytest.fixture
def deputy(made_once):
    return made_once[2]


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def hidden(page):
    """What the page carries along of what it showed."""
    return page.context["form"]["seen"].value()


def test_who_decides_on_an_old_page_undoes_nothing_that_was_decided_meanwhile(
    breach, monitoring, deputy
):
    at = f"{breach.get_absolute_url()}{breach.pk}/regulator/"
    client = signed_in(deputy)
    seen = hidden(client.get(at))
    reports.notifiable(breach, by=monitoring)

    answer = client.post(at, NO | {"seen": seen})

    assert "Somebody has decided since you opened this page" in answer.text
    breach.refresh_from_db()
    assert (breach.regulator, breach.regulator_decided_by) == ("notifiable", monitoring)
    assert client.post(at, NO | {"seen": hidden(client.get(at))}).status_code == 302


def test_the_same_goes_for_telling_the_people(breach, monitoring, deputy):
    at = f"{breach.get_absolute_url()}{breach.pk}/people/"
    client = signed_in(deputy)
    seen = hidden(client.get(at))
    decide_people(
        assessment=breach, is_required=True, exemption="", reason="High risk.", by=monitoring
    )

    answer = client.post(at, SPARED | {"seen": seen})

    assert "Somebody has decided since you opened this page" in answer.text
    breach.refresh_from_db()
    assert breach.people == "required"
    assert client.post(at, SPARED | {"seen": hidden(client.get(at))}).status_code == 302


@pytest.mark.parametrize("act", [decide_regulator, decide_people])
def test_what_was_seen_is_what_stands(breach, monitoring, act):
    told = {"is_required": True, "exemption": ""}
    if act is decide_regulator:
        told = {"is_notifiable": True}

    with pytest.raises(Refused, match="Somebody has decided"):
        act(assessment=breach, reason="Why.", by=monitoring, seen="not_required", **told)
    assert act(assessment=breach, reason="Why.", by=monitoring, seen="undecided", **told)


def test_the_page_says_who_decided_advised_and_when(breach, monitoring):
    dpo = given.officer(Role.DATA_PROTECTION_OFFICER)
    advise(assessment=breach, advice="Tell them.", by=dpo)
    reports.notifiable(breach, by=monitoring)

    page = signed_in(monitoring).get(breach.get_absolute_url()).text

    breach.refresh_from_db()
    advised, decided = map(deadline_in_words, (breach.advised_at, breach.regulator_decided_at))
    assert f"Tell them. ({dpo.full_name}, {advised})" in page
    assert f"A risk to them is likely. ({monitoring.full_name}, {decided})" in page


# What the page says


def page_of(row, person):
    return signed_in(person).get(row.get_absolute_url()).text


def test_a_councillor_who_answers_for_it_reads_first_that_they_are_not_alone(monitoring):
    councillor = given.councillor()
    row = reports.of_councillor(councillor, reporter=councillor)

    page = page_of(row, councillor)

    assert page.count("You are not on your own") == 1
    assert page.index("You are not on your own") < page.index("time left to tell the regulator")
    assert "You are not on your own" not in page_of(row, monitoring)


@pytest.mark.parametrize(
    ("finding", "says", "says_no_more"),
    [
        (None, "You get an email when something was found", "looked at what you reported"),
        ("confirmed", "looked at what you reported", "You get an email when something was found"),
        ("not_personal", "looked at what you reported", "You get an email"),
    ],
)
def test_who_reported_it_reads_what_comes_next(finding, says, says_no_more):
    councillor = given.councillor()
    if finding:
        incident = reports.ruled(finding, reporter=councillor)
    else:
        incident = reports.reported(by=councillor)

    page = page_of(incident, councillor)

    assert says in page
    assert says_no_more not in page


def test_of_a_closed_case_the_page_says_what_was_found(monitoring):
    incident = reports.ruled("not_personal", by=monitoring)
    reports.closed(incident, by=monitoring)

    assert "No personal data. A name and an address were in it." in page_of(incident, monitoring)


def test_each_moment_has_its_zone(breach, monitoring):
    page = page_of(breach, monitoring)

    assert f"Aware since {deadline_in_words(breach.aware_at)}" in page
    breach.incident.refresh_from_db()
    assert f"({deadline_in_words(breach.incident.ruled_at)})" in page


def test_why_later_than_it_was_noticed_stands_beside_the_moment(monitoring):
    councillor = given.councillor()
    row = reports.of_councillor(councillor)
    authorise(assessment=row, by=councillor)

    assert "The council told them then." in page_of(row, monitoring)


def test_that_the_regulator_is_not_told_is_said_before_somebody_says_the_people_are(
    breach, monitoring
):
    client = signed_in(monitoring)
    pages = [reverse(f"breaches:decide_{of}", args=[breach.reference, breach.pk]) for of in OF]
    untold = client.get(pages[1]).text
    why = {"reason": "They deleted it.", "unadvised_because": reports.UNADVISED}
    client.post(pages[0], {"is_notifiable": "no", **why})

    shown = client.get(pages[1]).text
    refused = client.post(pages[1], {"is_required": "yes", **why}).text

    assert "Change that decision" not in untold
    assert "It was decided not to tell the regulator." in shown
    assert f'href="{pages[0]}">Change that decision</a>' in shown
    assert "that was decided otherwise" in refused


def test_what_was_decided_before_stands_on_the_form_and_can_be_changed(breach, monitoring):
    client = signed_in(monitoring)
    case = breach.incident.get_absolute_url()
    pages = [reverse(f"breaches:decide_{of}", args=[breach.reference, breach.pk]) for of in OF]
    assert not any("Decided before" in client.get(page).text for page in pages)
    assert "Decide<span" in client.get(case).text

    reports.spared(breach, by=monitoring)

    assert all("The colleague deleted it unread." in client.get(page).text for page in pages)
    assert all("Decided before" in client.get(page).text for page in pages)
    assert "Decide<span" not in client.get(case).text


@pytest.mark.parametrize("of", OF)
def test_that_nothing_was_worked_out_is_said_before_it_is_decided(breach, monitoring, of):
    client = signed_in(monitoring)
    page = reverse(f"breaches:decide_{of}", args=[breach.reference, breach.pk])
    says = "Nobody has worked out yet how severe it is"

    before = client.get(page).text
    reports.scored(breach, by=reports.handler())

    assert says in before
    assert says not in client.get(page).text


def test_who_reported_it_hears_the_end_and_what_the_council_did(monitoring):
    councillor = given.councillor()
    row = reports.confirmed(by=monitoring, reporter=councillor)
    before = page_of(row.incident, councillor)
    reports.spared(row, by=monitoring)
    decided = page_of(row.incident, councillor)
    reports.contained(row.incident, by=monitoring)
    reports.closed(row.incident, by=monitoring)
    after = page_of(row.incident, councillor)

    assert "The council" not in before.split("Questions?")[0].split("What happens next")[1]
    assert "The council decided that the regulator need not be told. You need do nothing" in decided
    assert "It is closed, and you need do nothing more." in after
    assert "The council decided that the regulator need not be told." in after
    assert Notice.objects.get(kind="incident_closed").to == councillor


def test_of_what_was_told_they_hear_too_and_of_councillors_nothing(monitoring):
    row = reports.of_councillor(given.councillor(), by=monitoring)
    council = row.incident.assessments.get(controller="council")
    assert came_of_it(row.incident) == []
    council.regulator, council.people = "final", "sent"
    for name in ("regulator", "people"):
        setattr(council, f"{name}_because", "So.")
        setattr(council, f"{name}_decided_by", monitoring)
        setattr(council, f"{name}_decided_at", timezone.now())
    council.unadvised_because = "Away."
    council.keep(by=monitoring, why="Test")

    assert came_of_it(row.incident) == [
        "The council told the regulator.",
        "The council told the people whom it is about.",
    ]
