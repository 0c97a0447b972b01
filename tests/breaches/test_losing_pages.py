"""The pages on which a loss is reported: by who had it, by the desk, and by who can't sign in."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from breaches.confiding.actions import make_confidential
from breaches.models import Incident, LossReport
from breaches.ringing.actions import report_unlisted
from breaches.ringing.views import REPORTS
from councilgov.access import Role
from councilgov.days import LONDON
from councilgov.people.models import Council
from devices.models import DeskTask, Loss
from tests import given
from tests.breaches import reports, unverified
from tests.consent import people
from tests.devices import equipment
from tests.devices.losses import cases

HOUR = timedelta(hours=1)
OWN, FRONT = "/report/loss/mine/", "/report/loss/"


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council(desk_night_phone="01632 960199")
        councillor = given.councillor(full_name="Robin Alder", known_as="Councillor Alder")
        officers = {role: given.officer(role) for role in (Role.ICT_DESK, Role.INFORMATION_OFFICER)}
        device = equipment.issued(holder=councillor, model="iPhone 15")
        return councillor, officers, device

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def device(made_once):
    row = made_once[2]
    row.refresh_from_db()
    return row


@pytest.fixture
def of(made_once):
    """A browser in which somebody is signed in."""

    def signed_in(who):
        browser = Client()
        browser.force_login(made_once[1][who] if isinstance(who, str) else who)
        return browser

    return signed_in


@pytest.fixture
def stranger(made_once):
    cache.clear()
    return Client()


def boxes(name, moment):
    local = moment.astimezone(LONDON)
    parts = {"day": local.day, "month": local.month, "year": local.year}
    typed = {f"{name}_day_{part}": str(number) for part, number in parts.items()}
    return {**typed, f"{name}_time": f"{local:%H:%M}"}


def told(**changes):
    return {
        "kind": "stolen",
        **boxes("noticed_at", timezone.now() - HOUR),
        "happened": "Taken from a coat.",
        "data_held": "Council email.",
        "lock_state": "locked",
        "police_kind": "none_yet",
        **changes,
    }


# Whoever had it


def test_one_page_sent_once_does_it_all_and_leads_to_what_happens_next(of, councillor, device):
    client = of(councillor)

    shown = client.post(OWN, told(device=device.asset_tag), follow=True)

    loss, incident = Loss.objects.get(), Incident.objects.get()
    assert "Recorded. The service desk is told now." in shown.text
    assert shown.redirect_chain[-1][0] == loss.get_absolute_url()
    assert (loss.device, incident.loss, incident.reported_by) == (device, loss, councillor)


def test_their_devices_are_listed_with_the_one_they_came_from(of, councillor, device):
    other = equipment.issued(model="Surface")

    page = of(councillor).get(OWN, {"device": device.asset_tag}).text

    assert device.description in page
    assert "Surface" not in page
    assert f'value="{device.asset_tag}" checked' in " ".join(page.split())
    assert OWN + f"?device={device.asset_tag}" in of(councillor).get(device.get_absolute_url()).text
    assert other.asset_tag not in page


def test_somebody_elses_tag_in_the_address_is_nothing(of, councillor):
    other = equipment.issued()

    assert other.asset_tag not in of(councillor).get(OWN, {"device": other.asset_tag}).text


def test_a_second_tab_is_told_so_politely(of, councillor, device):
    client = of(councillor)
    client.post(OWN, told(device=device.asset_tag))

    again = client.post(
        OWN, told(device=device.asset_tag, happened="It was unlocked."), follow=True
    )

    assert "This was reported before. What you wrote is added to it. Thank you." in again.text
    assert Loss.objects.count() == Incident.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"device": ""}, "Select which device it is"),
        ({"device": "BC-00000"}, "There is a problem"),
        ({"device": "unlisted"}, "Say what it is, and whose"),
        ({"kind": ""}, "Select what happened to it"),
        ({"kind": "damaged"}, "Select if somebody else had it or information is lost"),
        ({"happened": " "}, "Say when, where and how it happened"),
        ({"noticed_at_time": "23:59"}, "The time must be in the past"),
        ({"lock_state": ""}, "Select if it was locked"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_recorded(of, councillor, device, changes, words):
    sent = told(device=device.asset_tag) | changes

    shown = of(councillor).post(OWN, sent).text

    assert words in shown
    assert not Loss.objects.exists()
    assert not Incident.objects.exists()


def test_in_the_hour_that_comes_twice_it_is_asked_which(of, councillor, device):
    night = {
        "noticed_at_day_day": "25",
        "noticed_at_day_month": "10",
        "noticed_at_day_year": "2026",
        "noticed_at_time": "1:30am",
    }

    shown = of(councillor).post(OWN, told(device=device.asset_tag) | night).text

    assert "Which of the two was it?" in shown


@pytest.mark.parametrize(("typed", "is_opened"), [("yes", True), ("no", False)])
def test_damage_is_a_matter_of_information_only_if_it_may_be(
    of, councillor, device, typed, is_opened
):
    sent = told(device=device.asset_tag, kind="damaged", is_at_risk=typed)

    of(councillor).post(OWN, sent)

    assert Loss.objects.get().kind == "damaged"
    assert Incident.objects.exists() is is_opened


def test_a_device_that_is_not_in_the_list_is_the_desks_to_find_out(of, councillor):
    sent = told(device="unlisted", what="My own phone with council email")

    shown = of(councillor).post(OWN, sent, follow=True).text

    report = LossReport.objects.get()
    assert report.incident.reference in shown
    assert "The service desk finds out which device it is" in shown
    page = of(Role.ICT_DESK).get(report.get_absolute_url()).text
    assert "They were signed in" in page
    assert "Robin Alder" in page


def test_of_damage_that_nobody_need_look_into_it_leads_home(of, councillor):
    sent = told(device="unlisted", what="A dock", kind="damaged", is_at_risk="no")

    shown = of(councillor).post(OWN, sent, follow=True)

    assert shown.status_code == 200
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    ("moment", "words", "first"),
    [
        ("2026-11-23 10:00Z", "Ring the ICT service desk first", "01632 960124"),
        ("2026-11-21 23:20Z", "is shut now", "01632 960199"),
    ],
)
def test_the_number_that_somebody_answers_comes_first(stranger, moment, words, first):
    with time_machine.travel(moment):
        page = stranger.get(FRONT).text

    assert words in page
    main = page.partition("<main")[2]
    assert main.index(first) == main.index("01632 960")


def test_without_a_number_for_the_night_it_says_when_the_desk_opens(stranger):
    council = Council.objects.the()
    council.desk_night_phone = ""
    council.keep(by=None, why="Test")

    with time_machine.travel("2026-11-21 23:20Z"):
        page = stranger.get(FRONT).text

    assert "It opens at 9:00am on 23 November 2026" in page


# Who can't sign in


def sent(**changes):
    return {
        "name": unverified.NAME,
        "what": unverified.WHAT,
        "phone": unverified.PHONE,
        **boxes("noticed_at", timezone.now() - HOUR),
        **changes,
    }


def test_four_answers_are_enough(stranger):
    answer = stranger.post(FRONT, sent())

    assert answer["Location"] == reverse("breaches:loss_thanks")
    thanks = stranger.get(answer["Location"]).text
    assert "after all" in thanks
    assert "first" not in thanks.partition("What happens next")[2].partition("</main>")[0]
    assert "We ring the number that you left" in stranger.get(answer["Location"]).text
    assert LossReport.objects.get().reporter.name == unverified.NAME


def test_the_answer_is_the_same_whoever_it_is_and_takes_as_many_queries(stranger):
    answers = set()
    stranger.post(FRONT, sent(name="The first"))
    for name in ("Robin Alder", "Nobody Atall"):
        with CaptureQueriesContext(connection) as queries:
            answer = stranger.post(FRONT, sent(name=name))
        answers.add((answer.status_code, answer["Location"], answer.text, len(queries)))

    assert len(answers) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Enter your name"),
        ({"what": ""}, "Say what is gone or damaged"),
        ({"what": "x" * 401}, "400 characters"),
        ({"phone": ""}, "Enter a number on which we reach you now"),
        ({"phone": "call me"}, "Enter a telephone number in full, like 01632 960123"),
        ({"phone": "123"}, "Enter a telephone number in full, like 01632 960123"),
        ({"noticed_at_time": ""}, "Enter the time at which you noticed"),
        ({"noticed_at_time": "23:59"}, "The time must be in the past"),
    ],
)
def test_what_is_missing_is_said(stranger, changes, words):
    assert words in stranger.post(FRONT, sent(**changes)).text
    assert not LossReport.objects.exists()


@pytest.mark.parametrize("phone", ["07700 900123", "+44 7700 900123", "01632 960123, ask for Jo"])
def test_a_number_may_be_written_in_any_way(stranger, phone):
    stranger.post(FRONT, sent(phone=phone))

    assert LossReport.objects.get().reporter.phone == phone


def test_from_one_address_come_so_many_in_an_hour(stranger):
    for number in range(50):
        shown = stranger.post(FRONT, sent(what=f"Phone {number}"))

    assert shown.status_code == 429
    assert "Please ring us" in shown.text
    assert LossReport.objects.count() == REPORTS.most
    with time_machine.travel(timezone.now() + HOUR):
        assert stranger.post(FRONT, sent()).status_code == 302


def test_the_sign_in_page_leads_there_and_who_is_signed_in_gets_their_own(stranger, of, councillor):
    assert FRONT in stranger.get(reverse("account_login")).text
    assert of(councillor).get(FRONT)["Location"] == OWN


def test_who_signed_in_meanwhile_loses_nothing(of, councillor):
    cache.clear()

    of(councillor).post(FRONT, sent())

    report = LossReport.objects.get()
    assert (report.told, report.history.get().history_user) == (None, None)


# The desk


@pytest.fixture
def report(made_once):
    return unverified.waiting()


def page_of(report, name):
    return reverse(f"breaches:{name}", args=[report.pk])


def test_it_stands_first_on_the_home_page_and_in_the_queue_of_the_desk(of, report):
    cases.reported()
    client = of(Role.ICT_DESK)

    home = client.get(reverse("home")).text
    queue = client.get(reverse("devices:desk_tasks")).context["page"]

    assert "1 loss to ring back about, not checked yet" in home
    assert home.index("not checked yet") < home.index("tasks of the desk")
    assert queue.object_list.data[0] == DeskTask.objects.about(report).get()


def test_the_list_says_whom_to_ring_about_what_the_oldest_first_and_its_file_does_not(of, report):
    with time_machine.travel(timezone.now() + HOUR):
        unverified.waiting(name="Ash Later", what="My tablet.")
    client = of(Role.ICT_DESK)

    page = client.get(reverse("breaches:loss_reports"), {"status": "waiting"})
    taken = client.post(reverse("breaches:loss_reports") + "?", {"export": "csv"})

    assert page.context["page"].paginator.count == 2
    assert unverified.WHAT in page.text
    assert page.text.index(unverified.NAME) < page.text.index("Ash Later")
    assert unverified.PHONE not in page.text
    for word in (unverified.NAME, unverified.PHONE, unverified.WHAT):
        assert word not in taken.text
    assert str(report.pk) in taken.text


def test_a_borrowed_phone_is_asked_to_remember_nothing(db):
    given.council()
    answer = Client().get(FRONT)

    assert 'novalidate autocomplete="off"' in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_whoever_names_the_device_is_led_to_the_list_and_to_what_they_have(of, councillor, device):
    report = report_unlisted(
        what="A phone.",
        kind="lost",
        noticed_at=timezone.now() - HOUR,
        happened="On a bus.",
        by=councillor,
    )

    page = of(Role.ICT_DESK).get(page_of(report, "join_to_device")).text

    assert reverse("devices:devices") in page
    assert f"{device.asset_tag}: " in page


def test_the_desk_reads_whom_to_ring_and_joins_it_with_what_they_said(of, report, device):
    client = of(Role.ICT_DESK)
    page = client.get(report.get_absolute_url()).text
    assert "Not checked: anybody can send this" in page
    assert unverified.PHONE in page
    form = client.get(page_of(report, "join_to_device")).text
    assert unverified.WHAT in form

    answers = told(device=device.asset_tag.lower(), is_theirs="yes")
    shown = client.post(page_of(report, "join_to_device"), answers, follow=True)

    loss = Loss.objects.get()
    assert shown.redirect_chain[-1][0] == loss.get_absolute_url()
    assert "Joined. What is missing is to be secured now." in shown.text
    assert loss.reported_at == report.reported_at
    page = client.get(report.get_absolute_url()).text
    assert loss.reference in page
    assert Incident.objects.get().get_absolute_url() not in page
    by_officer = of(Role.INFORMATION_OFFICER).get(report.get_absolute_url()).text
    assert Incident.objects.get().get_absolute_url() in by_officer


def test_a_confidential_triage_is_named_to_its_readers_alone(of, councillor):
    of(councillor).post(OWN, told(device="unlisted", what="A phone"))
    report = LossReport.objects.get()
    chief = given.officer(Role.MONITORING_OFFICER)
    assert report.incident
    make_confidential(incident=report.incident, readers=[], reason="An officer.", by=chief)

    for who in (Role.ICT_DESK, Role.INFORMATION_OFFICER):
        assert report.incident.reference not in of(who).get(report.get_absolute_url()).text
    assert report.incident.get_absolute_url() in of(chief).get(report.get_absolute_url()).text


def test_what_cannot_be_joined_says_why(of, report, device):
    client = of(Role.ICT_DESK)
    page = page_of(report, "join_to_device")

    assert "There is no device" in client.post(page, told(device="BC-1", is_theirs="yes")).text
    assert "Select who reported it" in client.post(page, told(device=device.asset_tag)).text
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        answers = told(device=device.asset_tag, is_theirs="yes", noticed_at_time="10:10am")
        assert "reported before it was noticed" in client.post(page, answers).text


def test_a_device_that_is_none_of_ours_is_joined_to_its_councillor(of, report, councillor):
    client = of(Role.INFORMATION_OFFICER)
    page = page_of(report, "join_to_councillor")
    assert "Choose whose it was" in client.post(page, {"is_theirs": ""}).text

    answers = told(councillor=councillor.pk, is_theirs="yes")
    shown = client.post(page, answers, follow=True).text

    assert Incident.objects.get().reported_by == councillor
    assert Incident.objects.get().reference in shown


@pytest.mark.parametrize("page", ["join_to_device", "join_to_councillor"])
def test_who_was_signed_in_is_not_asked_who_it_was(of, councillor, page, device):
    of(councillor).post(OWN, told(device="unlisted", what="A phone"))
    report = LossReport.objects.get()
    client = of(Role.ICT_DESK)
    assert "Who reported it?" not in client.get(page_of(report, page)).text

    client.post(page_of(report, page), told(device=device.asset_tag, councillor=councillor.pk))

    report.refresh_from_db()
    assert report.status == "joined"


def test_it_is_thrown_away_with_a_reason(of, report):
    client = of(Role.ICT_DESK)
    assert "Say why" in client.post(page_of(report, "throw_away"), {"reason": ""}).text

    shown = client.post(page_of(report, "throw_away"), {"reason": "A wrong number."}, follow=True)

    assert "A wrong number." in shown.text
    assert "It is true" not in shown.text


def test_once_forgotten_the_pages_say_so(of, report):
    report.reporter.delete()
    client = of(Role.ICT_DESK)

    for page in (report.get_absolute_url(), page_of(report, "join_to_device")):
        assert "was deleted: 30 days after" in client.get(page).text


# Beside one another


@pytest.fixture
def loss(of, councillor, device):
    of(councillor).post(OWN, told(device=device.asset_tag))
    return Loss.objects.get()


def triage(loss):
    return reverse("breaches:triage_of_loss", args=[loss.reference])


def test_the_case_and_the_incident_lead_to_each_other(of, councillor, loss):
    incident = Incident.objects.get()

    for who in (councillor, Role.INFORMATION_OFFICER):
        client = of(who)
        assert triage(loss) in client.get(loss.get_absolute_url()).text
        assert client.get(triage(loss))["Location"] == incident.get_absolute_url()
        assert loss.get_absolute_url() in client.get(incident.get_absolute_url()).text


def test_the_desk_reads_that_it_is_looked_into_and_no_more(of, loss):
    page = of(Role.ICT_DESK).get(triage(loss)).text

    assert "An information officer looks into that" in page
    assert "<form" not in page.partition("<main")[2]


def test_of_damage_anybody_who_knows_more_can_say_so(of, councillor, device):
    loss = cases.report(device, kind="damaged")
    client = of(councillor)
    assert "Nobody looks into that" in client.get(triage(loss)).text
    assert "Say what makes you think so" in client.post(triage(loss), {"words": ""}).text

    client.post(triage(loss), {"words": "A stranger repaired it."})

    assert Incident.objects.get().loss == loss


def test_who_only_reads_a_case_opens_nothing(of, device):
    loss = cases.report(device, kind="damaged")
    client = of(given.officer(Role.AUDITOR))

    assert "<form" not in client.get(triage(loss)).text.partition("<main")[2]
    assert client.post(triage(loss), {"words": "Me too."}).status_code == 403


def test_names_are_on_the_page_of_the_councillor_alone(of, councillor, device):
    person = people.person(councillor=people.accepted(councillor), full_name="Sam Sorrel")
    people.contacted(people.granted(person), device_used="council", device=device)
    of(councillor).post(OWN, told(device=device.asset_tag))
    incident = Incident.objects.get()

    mine = of(councillor).get(incident.get_absolute_url()).text
    theirs = of(Role.INFORMATION_OFFICER).get(incident.get_absolute_url()).text

    assert "Sam Sorrel" in mine
    assert "Sam Sorrel" not in theirs
    assert "Who might be reached through the device" in theirs


def test_the_desk_closes_it_once_somebody_ruled(of, loss):
    client = of(Role.ICT_DESK)
    base = loss.get_absolute_url()
    for act in ("found", "back-in-use", "waive-police"):
        client.post(f"{base}{act}/", {"reason": "It was under the seat."})
    close = reverse("breaches:close_loss", args=[loss.reference])
    assert close in client.get(base).text
    refused = client.post(close)
    assert refused.status_code == 409
    assert triage(loss) in refused.text

    reports.dismissed(Incident.objects.get())

    assert "The case is closed." in client.post(close, follow=True).text


@pytest.mark.parametrize("kind", ["lost", "damaged"])
def test_the_front_door_leads_to_it(of, councillor, kind):
    assert of(councillor).post("/report/", {"kind": kind})["Location"] == OWN
