"""What was issued by mistake is taken off the record again."""

import pytest
from django.urls import reverse

from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.records import Refused
from devices.issuing.actions import decline, issue_devices
from devices.issuing.correcting import take_off_record
from devices.keeping.actions import is_to_be_wiped
from devices.models import (
    AssignmentEnd,
    DeskTask,
    Device,
    DeviceStatus,
    Issue,
    IssueStatus,
    TaskStatus,
)
from devices.returning.actions import put_in_stock
from devices.steps import steps
from tests import given
from tests.devices import equipment

WRONG_TAG = "The tag of the next one was scanned."


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        devices = equipment.device(), equipment.device()
        return equipment.desk(), equipment.issue(*devices)

    return shared(make)


@pytest.fixture
def desk(made_once):
    return made_once[0]


@pytest.fixture
def issue(made_once):
    return Issue.objects.get(pk=made_once[1].pk)


@pytest.fixture
def device(issue):
    return issue.assignments.order_by("pk")[0].device


def offered(device, user):
    return [str(step.text) for step in steps(device, user)]


def test_it_is_in_stock_again_and_nothing_is_to_be_wiped(device, desk):
    assert "It was issued by mistake" in offered(device, desk)

    device = take_off_record(device=device, reason=WRONG_TAG, by=desk)

    assert (device.status, device.holder) == (DeviceStatus.IN_STOCK, None)
    assert not is_to_be_wiped(device)
    assert device.assignments.get().ended_because == AssignmentEnd.CORRECTED
    assert Entry.objects.filter(kind="devices.issue_corrected").count() == 1
    issue_devices(devices=[device], councillor=given.councillor(), by=desk)


def test_what_is_taken_off_is_taken_off_once(device, desk):
    device = take_off_record(device=device, reason=WRONG_TAG, by=desk)

    with pytest.raises(Refused, match="on nobody’s record"):
        take_off_record(device=device, reason=WRONG_TAG, by=desk)


def test_what_was_wiped_before_is_not_to_be_wiped_again(desk):
    device = put_in_stock(device=equipment.wiped(), by=desk)
    issue = equipment.issue(device)

    device = take_off_record(device=issue.assignments.get().device, reason=WRONG_TAG, by=desk)

    assert not is_to_be_wiped(device)


def test_the_rest_of_the_hand_over_waits_to_be_accepted_as_before(issue, device, desk):
    before = issue.fingerprint()

    take_off_record(device=device, reason=WRONG_TAG, by=desk)

    issue.refresh_from_db()
    assert issue.status == IssueStatus.WAITING
    assert issue.assignments.open().count() == 1
    assert issue.fingerprint() != before


def test_a_hand_over_of_nothing_ends_and_asks_nobody(issue, desk):
    for assignment in issue.assignments.order_by("pk"):
        take_off_record(device=assignment.device, reason=WRONG_TAG, by=desk)

    issue.refresh_from_db()
    assert issue.status == IssueStatus.ENDED
    assert unwanted(Notice.objects.get(kind="equipment_issued")) == "no_longer_true"
    assert Notice.objects.filter(kind="equipment_corrected").count() == 2


def test_the_councillor_is_told_that_it_is_not_on_their_record(issue, device, desk):
    take_off_record(device=device, reason=WRONG_TAG, by=desk)

    notice = Notice.objects.get(kind="equipment_corrected")
    assert notice.to == issue.councillor
    assert str(device) in part_of(notice).body
    assert reverse("devices:equipment") in part_of(notice).body


def test_what_was_declined_because_it_never_came_is_taken_off_too(issue, device, desk):
    decline(issue=issue, reason="I never got these.", by=issue.councillor)

    for assignment in issue.assignments.order_by("pk"):
        take_off_record(device=assignment.device, reason=WRONG_TAG, by=desk)

    assert Device.objects.get(pk=device.pk).status == DeviceStatus.IN_STOCK
    assert DeskTask.objects.get(kind="hand_back").status == TaskStatus.DROPPED


@pytest.mark.parametrize("had", [equipment.issued, lambda: equipment.asked_back().device])
def test_what_somebody_has_is_received_instead(had, desk):
    device = Device.objects.get(pk=had().pk)
    assert "It was issued by mistake" not in offered(device, desk)

    with pytest.raises(Refused, match="Receive it back"):
        take_off_record(device=device, reason=WRONG_TAG, by=desk)


def test_what_is_to_be_accepted_and_asked_back_is_received_instead(device, desk):
    equipment.asked_back(device)

    with pytest.raises(Refused, match="Receive it back"):
        take_off_record(device=Device.objects.get(pk=device.pk), reason=WRONG_TAG, by=desk)


def test_the_page_asks_why_and_says_that_it_is_done(client, device, desk):
    page = reverse("devices:take_off_record", args=[device.asset_tag])
    client.force_login(desk)
    assert b"What went wrong?" in client.get(page).content

    told = client.post(page, {"reason": WRONG_TAG}, follow=True)

    assert "Recorded: it is in stock." in told.content.decode()
