"""The receipt of whoever left: what it says, how it comes to them, and that it can be checked."""

from datetime import date

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from consent.leaving.carrying import sweep_leavers
from councilgov.access import Role
from councilgov.days import moment_in_words
from councilgov.ledger.certificates import certificate_of, is_intact, statement_of
from councilgov.ledger.models import EntryName
from councilgov.ledger.statements import lines_of
from councilgov.notices.actions import deliver
from councilgov.notices.models import Dropped, Notice, State
from councilgov.offboarding import sweeping
from councilgov.offboarding.actions import (
    choose_contact,
    complete,
    terminate_accounts,
    waive_task,
)
from councilgov.offboarding.models import OffboardingCase, TaskKind
from councilgov.offboarding.receipting.certifying import RECEIPT, by_letter
from councilgov.people.actions import take_back_end
from councilgov.people.models import EndReason
from devices.enrolling.actions import ask_removal, confirm_removal
from devices.models import EnrolmentEnd
from policies.campaigns.actions import lapse_leavers
from policies.models import Acknowledgement
from tests import given
from tests.consent import people
from tests.consent.leavers import deciding
from tests.devices import equipment
from tests.offboarding.leavers import close_all, completed, ends, on, system, task

pytestmark = pytest.mark.django_db
GONE_ON = date(2026, 11, 20)


@pytest.fixture
def services():
    return given.officer(Role.MEMBERS_SERVICES)


def said(case):
    """By its label, what the certificate says."""
    issued = certificate_of(case)
    statement = statement_of(issued)
    assert statement
    return {line.label: line.text for line in lines_of(statement, issued.texts)}


def test_it_names_what_came_back_and_what_did_not(services):
    device = equipment.issued()
    lost = equipment.issued(holder=device.holder)
    case = ends(device.holder, GONE_ON)
    equipment.returned(device)
    waived = task(case, TaskKind.DEVICES)
    waive_task(task=waived, reason="Mr Stow keeps it for the museum", by=services)
    close_all(case, by=services)

    lines = said(complete(case=case, by=services))

    assert lines["Councillor"] == case.councillor.full_name
    assert lines["Last day in office"] == "20 November 2026"
    assert lines["Equipment returned"] == f"{device.description}, on 23 November 2026"
    assert lines["Not returned"].startswith(f"{lost.description}: ")
    assert lines["Not needed"] == "Return equipment"
    assert lines["Why it was not needed"] == "Return equipment: Mr Stow keeps it for the museum"


def test_of_their_own_device_it_says_when_council_data_was_removed(services):
    device = equipment.enrolled()
    case = ends(device.holder, GONE_ON)
    desk = equipment.desk()
    ask_removal(device=device, because=EnrolmentEnd.LEFT_OFFICE, by=desk)
    confirm_removal(device=device, by=desk)
    close_all(case, by=services)

    lines = said(complete(case=case, by=services))

    freed = f"{device.description}, council data removed on 23 November 2026"
    assert freed in lines.values()


def test_what_came_back_in_another_term_is_not_on_it(services):
    with on("2026-06-01"):
        device = equipment.issued()
        councillor = device.holder
        equipment.returned(device)
    case = ends(councillor, GONE_ON)
    close_all(case, by=services)

    lines = said(complete(case=case, by=services))
    assert lines["Equipment returned"] == "No council equipment was held"


def test_what_came_without_its_charger_and_who_brought_it_for_the_dead_is_on_it(services):
    device = equipment.issued(accessories=["charger", "case"])
    councillor = device.holder
    given.ask_everybody(given.published())
    case = ends(councillor, GONE_ON, reason=EndReason.DIED)
    equipment.returned(device, accessories=["case"], brought_by="Mira Sandhu")
    close_all(case, by=services)

    lines = said(complete(case=case, by=services))

    told = f"{device.description}, on 23 November 2026, without: charger"
    assert (lines["Equipment returned"], lines["Brought by"]) == (told, "Mira Sandhu")
    assert "Asked for and not signed" not in lines
    assert "signed by" not in str(lines)


def test_each_account_is_on_it_with_both_moments(services):
    email = system()
    case = ends(given.councillor(), GONE_ON)
    now = timezone.now()
    terminate_accounts(case=case, accounts=list(case.accounts.all()), at=now, by=services)
    sweeping.settle()
    close_all(case, by=services)

    told = said(complete(case=case, by=services))["Accounts"]

    assert told == (
        f"{email}: suspended at {moment_in_words(now)}; terminated at {moment_in_words(now)}"
    )


def test_without_systems_it_says_when_somebody_closed_them():
    told = said(completed())["Accounts"].splitlines()

    assert told == [
        "Access to the council’s systems suspended on 23 November 2026",
        "Access to the council’s systems terminated on 23 November 2026",
    ]


def test_what_somebody_noted_as_done_is_said_in_the_past():
    told = said(completed())["Also done"].splitlines()

    assert told == [
        "Removed from mailing lists and groups on 23 November 2026",
        "Social media accounts of the council moved on 23 November 2026",
        "Insurers and payroll told on 23 November 2026",
    ]


@pytest.mark.parametrize("lapses", [True, False], ids=["lapsed", "the job is late"])
def test_what_was_not_signed_is_a_negative_receipt(services, lapses):
    councillor = given.councillor()
    version = given.published()
    given.ask_everybody(version)
    case = ends(councillor, GONE_ON)
    if lapses:
        lapse_leavers(version=version)
    close_all(case, by=services)

    due = Acknowledgement.objects.get(councillor=councillor).due_on
    told = said(complete(case=case, by=services))["Asked for and not signed"]

    assert told.startswith(f"{version.policy.title}, version {version.number}, to be signed by")
    assert str(due.year) in told


def test_people_are_counted_and_never_named(services):
    first = people.person(councillor=given.councillor())
    second = people.person(councillor=first.councillor)
    case = ends(first.councillor, GONE_ON)
    sweep_leavers()
    for person in (first, second):
        deciding(person)
    close_all(case, by=services)

    lines = said(complete(case=case, by=services))

    assert lines["People whom they had noted"] == "2 deleted here"
    assert first.full_name not in str(lines)


def test_it_is_a_certificate_that_anybody_can_check(client):
    case = completed()
    issued = certificate_of(case)

    assert is_intact(issued)
    assert issued.entry.kind == "offboarding.completed"
    page = client.get(reverse("ledger:certificate", args=[issued.code]))
    assert page.status_code == 200


def test_it_goes_to_the_address_that_they_gave_as_a_text_and_without_what_others_wrote(services):
    device = equipment.issued()
    case = ends(device.holder, GONE_ON)
    case = choose_contact(
        case=case, private_address="robin@home.example", wants_letters=False, by=case.councillor
    )
    waive_task(task=task(case, TaskKind.DEVICES), reason="Sold to Mr Stow", by=services)
    close_all(case, by=services)
    case = complete(case=case, by=services)

    deliver(until=timezone.now().replace(hour=23))

    (sent,) = [one for one in mail.outbox if "Receipt for leaving office" in one.subject]
    assert sent.to == ["robin@home.example"]
    assert "Last day in office: 20 November 2026" in sent.body
    assert "Not needed: Return equipment" in sent.body
    assert "Mr Stow" not in sent.body
    assert not by_letter().exists()


def test_whoever_gave_no_address_gets_it_by_letter():
    case = completed()

    assert list(by_letter()) == [case]
    assert not Notice.objects.filter(kind=RECEIPT).exists()


def test_one_that_the_mail_server_refused_goes_by_letter(services):
    case = ends(given.councillor(), GONE_ON)
    choose_contact(case=case, private_address="x@home.example", wants_letters=False, by=services)
    close_all(case, by=services)
    complete(case=case, by=services)
    notice = Notice.objects.filter(kind=RECEIPT)
    assert not by_letter().exists()

    notice.update(state=State.DEAD)

    assert list(by_letter()) == [case]


def test_of_somebody_who_died_it_is_kept_and_sent_to_nobody(services):
    case = ends(given.councillor(), GONE_ON, reason=EndReason.DIED)
    choose_contact(case=case, private_address="x@home.example", wants_letters=False, by=services)
    close_all(case, by=services)
    case = complete(case=case, by=services)

    assert not Notice.objects.filter(kind=RECEIPT).exists()
    assert not by_letter().exists()
    assert said(case)["Last day in office"] == "20 November 2026"


@pytest.mark.parametrize("what", ["stays", "erased"])
def test_a_receipt_that_says_nothing_any_more_is_not_sent(services, what):
    case = ends(given.councillor(), GONE_ON)
    choose_contact(case=case, private_address="x@home.example", wants_letters=False, by=services)
    close_all(case, by=services)
    case = complete(case=case, by=services)
    if what == "stays":
        take_back_end(term=case.term, by=None)
    else:
        EntryName.objects.filter(entry=certificate_of(case).issued).delete()

    deliver(until=timezone.now().replace(hour=23))

    (row,) = Notice.objects.filter(kind=RECEIPT)
    assert row.last_error == Dropped.NO_LONGER_TRUE


def test_pages_show_it_to_officers_and_to_them_alone(client):
    case = completed()
    page = reverse("offboarding:receipt", args=[case.pk])
    file = reverse("offboarding:certificate", args=[case.pk])
    for user in (case.councillor, given.officer(Role.AUDITOR)):
        client.force_login(user)
        assert case.councillor.full_name in client.get(page).text
        assert client.get(file).content.startswith(b"%PDF")
    client.force_login(completed().councillor)
    assert client.get(page).status_code == 404
    assert client.get(file).status_code == 404


def test_there_is_no_receipt_before_all_is_done(client):
    case = ends(given.councillor(), GONE_ON)
    client.force_login(given.officer(Role.AUDITOR))

    assert client.get(reverse("offboarding:receipt", args=[case.pk])).status_code == 404
    assert OffboardingCase.objects.filter(pk=case.pk).exists()
