"""Issuing, accepting and declining."""

import pytest

from councilgov.records import Refused
from devices.issuing import actions
from devices.models import DeviceStatus, IssueStatus
from tests import given
from tests.devices import equipment


def test_what_is_issued_is_accepted_with_one_signature():
    issue = equipment.accepted(equipment.device(), equipment.device())

    assert issue.status == IssueStatus.ACCEPTED
    assert {row.device.status for row in issue.assignments.all()} == {DeviceStatus.ACTIVE}


def test_a_device_that_somebody_has_is_not_issued_again():
    device = equipment.issued()

    with pytest.raises(Refused, match="has been issued to"):
        actions.issue_devices(devices=[device], councillor=given.councillor(), by=None)
