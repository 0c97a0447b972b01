"""Two desks at once: one wins, the other is told."""

from functools import partial

import pytest
from django.db import transaction

from councilgov.ledger.models import Certificate
from councilgov.records import Refused
from devices.issuing import actions
from devices.models import Assignment, AssignmentEnd, Device, DeviceStatus, Issue, Terms
from tests import given
from tests.devices import equipment
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("desks", [2, 8])
def test_of_several_desks_that_issue_one_device_one_wins(desks):
    given.council()
    equipment.terms()
    device = equipment.device()
    people = [given.councillor() for _desk in range(desks)]

    found = at_once(
        *(
            lambda person=person: actions.issue_devices(
                devices=[device], councillor=person, by=None
            )
            for person in people
        )
    )

    (winner,) = [one for one in found if isinstance(one, Issue)]
    told = [str(one) for one in found if isinstance(one, Refused)]
    assert len(told) == desks - 1
    assert all(f"has been issued to {winner.councillor.full_name}" in words for words in told)
    assert Assignment.objects.open().get().holder == winner.councillor


def test_desks_that_issue_the_same_devices_in_another_order_never_wait_for_one_another():
    given.council()
    equipment.terms()
    devices = [equipment.device() for _n in range(4)]
    people = [given.councillor() for _n in range(4)]

    found = at_once(
        *(
            lambda person=person, order=order: actions.issue_devices(
                devices=devices[::order], councillor=person, by=None
            )
            for person, order in zip(people, [1, -1, 1, -1], strict=True)
        )
    )

    assert sum(isinstance(one, Issue) for one in found) == 1
    assert Assignment.objects.open().count() == 4


def test_two_clicks_make_one_receipt():
    issue = equipment.issue()

    found = at_once(
        *[
            lambda: actions.accept(
                issue=issue,
                by=issue.councillor,
                typed_name=issue.councillor.full_name,
                text_sha256=issue.fingerprint(),
                confirmed_with="password",
            )
        ]
        * 6
    )

    assert sum(isinstance(one, Refused) for one in found) == 5
    assert issue.assignments.get().device.status == DeviceStatus.ACTIVE


def test_of_two_who_add_the_same_tag_one_is_told():
    given.council()
    kind = equipment.kind()

    found = at_once(*[lambda: equipment.device(asset_tag="BC-1", kind=kind)] * 4)

    told = [str(one) for one in found if isinstance(one, Refused)]
    assert told == ["There is a device with this asset tag already."] * 3


def test_who_accepts_and_who_hands_back_never_wait_for_each_other_for_ever():
    for _round in range(6):
        issue = equipment.issue(equipment.device(), equipment.device())
        devices = [row.device for row in issue.assignments.order_by("-pk")]

        found = at_once(
            partial(
                actions.accept,
                issue=issue,
                by=issue.councillor,
                typed_name=issue.councillor.full_name,
                text_sha256=issue.fingerprint(),
                confirmed_with="password",
            ),
            *(partial(hand_back, device) for device in devices),
        )

        assert all(isinstance(one, Refused | Device | Certificate) for one in found)
        assert not Assignment.objects.open().filter(issue=issue).exists()


@transaction.atomic
def hand_back(device):
    device = Device.objects.locked(device)
    actions.end_assignment(device=device, because=AssignmentEnd.RETURNED, by=None)
    return device.move(DeviceStatus.RETURNED, by=None, why="Test")


def test_of_several_who_publish_the_same_terms_at_once_one_does():
    given.council()

    found = at_once(*[partial(actions.publish_terms, text="Keep it safe.", by=None)] * 4)

    told = [str(one) for one in found if isinstance(one, Refused)]
    assert Terms.objects.get().number == 1
    assert told == ["These are the terms in force. Change them first."] * 3


def test_of_several_who_publish_other_terms_at_once_each_gets_a_number():
    given.council()

    at_once(*(partial(actions.publish_terms, text=f"Terms {n}.", by=None) for n in range(4)))

    assert {terms.number for terms in Terms.objects.all()} == {1, 2, 3, 4}
