"""A councillor has died: nothing reaches them, and their family is asked for what is the council's
(edge case 21 of the domain notes: "death suppresses all mail").
"""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from breaches.tasks import sweep as sweep_breaches
from consent.tasks import step_out as part
from consent.tasks import sweep as sweep_contacts
from councilgov.access import Role
from councilgov.accounts.models import reachable
from councilgov.notices.actions import deliver, tell
from councilgov.notices.models import Dropped, Notice, State, Trouble
from councilgov.offboarding.actions import choose_contact, name_contact
from councilgov.offboarding.models import LetterKind, TaskKind, TaskStatus
from councilgov.offboarding.posting.due import letters_due
from councilgov.people.models import EndReason, User
from councilgov.records import Refused
from devices.enrolling.actions import ask_removal, confirm_removal
from devices.models import (
    Condition,
    DeskTask,
    DeviceStatus,
    EnrolmentEnd,
    Return,
    ReturnStatus,
    Wipe,
)
from devices.models import TaskKind as DeskKind
from devices.returning.actions import Handed, receive
from devices.returning.forms import ReceiveForm
from devices.tasks import sweep as sweep_devices
from policies.models import Acknowledgement, AcknowledgementStatus
from policies.registers.actions import Spared, sort_out
from policies.tasks import ask_newcomers
from policies.tasks import sweep as sweep_policies
from tests import given
from tests.consent import people
from tests.devices import equipment
from tests.offboarding.leavers import ends, fresh, sweep, task

pytestmark = pytest.mark.django_db
DIED_ON = date(2026, 11, 22)
DAYS = [f"{day}" for day in ("2026-11-24", "2026-12-01", "2026-12-08", "2027-01-12", "2027-03-02")]


def everything(day):
    """All that the clock does, and the mail server, on a working day."""
    with time_machine.travel(f"{day} 10:00Z"):
        for job in (part, ask_newcomers, sweep_policies, sweep_devices, sweep_contacts):
            job()
        sweep_breaches()
        sweep()
        deliver(until=timezone.now() + timedelta(seconds=5))


@pytest.fixture
def dead():
    """With equipment, a device of their own, a request to sign, people noted, and mail waiting."""
    councillor = equipment.issued().holder
    assert councillor
    equipment.issue(holder=councillor)
    people.person(councillor=councillor)
    given.ask_everybody(given.published())
    tell(kind="account_password_changed", to=councillor, cause="before")
    return ends(councillor, DIED_ON, reason=EndReason.DIED)


def test_nothing_reaches_them_or_their_family_by_mail_whatever_the_clock_does(dead):
    services = given.officer(Role.MEMBERS_SERVICES)
    choose_contact(
        case=dead, private_address="robin@home.example", wants_letters=False, by=services
    )
    name_contact(case=dead, name="Rowan Alder", phone="01632 960111", by=services)
    mail.outbox.clear()

    for day in DAYS:
        everything(day)

    reached = {address for sent in mail.outbox for address in sent.to}
    assert reached.isdisjoint({dead.councillor.email, "robin@home.example"})
    theirs = Notice.objects.filter(to=dead.councillor)
    assert set(theirs.values_list("state", flat=True)) <= {State.CANCELLED}
    assert set(theirs.values_list("last_error", flat=True)) <= {Dropped.DIED}


def test_what_they_were_asked_to_sign_lapses_and_nobody_chases_it(dead):
    asked = Acknowledgement.objects.filter(councillor=dead.councillor)
    (judged,) = sort_out(asked, timezone.now()).spared
    assert judged[1] in {Spared.NOT_ASKED, Spared.NO_MAILBOX}

    everything(DAYS[0])

    assert asked.get().status == AcknowledgementStatus.LAPSED


def test_until_midnight_of_the_day_they_are_chased_for_nothing():
    councillor = given.councillor()
    given.ask_everybody(given.published())
    ends(councillor, date(2026, 11, 23), reason=EndReason.DIED)

    asked = Acknowledgement.objects.filter(councillor=councillor)

    assert sort_out(asked, timezone.now()).spared[0][1] == Spared.NO_MAILBOX
    assert not reachable(User.objects.all()).filter(pk=councillor.pk).exists()


def handed(device):
    return [Handed(device, Condition.WORN, Wipe.TO_DO)]


def test_what_a_relative_brings_is_received_and_nobody_waits_for_a_signature(dead):
    desk, device = equipment.desk(), dead.councillor.devices.first()
    told: dict[str, Any] = {"by": desk, "typed_name": desk.full_name, "confirmed_with": "password"}
    with pytest.raises(Refused, match="enter who brought it"):
        receive(handed=handed(device), **told)
    assert not Return.objects.exists()

    row = receive(handed=handed(device), brought_by="Rowan Alder", **told)

    assert row.status == ReturnStatus.UNSIGNED
    assert not Return.objects.to_sign().exists()


def test_of_their_own_device_council_data_is_removed_and_nothing_else():
    device = equipment.enrolled()
    case = ends(device.holder, DIED_ON, reason=EndReason.DIED)
    sweep()
    assert task(case, TaskKind.DEVICES).status == TaskStatus.TO_DO
    desk = equipment.desk()

    ask_removal(device=device, because=EnrolmentEnd.LEFT_OFFICE, by=desk)
    confirm_removal(device=device, by=desk)
    sweep()

    device.refresh_from_db()
    assert device.status == DeviceStatus.RELEASED
    assert not DeskTask.objects.filter(device=device, kind=DeskKind.WIPE).exists()
    assert task(case, TaskKind.DEVICES).status == TaskStatus.DONE


def test_equipment_is_asked_from_the_family_by_letter_once_they_are_named(dead):
    sweep()
    assert letters_due() == []
    services = given.officer(Role.MEMBERS_SERVICES)

    name_contact(case=dead, name="Rowan Alder", phone="01632 960111", by=services)

    assert [(due.case, due.kind) for due in letters_due()] == [(dead, LetterKind.FAMILY)]
    assert fresh(dead).contact_phone == "01632 960111"


def test_nobody_looks_for_another_address_of_theirs():
    councillor = given.councillor()
    tell(kind="account_password_changed", to=councillor, cause="before")
    notice = Notice.objects.filter(to=councillor)
    notice.update(state=State.DEAD, last_error=f"{Trouble.REFUSED} SMTPRecipientsRefused 550")
    assert Notice.objects.refused().filter(to=councillor).exists()

    ends(councillor, DIED_ON, reason=EndReason.DIED)

    assert not Notice.objects.refused().filter(to=councillor).exists()


def test_the_desk_is_asked_who_came_for_the_dead_and_has_the_name(client, dead):
    services, device = given.officer(Role.MEMBERS_SERVICES), dead.councillor.devices.first()
    where = reverse("devices:receive_devices", args=[device.asset_tag])
    client.force_login(equipment.desk())
    asked = client.get(where).text
    assert "Who brought it?" in asked
    assert "The councillor signs next" not in asked
    assert 'value="member"' not in asked

    name_contact(case=dead, name="Rowan Alder", phone="01632 960111", by=services)

    assert 'value="Rowan Alder"' in client.get(where).text
    alive = equipment.issued()
    theirs = client.get(reverse("devices:receive_devices", args=[alive.asset_tag])).text
    assert 'value="member"' in theirs
    assert "The councillor signs next" in theirs


def test_what_the_desk_enters_for_the_dead_is_who_brought_it(dead):
    desk, device = equipment.desk(), dead.councillor.devices.first()
    sent = {
        f"condition_{device.pk}": "worn",
        f"wipe_{device.pk}": "to_do",
        "typed_name": desk.full_name,
    }

    nameless = ReceiveForm(sent, devices=[device], officer=desk)
    form = ReceiveForm(sent | {"brought_by": "Rowan Alder"}, devices=[device], officer=desk)

    assert nameless.errors["brought_by"] == ["Enter the name of whoever brought it"]
    assert form.is_valid(), form.errors
    assert form.who_brought == "Rowan Alder"
