"""Issuing, accepting and declining."""

import hashlib
from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import IntegrityError, InternalError
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from councilgov.ledger.certificates import lines_of, statement_of
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.people import actions as people
from councilgov.people.models import EndReason
from councilgov.records import Refused
from devices.issuing import actions
from devices.issuing.sweeping import remind_to_accept
from devices.models import (
    Assignment,
    AssignmentEnd,
    DeskTask,
    DeviceStatus,
    Issue,
    IssueKind,
    IssueStatus,
    Manner,
    TaskKind,
    TaskStatus,
    Terms,
)
from devices.reclaiming.actions import cancel_return
from tests import given
from tests.devices import equipment
from tests.devices.losses import cases


def said_by(certificate):
    """What a receipt says, by its labels."""
    lines = lines_of(statement_of(certificate) or {}, certificate.texts)
    return {line.label: line.text for line in lines}


def accept(issue, **changes):
    usual = {
        "by": issue.councillor,
        "typed_name": issue.councillor.full_name,
        "text_sha256": issue.fingerprint(),
        "confirmed_with": "password",
    }
    return actions.accept(issue=issue, **usual | changes)


def at_desk(issue, **changes):
    usual = {
        "by": equipment.desk(),
        "typed_name": issue.councillor.full_name,
        "known_from": "Council pass",
        "text_sha256": issue.fingerprint(),
        "confirmed_with": "password",
    }
    return actions.accept_at_desk(issue=issue, **usual | changes)


def decline(issue, reason="The screen is broken."):
    return actions.decline(issue=issue, reason=reason, by=issue.councillor)


def test_what_is_issued_is_accepted_with_one_signature():
    issue = equipment.accepted(equipment.device(), equipment.device())

    assert issue.status == IssueStatus.ACCEPTED
    assert {row.device.status for row in issue.assignments.all()} == {DeviceStatus.ACTIVE}
    assert all(row.accepted_at == issue.signed_at for row in issue.assignments.all())


def test_an_issue_is_evidence_of_which_devices_on_which_terms():
    devices = [equipment.device(), equipment.device()]
    issue = equipment.issue(*devices)

    facts = Entry.objects.about(issue).get(kind="devices.issued").details
    assert facts["devices"] == [device.pk for device in devices]
    assert facts["terms_sha256"] == hashlib.sha256(b"Keep it safe.").hexdigest()


def test_a_receipt_says_what_was_accepted_without_a_name_in_the_ledger():
    issue = equipment.issue(equipment.device(asset_tag="BC-5", serial="SN1", accessories=["case"]))
    certificate = accept(issue)

    lines = said_by(certificate)
    assert lines["Equipment"] == "iPad Air, asset tag BC-5, serial number SN1, with case"
    assert lines["Accepted by"] == issue.councillor.full_name
    entry = Entry.objects.about(issue).get(kind="devices.accepted")
    assert issue.councillor.full_name not in entry.facts
    assert entry.details["confirmed_with"] == "password"


def test_a_receipt_names_twenty_devices(client):
    issue = equipment.accepted(*(equipment.device(serial=f"SERIAL{n}") for n in range(20)))
    client.force_login(issue.councillor)

    file = client.get(reverse("devices:receipt", args=[issue.pk]))

    assert file.content.startswith(b"%PDF")
    (text,) = {"".join(page.extract_text() for page in PdfReader(BytesIO(file.content)).pages)}
    assert "SERIAL19" in text


def test_the_councillor_is_told_when_it_is_issued_and_when_it_is_accepted():
    issue = equipment.accepted()

    kinds = set(Notice.objects.filter(to=issue.councillor).values_list("kind", flat=True))
    assert {"equipment_issued", "equipment_accepted"} <= kinds


@pytest.mark.parametrize(
    "status",
    [DeviceStatus.LOST, DeviceStatus.STOLEN, DeviceStatus.WRITTEN_OFF, DeviceStatus.IN_WORKSHOP],
)
def test_a_device_that_is_not_in_stock_is_not_issued(status):
    given.council()
    equipment.terms()
    device = equipment.device()
    device.move(status, by=None, why="Test")

    with pytest.raises(Refused, match=r"Issue can’t be done|Put it in stock first"):
        equipment.issue(device)


def test_a_device_that_somebody_has_is_not_issued_again():
    device = equipment.issued()

    with pytest.raises(Refused, match="has been issued to") as refusal:
        equipment.issue(device)

    assert device.holder.full_name in str(refusal.value)


def test_nothing_is_issued_to_somebody_whose_term_ended():
    given.council()
    councillor = given.councillor()
    people.end_term(
        term=councillor.terms.get(),
        ends_at=timezone.now(),
        reason=EndReason.RESIGNED,
        by=None,
    )

    with pytest.raises(Refused, match="is not in office now"):
        equipment.issue(equipment.device(), holder=councillor)


def test_of_an_issue_with_one_wrong_device_nothing_is_issued():
    lost, good = equipment.device(), equipment.device()
    lost.move(DeviceStatus.LOST, by=None, why="Test")

    with pytest.raises(Refused):
        equipment.issue(good, lost)

    good.refresh_from_db()
    assert good.status == DeviceStatus.IN_STOCK


def test_nothing_is_no_issue():
    given.council()
    equipment.terms()

    with pytest.raises(Refused, match="at least one device"):
        actions.issue_devices(devices=[], councillor=given.councillor(), by=None)


def test_before_there_are_terms_nothing_is_issued():
    given.council()

    with pytest.raises(Refused, match="no terms of equipment yet"):
        actions.issue_devices(devices=[equipment.device()], councillor=given.councillor(), by=None)


@pytest.mark.parametrize("name", ["", "  ", "Somebody Else"])
def test_another_name_accepts_nothing(name):
    with pytest.raises(Refused, match="Type your"):
        accept(equipment.issue(), typed_name=name)


def test_somebody_elses_equipment_is_not_accepted():
    issue = equipment.issue()

    with pytest.raises(Refused, match="Only the councillor"):
        accept(issue, by=given.councillor())


def test_what_was_accepted_is_not_accepted_again():
    issue = equipment.accepted()

    with pytest.raises(Refused, match="Accepting can’t be done"):
        accept(issue)


def test_a_list_that_changed_while_it_was_read_is_read_again():
    issue = equipment.issue(equipment.device(), equipment.device())
    read = issue.fingerprint()
    device = issue.assignments.last().device
    actions.end_assignment(device=device, because=AssignmentEnd.CORRECTED, by=None)

    with pytest.raises(actions.TermsChanged):
        accept(issue, text_sha256=read)


def test_what_came_with_a_device_is_part_of_what_is_signed():
    issue = equipment.issue(equipment.device(accessories=["charger"]))
    read = issue.fingerprint()
    device = issue.assignments.get().device
    device.accessories = ["charger", "pen"]
    device.keep(by=None, why="Test")

    with pytest.raises(actions.TermsChanged):
        accept(issue, text_sha256=read)


def test_what_was_signed_is_part_of_the_evidence():
    issue = equipment.issue()
    read = issue.fingerprint()
    accept(issue)

    entry = Entry.objects.about(issue).get(kind="devices.accepted")
    assert entry.details["text_sha256"] == read


def test_nobody_signs_that_they_have_what_was_lost_before_they_accepted_it():
    issue = equipment.issue(equipment.device(serial="SN1"), equipment.device(serial="SN2"))
    lost = issue.assignments.get(device__serial="SN1")
    cases.report(lost.device)

    certificate = accept(issue)

    statuses = {row.device.status for row in issue.assignments.all()}
    assert statuses == {DeviceStatus.LOST, DeviceStatus.ACTIVE}
    assert issue.assignments.get(pk=lost.pk).accepted_at is None
    assert "SN1" not in said_by(certificate)["Equipment"]
    assert Entry.objects.about(issue).get(kind="devices.accepted").details["devices"] == [
        issue.assignments.exclude(pk=lost.pk).get().device_id
    ]


@pytest.mark.parametrize("act", [accept, decline])
def test_of_what_is_missing_altogether_nothing_is_accepted_or_declined(act):
    issue = equipment.issue()
    cases.report(issue.assignments.get().device, kind="stolen")

    with pytest.raises(Refused, match="It is missing"):
        act(issue)


def test_nobody_is_reminded_to_accept_what_is_missing():
    issue = equipment.issue()
    late = timezone.now() + timedelta(days=20)
    assert Issue.objects.late(late).get() == issue

    cases.report(issue.assignments.get().device, kind="stolen")

    assert not Issue.objects.late(late).exists()
    assert unwanted(Notice.objects.get(kind="equipment_issued")) == "no_longer_true"


def test_nobody_is_reminded_to_accept_what_is_asked_back():
    issue = equipment.issue(equipment.device(), equipment.device())
    first, second = (row.device for row in issue.assignments.all())
    late = timezone.now() + timedelta(days=20)

    equipment.asked_back(first)
    assert Issue.objects.late(late).get() == issue
    request = equipment.asked_back(second)

    assert not Issue.objects.late(late).exists()
    told = Notice.objects.get(kind="equipment_issued")
    assert unwanted(told) == "no_longer_true"
    cancel_return(request=request, reason="They stay.", by=None)
    assert not unwanted(told)


@pytest.mark.parametrize(
    ("because", "task"),
    [
        (AssignmentEnd.RETURNED, TaskStatus.DONE),
        (AssignmentEnd.WRITTEN_OFF, TaskStatus.DROPPED),
    ],
)
def test_only_what_came_back_was_collected(because, task):
    issue = equipment.issue()
    decline(issue)

    actions.end_assignment(device=issue.assignments.get().device, because=because, by=None)

    issue.refresh_from_db()
    assert issue.get_status_display() == "Ended before it was accepted"
    assert DeskTask.objects.get(kind=TaskKind.HAND_BACK).status == task


@pytest.mark.parametrize(
    ("kind", "due", "heading", "told", "given_as"),
    [
        (IssueKind.NEW, None, "Equipment issued on", "has issued this equipment to you:", None),
        (
            IssueKind.LOAN,
            date(2026, 12, 4),
            "Equipment lent on",
            "lends you this equipment until 4 December 2026:",
            "Lent until 4 December 2026",
        ),
        (IssueKind.LOAN, None, "Equipment lent on", "lends you", "Lent while another is away"),
        (
            IssueKind.HELD,
            None,
            "Equipment held already",
            "has it on record that you have",
            "Held already, entered later",
        ),
    ],
)
def test_a_loan_is_called_a_loan_wherever_it_is_signed_for(kind, due, heading, told, given_as):
    given.council()
    equipment.terms()
    issue = actions.issue_devices(
        devices=[equipment.device()],
        councillor=given.councillor(),
        by=None,
        kind=kind,
        due_back_on=due,
    )
    mail = part_of(Notice.objects.get(kind="equipment_issued")).body

    certificate = accept(issue)

    assert issue.heading.startswith(heading)
    assert told in mail
    assert said_by(certificate).get("Given as") == given_as
    assert Entry.objects.about(issue).get(kind="devices.accepted").details["kind"] == kind


def test_until_when_it_is_lent_is_part_of_what_is_signed():
    issue = equipment.issue()
    read = issue.fingerprint()
    issue.kind, issue.due_back_on = IssueKind.LOAN, date(2026, 12, 4)
    issue.keep(by=None, why="Test")

    with pytest.raises(actions.TermsChanged):
        accept(issue, text_sha256=read)


def test_who_signs_at_the_desk_is_asked_by_mail_only_if_they_have_not():
    given.council()
    equipment.terms()
    issue = actions.issue_devices(
        devices=[equipment.device()], councillor=given.councillor(), by=None, signs_here=True
    )
    notice = Notice.objects.get(kind="equipment_issued")
    assert notice.due_at == issue.issued_at + actions.A_WHILE

    at_desk(issue)

    assert unwanted(notice) == "no_longer_true"


def test_a_councillor_signs_at_the_desk_before_an_officer():
    issue = equipment.issue()
    officer = equipment.desk()

    certificate = at_desk(issue, by=officer)

    issue.refresh_from_db()
    assert (issue.manner, issue.witnessed_by) == (Manner.DESK, officer)
    assert officer.full_name in statement_of(certificate)["about"][-1]


def test_nobody_witnesses_their_own_signature():
    issue = equipment.issue()

    with pytest.raises(Refused, match="their own signature"):
        at_desk(issue, by=issue.councillor)


def test_what_is_declined_stays_on_record_and_the_desk_collects_it():
    issue = equipment.issue()
    decline(issue)

    device = issue.assignments.get().device
    assert (device.status, device.holder) == (DeviceStatus.RETURN_DUE, issue.councillor)
    assert DeskTask.objects.open().about(issue).get().kind == TaskKind.HAND_BACK


def test_the_reason_for_declining_is_no_fact_of_the_ledger():
    issue = decline(equipment.issue(), "My dog bit it.")

    assert "dog" not in Entry.objects.about(issue).get(kind="devices.declined").facts


def test_a_lost_device_of_a_declined_issue_stays_lost():
    issue = equipment.issue(equipment.device(), equipment.device())
    lost = issue.assignments.first()
    cases.report(lost.device)

    decline(issue)

    lost.device.refresh_from_db()
    assert lost.device.status == DeviceStatus.LOST


def test_somebody_else_does_not_decline():
    with pytest.raises(Refused, match="Only the councillor"):
        actions.decline(issue=equipment.issue(), reason="No", by=given.councillor())


def test_declining_needs_a_reason():
    with pytest.raises(IntegrityError, match="declined_with_reason"):
        decline(equipment.issue(), " ")


def test_who_declined_may_still_accept_and_the_desk_collects_nothing():
    issue = decline(equipment.issue())
    accept(issue)

    assert issue.assignments.get().device.status == DeviceStatus.ACTIVE
    assert DeskTask.objects.about(issue).get().status == TaskStatus.DROPPED


def test_an_issue_of_which_nothing_is_left_ends():
    issue = decline(equipment.issue())
    device = issue.assignments.get().device

    actions.end_assignment(device=device, because=AssignmentEnd.RETURNED, by=None)

    issue.refresh_from_db()
    assert issue.status == IssueStatus.ENDED
    assert DeskTask.objects.about(issue).get().status == TaskStatus.DONE


def test_an_issue_of_which_something_is_left_goes_on():
    issue = equipment.issue(equipment.device(), equipment.device())
    device = issue.assignments.first().device

    actions.end_assignment(device=device, because=AssignmentEnd.RETURNED, by=None)

    issue.refresh_from_db()
    assert issue.status == IssueStatus.WAITING


def test_a_device_of_nobody_has_no_assignment_to_end():
    device = equipment.device()

    assert actions.end_assignment(device=device, because=AssignmentEnd.RETURNED, by=None) is None


@pytest.mark.parametrize(
    "change", [{"statement": "I agree to nothing."}, {"due_back_on": date(2027, 1, 29)}]
)
def test_a_signature_stays_as_it_was_made(change):
    issue = equipment.accepted()
    for field, value in change.items():
        setattr(issue, field, value)

    with pytest.raises((InternalError, IntegrityError), match="stays as it was signed"):
        issue.save()


def test_a_signers_name_may_be_erased():
    issue = equipment.accepted()
    issue.typed_name = "(erased)"

    issue.save()

    issue.refresh_from_db()
    assert issue.typed_name == "(erased)"


def test_terms_never_change():
    terms = equipment.terms()
    terms.text = "Keep it as you like."

    with pytest.raises((InternalError, IntegrityError), match="stays as it was written"):
        terms.save()


def test_new_terms_get_the_next_number_and_older_issues_keep_theirs():
    issue = equipment.issue()

    second = actions.publish_terms(text="Keep it safer.\r\n", by=None)

    issue.refresh_from_db()
    assert (second.number, second.text, issue.terms.number) == (2, "Keep it safer.", 1)


def test_the_same_terms_are_not_published_twice():
    equipment.terms()

    with pytest.raises(Refused, match="the terms in force"):
        actions.publish_terms(text="Keep it safe. ", by=None)
    assert Terms.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"status": IssueStatus.ACCEPTED}, "signed_when_accepted"),
        ({"status": IssueStatus.DECLINED}, "declined_when_so"),
        ({"typed_name": "Robin Alder"}, "name_when_signed"),
        ({"manner": Manner.ACCOUNT}, "manner_when_signed"),
        ({"known_from": "Pass"}, "known_from_at_the_desk"),
        ({"witnessed_at": timezone.now(), "manner": ""}, "witness"),
        ({"decline_reason": "No"}, "declined_with_reason"),
        ({"due_back_on": date(2026, 12, 1)}, "due_back_of_loans"),
        ({"status": "nonsense"}, "status_known"),
        ({"kind": "nonsense"}, "kind_known"),
    ],
)
def test_the_database_refuses_half_an_issue(values, constraint):
    issue = equipment.issue()
    for name, value in values.items():
        setattr(issue, name, value)

    with pytest.raises(IntegrityError, match=f"devices_issue_{constraint}"):
        issue.save()


def test_the_database_refuses_a_second_open_assignment():
    first = equipment.issue().assignments.get()
    second = Assignment(
        device=first.device,
        holder=given.councillor(),
        issue=first.issue,
        began_at=timezone.now(),
    )

    with pytest.raises(Refused, match="Somebody has this device already"):
        second.keep(by=None, why="Test")


@pytest.mark.parametrize(
    ("day", "reminders"),
    [("2026-11-30", 0), ("2026-12-01", 1), ("2026-12-07", 1), ("2026-12-20", 1)],
    ids=["the last day", "the day after", "the same week", "the worker was down"],
)
def test_who_has_not_accepted_is_reminded_the_day_after(day, reminders):
    equipment.issue()

    with time_machine.travel(f"{day} 12:00Z", tick=True):
        assert remind_to_accept() == reminders
        assert remind_to_accept() == 0


def test_a_reminder_goes_each_week_until_it_is_accepted():
    issue = equipment.issue()
    for day in ("2026-12-01", "2026-12-08"):
        with time_machine.travel(f"{day} 12:00Z", tick=True):
            remind_to_accept()
    reminder = Notice.objects.filter(kind="equipment_reminder").latest("due_at")
    assert not unwanted(reminder)

    accept(issue)

    assert unwanted(reminder) == "no_longer_true"
    with time_machine.travel("2026-12-15 12:00Z", tick=True):
        assert remind_to_accept() == 0


def test_nobody_is_reminded_after_leaving_office():
    issue = equipment.issue()
    people.end_term(
        term=issue.councillor.terms.get(),
        ends_at=timezone.now(),
        reason=EndReason.RESIGNED,
        by=None,
    )

    with time_machine.travel("2026-12-01 12:00Z", tick=True):
        assert remind_to_accept() == 0
    assert Issue.objects.waiting().count() == 1


def test_what_is_damaged_before_it_is_declined_stays_damaged():
    issue = equipment.issue()
    device = issue.assignments.get().device
    device.status = DeviceStatus.DAMAGED
    device.keep(by=None, why="Test")

    actions.decline(issue=issue, reason="Broken", by=issue.councillor)

    device.refresh_from_db()
    assert device.status == DeviceStatus.DAMAGED
