"""Access holds: decided by a person, undone by signing, never without the council's decision."""

from datetime import date, timedelta
from functools import partial

import pytest
import time_machine
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.people import actions as people
from councilgov.people.models import EndReason
from councilgov.records import Refused
from policies.deciding import actions as deciding
from policies.exempting.actions import grant_exemptions
from policies.holding import actions
from policies.models import AccessHold, Acknowledgement, HoldStatus, Service
from policies.signatures import actions as signatures
from policies.tasks import ask_newcomers
from tests import given

DECISION = "Council, 3 March 2026, minute 12"
LATE = time_machine.travel("2027-01-20 10:00Z", tick=True)
"""28 days after 21 December, by which a request of 23 November is due, and more."""


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council(holds_decision=DECISION)
        councillor = given.councillor()
        roles = (Role.MEMBERS_SERVICES, Role.MONITORING_OFFICER, Role.ICT_DESK)
        return given.published(), councillor, *map(given.officer, roles)

    return shared(make)


@pytest.fixture(autouse=True)
def _late():
    with LATE:
        yield


@pytest.fixture
def version(made_once):
    return made_once[0]


@pytest.fixture
def councillor(made_once):
    return made_once[1]


@pytest.fixture
def services(made_once):
    return made_once[2]


@pytest.fixture
def monitoring(made_once):
    return made_once[3]


@pytest.fixture
def desk(made_once):
    return made_once[4]


@pytest.fixture
def asked(version):
    return Acknowledgement.objects.get(version=version)


@pytest.fixture
def propose(asked, services):
    fields = {"services": [Service.CHAT], "reason": "Asked six times.", "by": services}
    return partial(actions.propose_hold, acknowledgement=asked, **fields)


@pytest.fixture
def ordered(propose, monitoring):
    return actions.order_hold(hold=propose(), reason="No answer in two months.", by=monitoring)


@pytest.fixture
def in_place(ordered, desk):
    return actions.carry_out_hold(hold=ordered, by=desk)


def told(kind):
    return [notice.to for notice in Notice.objects.filter(kind=kind).order_by("pk")]


def kinds_of(hold):
    entries = Entry.objects.about(hold).order_by("pk")
    return [entry.kind.removeprefix("policies.hold_") for entry in entries]


# Proposing


def test_a_proposal_cites_the_councils_decision_and_goes_to_the_monitoring_officer(
    propose, monitoring
):
    hold = propose()

    assert (hold.status, hold.authority) == (HoldStatus.PROPOSED, DECISION)
    assert told("hold_proposed") == [monitoring]
    assert told("hold_told") == told("hold_ordered") == []


def test_without_the_councils_decision_nobody_proposes_anything(propose):
    given.council(holds_decision="")

    with pytest.raises(Refused, match="The council has not decided"):
        propose()


@pytest.mark.parametrize(("day", "is_refused"), [("2027-01-17", True), ("2027-01-18", False)])
def test_a_hold_may_be_proposed_28_days_after_the_due_day(propose, day, is_refused):
    with time_machine.travel(f"{day} 12:00Z"):
        if is_refused:
            with pytest.raises(Refused, match="from 18 January 2027, not earlier"):
                propose()
        else:
            assert propose()


def test_who_has_signed_is_not_held(propose, version, councillor):
    given.signature(version, councillor)

    with pytest.raises(Refused, match="Nothing is to be signed here any more"):
        propose()


def test_a_second_hold_is_refused_while_one_is_open(propose):
    propose()

    with pytest.raises(Refused, match="proposed or in place for them already"):
        propose()


@pytest.mark.parametrize("cut", [["summons"], ["portal", "chat"], []])
def test_the_database_cuts_nothing_but_what_it_may(asked, services, cut):
    hold = AccessHold(acknowledgement=asked, services=cut, authority="Council", proposal="Late")
    hold.proposed_at, hold.proposed_by = timezone.now(), services

    with pytest.raises(IntegrityError, match="cuts_"):
        hold.save()


# Deciding


def test_an_order_tells_the_desk_and_the_councillor(ordered, desk, councillor):
    assert ordered.status == HoldStatus.ORDERED
    assert told("hold_ordered") == [desk]
    assert told("hold_told") == [councillor]


def test_a_refusal_tells_the_councillor_nothing(propose, monitoring):
    hold = actions.refuse_hold(hold=propose(), reason="They are ill.", by=monitoring)

    assert hold.status == HoldStatus.REFUSED
    assert told("hold_told") == []


def test_whoever_proposes_does_not_decide(propose, monitoring):
    hold = propose(by=monitoring)

    with pytest.raises(Refused, match="Somebody other than whoever proposed"):
        actions.order_hold(hold=hold, reason="Because.", by=monitoring)


def test_a_hold_is_decided_once(ordered, monitoring):
    with pytest.raises(Refused, match="is ordered"):
        actions.order_hold(hold=ordered, reason="Again.", by=monitoring)


def test_who_signed_meanwhile_is_not_held(propose, version, councillor, monitoring):
    hold = propose()
    given.signature(version, councillor)

    with pytest.raises(Refused):
        actions.order_hold(hold=hold, reason="Because.", by=monitoring)

    hold.refresh_from_db()
    assert hold.status == HoldStatus.DROPPED


def test_the_proposal_is_not_sent_once_it_is_decided(propose, monitoring):
    hold = propose()
    (notice,) = Notice.objects.filter(kind="hold_proposed")
    assert unwanted(notice) == ""

    actions.refuse_hold(hold=hold, reason="They are ill.", by=monitoring)

    assert unwanted(notice) == "no_longer_true"


# Lifting


def test_signing_lifts_a_hold_in_the_same_act(in_place, version, councillor, desk):
    given.signature(version, councillor)

    in_place.refresh_from_db()
    assert in_place.status == HoldStatus.LIFTED
    assert in_place.lifted_because == "The councillor signed."
    assert in_place.lifted_by == councillor
    assert told("hold_lifted") == [desk]
    assert told("hold_lifted_told") == [councillor]


def test_a_signature_that_fails_lifts_nothing(in_place, version, councillor):
    with pytest.raises(Refused):
        given.signature(version, councillor, typed_name="Somebody Else")

    in_place.refresh_from_db()
    assert in_place.status == HoldStatus.IN_PLACE


def test_what_the_desk_has_not_begun_is_dropped(ordered, version, councillor):
    (notice,) = Notice.objects.filter(kind="hold_ordered")
    assert unwanted(notice) == ""

    given.signature(version, councillor)

    ordered.refresh_from_db()
    assert ordered.status == HoldStatus.DROPPED
    assert unwanted(notice) == "no_longer_true"


def test_a_proposal_that_is_dropped_tells_nobody(propose, version, councillor):
    propose()

    given.signature(version, councillor)

    assert told("hold_lifted") == told("hold_lifted_told") == []


def test_the_monitoring_officer_may_lift_a_hold_at_any_time(in_place, monitoring, desk, councillor):
    hold = actions.lift_hold(hold=in_place, reason="They are in hospital.", by=monitoring)
    hold = actions.undo_hold(hold=hold, by=desk)

    assert hold.status == HoldStatus.UNDONE
    assert hold.lifted_by == monitoring
    assert told("hold_undone") == [councillor]


def test_every_step_is_evidence(in_place, monitoring, desk):
    actions.lift_hold(hold=in_place, reason="Enough.", by=monitoring)
    actions.undo_hold(hold=in_place, by=desk)

    assert kinds_of(in_place) == ["proposed", "ordered", "done", "lifted", "undone"]


def test_an_exemption_lifts_a_hold_in_the_same_act(in_place, asked, councillor, monitoring, desk):
    grant_exemptions(
        councillor=councillor,
        requests=[asked],
        until=date(2027, 2, 1),
        reason="They are in hospital.",
        by=monitoring,
    )

    in_place.refresh_from_db()
    assert in_place.status == HoldStatus.LIFTED
    assert told("hold_lifted") == [desk]


def test_a_hold_is_pointless_once_its_request_was_replaced(in_place, asked):
    asked.move("superseded", by=None, why="Test")

    assert actions.release_pointless() == 1
    assert actions.release_pointless() == 0

    in_place.refresh_from_db()
    assert (in_place.status, in_place.lifted_by) == (HoldStatus.LIFTED, None)


def test_a_hold_is_pointless_once_its_councillor_has_left_office(propose, councillor):
    hold = propose()
    now = timezone.now()
    people.end_term(term=councillor.terms.get(), ends_at=now, reason=EndReason.RESIGNED, by=None)

    with time_machine.travel(now + timedelta(minutes=1)):
        assert actions.release_pointless() == 1

    hold.refresh_from_db()
    assert hold.status == HoldStatus.DROPPED


def decline(version, councillor, **_others):
    signatures.decline(version=version, by=councillor, reason="I will not.")


def withdraw(version, monitoring, **_others):
    deciding.withdraw(version=version, reason="Unlawful", by=monitoring)


def replace(version, **_others):
    given.next_version(version)


def leave(councillor, **_others):
    now = timezone.now()
    people.end_term(term=councillor.terms.get(), ends_at=now, reason=EndReason.RESIGNED, by=None)
    with time_machine.travel(now + timedelta(minutes=1)):
        ask_newcomers()


@pytest.mark.parametrize("act", [decline, withdraw, replace, leave])
def test_whatever_ends_the_request_lifts_a_hold_in_the_same_act(
    in_place, version, councillor, monitoring, act
):
    act(version=version, councillor=councillor, monitoring=monitoring)

    in_place.refresh_from_db()
    assert in_place.status == HoldStatus.LIFTED
    assert told("hold_lifted_told") == [councillor]


def test_nothing_is_ordered_once_the_council_has_taken_its_decision_back(propose, monitoring):
    hold = propose()
    given.council(holds_decision="")

    with pytest.raises(Refused, match="has not decided that access may be held back"):
        actions.order_hold(hold=hold, reason="No answer.", by=monitoring)


def test_what_has_still_a_point_stays(in_place):
    assert actions.release_pointless() == 0
    assert in_place.status == HoldStatus.IN_PLACE


# The database


@pytest.mark.parametrize(
    "change",
    [
        {"services": ["shared_files"]},
        {"authority": "Another decision"},
        {"proposal": "Another reason"},
        {"proposed_at": timezone.now()},
        {"reasons": "Other reasons"},
        {"decided_at": timezone.now()},
        {"done_at": timezone.now()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_database_keeps_what_was_written(in_place, change):
    rows = models.QuerySet(AccessHold).filter(pk=in_place.pk)

    with pytest.raises(IntegrityError, match="stays as it was written"), transaction.atomic():
        rows.update(**change)


def test_the_database_keeps_who_lifted_a_hold(in_place, monitoring, desk):
    hold = actions.lift_hold(hold=in_place, reason="Enough.", by=monitoring)
    rows = models.QuerySet(AccessHold).filter(pk=hold.pk)

    with pytest.raises(IntegrityError, match="stays as it was written"), transaction.atomic():
        rows.update(lifted_by=desk)


def test_the_database_deletes_no_hold(in_place):
    with pytest.raises(IntegrityError, match="is kept"):
        in_place.delete()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"status": "in_place"}, "done_when_in_place|decided_when_ordered"),
        ({"status": "ordered"}, "decided_when_ordered"),
        ({"status": "sleeping"}, "status_known"),
        ({"lifted_because": "A whim"}, "reason_when_lifted"),
        ({"lifted_by": 1}, "lifted_by_when_lifted"),
        ({"reasons": "Some"}, "reasons_when_decided"),
        ({"undone_at": timezone.now()}, "undone_at_together|undone_when_undone"),
    ],
)
def test_the_database_holds_the_row_together(propose, change, name):
    rows = models.QuerySet(AccessHold).filter(pk=propose().pk)

    with pytest.raises(IntegrityError, match=name):
        rows.update(**change)
