"""Two clicks and two officers at once: one recorded signature, one decision."""

from threading import Thread
from time import monotonic

import pytest
from django.db import connection, connections, transaction

from councilgov.access import Role
from councilgov.notices.models import Notice
from councilgov.records import Refused
from policies.assisting import actions
from policies.models import (
    Acknowledgement,
    AcknowledgementStatus,
    Policy,
    PolicyVersion,
    RecordedSignature,
)
from tests import given
from tests.racing import at_once

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


WAITING = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"


def is_somebody_waiting():
    """Whether a statement waits for a lock, within five seconds."""
    give_up = monotonic() + 5
    with connection.cursor() as cursor:
        while monotonic() < give_up:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return True
    return False


def test_whoever_settles_a_dispute_waits_for_the_policy_and_holds_no_version_meanwhile(
    transactional_db,
):
    councillor, version = given.councillor(), given.published()
    row = given.disputed(version, councillor)
    officer = given.officer(Role.MONITORING_OFFICER)

    def settle():
        actions.settle_dispute(acknowledgement=row, stands=False, reason="I saw it.", by=officer)
        connections.close_all()

    other = Thread(target=settle)
    with transaction.atomic():  # as publishing and taking effect lock
        Policy.objects.locked(version.policy)
        other.start()
        assert is_somebody_waiting()
        versions = PolicyVersion.objects.filter(pk=version.pk)
        assert versions.select_for_update(nowait=True, of=("self",)).get() == version
    other.join()

    row.refresh_from_db()
    assert row.status == AcknowledgementStatus.VOIDED
