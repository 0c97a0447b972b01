"""Two officers at the same moment: one decision, one finding, and no deadlock."""

import pytest
import time_machine

from breaches.deciding.actions import decide_regulator
from breaches.keeping import actions as keeping
from breaches.models import Assessment
from breaches.triaging import actions as triaging
from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice
from councilgov.records import Refused
from tests import given
from tests.breaches import reports
from tests.racing import at_once, while_it_waits

pytestmark = pytest.mark.django_db(transaction=True)


def on(day):
    return time_machine.travel(f"{day}T12:00:00Z", tick=True)


def test_two_who_decide_at_once_leave_one_decision(transactional_db):
    given.council()
    row = reports.advised(reports.confirmed())
    deciders = [given.officer(Role.MONITORING_OFFICER) for _ in range(4)]

    found = at_once(
        *[
            lambda by=by, told=told: decide_regulator(
                assessment=row, is_notifiable=told, reason="Why.", by=by, seen="undecided"
            )
            for by, told in zip(deciders, (True, False, True, False), strict=True)
        ]
    )

    assert sum(isinstance(one, Refused) for one in found) == 3
    (done,) = [one for one in found if isinstance(one, Assessment)]
    row.refresh_from_db()
    assert (row.regulator, row.regulator_decided_by) == (done.regulator, done.regulator_decided_by)


def test_who_dismisses_and_who_decides_at_once_never_leave_a_dismissed_case_to_tell(
    transactional_db,
):
    given.council()
    decider, officer = reports.decider(), reports.handler()
    row = reports.confirmed()

    at_once(
        lambda: reports.notifiable(row, by=decider),
        lambda: triaging.rule(
            incident=row.incident, finding="not_personal", reason="Empty.", by=officer
        ),
    )

    row = Assessment.objects.with_row().get()
    assert (row.incident.status, row.regulator) in {
        ("confirmed", "notifiable"),
        ("not_personal", "undecided"),
    }


def test_two_who_find_the_same_start_one_clock(transactional_db):
    given.council()
    given.officer(Role.MONITORING_OFFICER)
    incident = reports.reported()
    officers = [reports.handler() for _ in range(4)]

    at_once(
        *[
            lambda by=by: triaging.rule(
                incident=incident, finding="confirmed", reason="A name.", by=by
            )
            for by in officers
        ]
    )

    assert Assessment.objects.count() == 1
    assert Notice.objects.filter(kind="incident_to_decide").count() == 1


def test_what_is_opened_again_while_the_clock_waits_for_it_is_not_erased(transactional_db):
    given.council()
    officer = reports.handler()
    incident = reports.dismissed(reports.reported())
    with on("2032-10-26"):
        keeping.announce()

    with on("2032-11-23"), while_it_waits(keeping.erase_due, for_=incident):
        triaging.reopen(incident=incident, reason="Somebody rang.", by=officer)

    incident.refresh_from_db()
    assert (incident.status, incident.erased_at) == ("triage", None)


def test_two_clocks_at_once_erase_each_report_once(transactional_db):
    given.council()
    for _n in range(3):
        reports.dismissed(reports.reported())
    with on("2032-10-26"):
        keeping.announce()

    with on("2032-11-23"):
        counts = at_once(keeping.erase_due, keeping.erase_due)

    assert sum(counts) == 3
    assert Entry.objects.filter(kind="breaches.incident_erased").count() == 3
