"""Two clicks and two officers at once: one recorded signature, one decision."""

import pytest

from councilgov.access import Role
from councilgov.notices.models import Notice
from councilgov.records import Refused
from policies.assisting import actions
from policies.models import Acknowledgement, RecordedSignature
from tests import given
from tests.policies.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_paper_is_recorded_once_whoever_is_faster(transactional_db):
    councillor, version = given.councillor(), given.published()
    officer = given.officer(Role.MEMBERS_SERVICES)

    found = at_once(
        lambda: given.signature(version, councillor),
        *[lambda: given.recorded(version, councillor, by=officer)] * 4,
    )

    assert sum(isinstance(one, Refused) for one in found) == 4
    assert Acknowledgement.objects.get().is_signed
    told = Notice.objects.filter(kind__in=["signature_recorded", "policy_signed"])
    assert told.count() == 1


def test_two_officers_settle_a_dispute_once(transactional_db):
    councillor, version = given.councillor(), given.published()
    row = given.disputed(version, councillor)
    officer = given.officer(Role.MONITORING_OFFICER)

    found = at_once(
        *[
            lambda stands=stands: actions.settle_dispute(
                acknowledgement=row, stands=stands, reason="I saw it.", by=officer
            )
            for stands in (True, False, False, True)
        ]
    )

    assert sum(isinstance(one, RecordedSignature) for one in found) == 1
    assert version.acknowledgements.live().count() == 1
