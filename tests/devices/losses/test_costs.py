"""Who pays: proposed, commented on, decided with reasons, appealed against; never charged."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.records import Refused
from devices.costs import actions
from devices.losses import ending
from devices.models import CostStatus, Loss
from tests import given
from tests.devices import equipment
from tests.devices.losses import cases

LATER = time_machine.travel("2026-12-01 10:00Z", tick=True)
"""The day after the fifth working day from 23 November."""


@pytest.fixture
def loss(device):
    return cases.report(device)


def propose(loss, desk, **details):
    usual: dict[str, Any] = {
        "route": "allowance",
        "amount": Decimal("349.99"),
        "reason": "No home contents cover.",
    }
    return actions.propose_cost(loss=loss, by=desk, **usual | details)


def decide(loss, desk, **details):
    usual: dict[str, Any] = {
        "route": "allowance",
        "amount": Decimal(200),
        "reason": "Half of its value.",
    }
    return actions.decide_cost(loss=loss, by=desk, **usual | details)


def agree(cost, by):
    return actions.agree_to_deduction(loss=cost.loss, decision=cost.decision, by=by)


@pytest.fixture
def decided(loss, councillor, desk):
    propose(loss, desk)
    actions.comment_on_cost(loss=loss, comment="My insurer refused.", by=councillor)
    return decide(loss, desk)


def test_a_proposal_gives_the_councillor_five_working_days(loss, desk, councillor, told):
    cost = propose(loss, desk)

    assert cost.comment_before == date(2026, 11, 30)
    assert told("cost_proposed") == [councillor]
    assert cost.is_to_comment(date(2026, 11, 30))
    assert not cost.is_to_comment(date(2026, 12, 1))


def test_nothing_is_decided_before_the_councillor_was_heard(loss, desk):
    propose(loss, desk)

    with pytest.raises(Refused, match="may comment until 30 November 2026"):
        decide(loss, desk)


def test_it_is_decided_once_they_commented(loss, councillor, desk, told):
    propose(loss, desk)

    actions.comment_on_cost(loss=loss, comment="My insurer refused.", by=councillor)
    cost = decide(loss, desk)

    assert told("cost_commented") == [desk]
    assert (cost.status, cost.amount, cost.decided_by) == (CostStatus.DECIDED, 200, desk)
    assert told("cost_decided") == [councillor]


def test_it_is_decided_when_their_time_has_passed(loss, desk):
    propose(loss, desk)

    with LATER:
        assert decide(loss, desk).status == CostStatus.DECIDED


@pytest.mark.parametrize(("route", "amount"), [("council", 349), ("none", 0)])
def test_what_costs_them_nothing_needs_no_waiting(loss, desk, route, amount):
    propose(loss, desk)

    assert decide(loss, desk, route=route, amount=Decimal(amount)).status == CostStatus.DECIDED


def test_where_nobody_had_it_the_council_pays_or_nobody(desk):
    loss = cases.report(equipment.device(), by=desk)
    with pytest.raises(Refused, match="Nobody had this device") as refused:
        propose(loss, desk, route="insurer")
    assert refused.value.field == "route"
    propose(loss, desk, route="council")

    with pytest.raises(Refused, match="Nobody had this device"):
        decide(loss, desk, route="allowance")
    assert decide(loss, desk, route="council").status == CostStatus.DECIDED


@pytest.mark.parametrize(
    ("proposed", "decided", "is_heard"),
    [
        (("council", 900), ("allowance", 900), False),
        (("none", 0), ("insurer", 5), False),
        (("insurer", 300), ("allowance", 300), False),
        (("allowance", 300), ("allowance", "300.01"), False),
        (("insurer", 300), ("insurer", 301), False),
        (("allowance", 300), ("allowance", 300), True),
        (("allowance", 300), ("insurer", 300), True),
        (("insurer", 300), ("council", 900), True),
    ],
)
def test_nothing_worse_is_decided_than_what_they_were_heard_on(
    loss, desk, proposed, decided, is_heard
):
    propose(loss, desk, route=proposed[0], amount=Decimal(proposed[1]))
    decision = {"route": decided[0], "amount": Decimal(decided[1])}

    with LATER:
        if is_heard:
            assert decide(loss, desk, **decision).status == CostStatus.DECIDED
            return
        with pytest.raises(Refused, match="Change the proposal first"):
            decide(loss, desk, **decision)


def test_another_proposal_is_told_anew_and_gives_as_many_days_again(loss, councillor, desk, told):
    propose(loss, desk, route="council")
    actions.comment_on_cost(loss=loss, comment="Fine.", by=councillor)

    with LATER:
        cost = propose(loss, desk, reason="It was not on duty.")

        assert (cost.route, cost.comment_before) == ("allowance", date(2026, 12, 8))
        assert told("cost_proposed") == [councillor] * 2
        with pytest.raises(Refused, match="may comment until 8 December 2026"):
            decide(loss, desk)
        actions.comment_on_cost(loss=loss, comment="It was.", by=councillor)
        assert decide(loss, desk).status == CostStatus.DECIDED
    assert told("cost_commented") == [desk] * 2


def test_a_second_comment_stands_beside_the_first_and_both_are_evidence(loss, councillor, desk):
    propose(loss, desk)
    for words in ("My insurer refused.", "It was insured by the council."):
        cost = actions.comment_on_cost(loss=loss, comment=words, by=councillor)

    assert cost.comment == "My insurer refused.\n\nIt was insured by the council."
    entries = Entry.objects.about(loss).filter(kind="devices.cost_commented")
    assert [(entry.actor, "insur" in entry.facts) for entry in entries] == [(councillor, False)] * 2


def test_what_is_proposed_or_said_twice_is_told_once(loss, councillor, desk, told):
    propose(loss, desk)
    with pytest.raises(Refused, match="proposed already"):
        propose(loss, desk)
    for words in ("My insurer refused.", "And my bank."):
        actions.comment_on_cost(loss=loss, comment=words, by=councillor)
        with pytest.raises(Refused, match="sent this already"):
            actions.comment_on_cost(loss=loss, comment=f" {words} ", by=councillor)

    assert told("cost_proposed") == [councillor]
    assert told("cost_commented") == [desk] * 2


def test_who_has_appealed_is_told_so(decided, councillor):
    actions.appeal_cost(loss=decided.loss, reason="It was insured.", by=councillor)

    with pytest.raises(Refused, match="You have appealed already"):
        actions.appeal_cost(loss=decided.loss, reason="It was insured.", by=councillor)


def test_amounts_are_worded_as_people_write_them(loss, desk):
    cost = propose(loss, desk, amount=Decimal(1000))

    assert cost.in_words() == "The councillor, from their basic allowance: £1,000.00."


def test_an_appeal_is_evidence_without_its_words(decided, councillor):
    actions.appeal_cost(loss=decided.loss, reason="It was insured.", by=councillor)

    entry = Entry.objects.about(decided.loss).get(kind="devices.cost_appealed")
    assert (entry.actor, "insured" in entry.facts) == (councillor, False)


def test_the_request_to_comment_is_not_sent_once_it_is_decided(loss, desk):
    propose(loss, desk)
    (notice,) = Notice.objects.filter(kind="cost_proposed")
    assert unwanted(notice) == ""

    decide(loss, desk, route="council")

    assert unwanted(notice) == "no_longer_true"


def test_a_decision_is_evidence_without_its_reasons(decided):
    entry = Entry.objects.about(decided.loss).get(kind="devices.cost_decided")

    assert '"amount":"200"' in entry.facts
    assert "Half" not in entry.facts


def test_what_is_decided_is_not_proposed_anew(decided, desk):
    with pytest.raises(Refused, match="decided already"):
        propose(decided.loss, desk)


def test_a_cost_is_decided_once(decided, desk):
    with pytest.raises(Refused, match="decided already"):
        decide(decided.loss, desk)


def test_what_was_not_proposed_is_not_decided(loss, desk):
    with pytest.raises(Refused, match="No cost was proposed"):
        decide(loss, desk)


def test_of_a_councillors_own_device_there_is_no_cost(desk):
    loss = cases.report(cases.enrolled())

    with pytest.raises(Refused, match="councillor’s own"):
        propose(loss, desk)
    assert not Loss.objects.cost_not_decided().exists()


def test_in_a_closed_case_nothing_is_proposed(loss, desk):
    loss = ending.close_loss(loss=cases.written_off(loss, by=desk), by=desk)

    with pytest.raises(Refused, match="closed"):
        propose(loss, desk)


def test_what_nobody_decided_yet_is_on_the_list(loss, desk):
    assert Loss.objects.cost_not_decided().get() == loss
    propose(loss, desk)
    assert Loss.objects.cost_not_decided().get() == loss

    decide(loss, desk, route="council")

    assert not Loss.objects.cost_not_decided().exists()


@pytest.mark.parametrize(("route", "amount"), [("none", 5), ("allowance", 0)])
def test_an_amount_goes_with_who_pays_it(loss, desk, route, amount):
    with pytest.raises(Refused, match="Enter the amount, or choose that there is no cost"):
        propose(loss, desk, route=route, amount=Decimal(amount))


# The councillor's part


def test_only_whoever_had_it_comments(loss, desk):
    propose(loss, desk)

    with pytest.raises(Refused, match="Only the councillor who had the device"):
        actions.comment_on_cost(loss=loss, comment="Let them pay.", by=given.councillor())


def test_after_the_decision_one_appeals_and_does_not_comment(decided, councillor):
    with pytest.raises(Refused, match="You may appeal"):
        actions.comment_on_cost(loss=decided.loss, comment="Late.", by=councillor)


def test_nothing_is_deducted_before_they_agree(decided, councillor, desk, told):
    assert decided.waits_for_agreement

    cost = agree(decided, councillor)

    assert cost.agreed_at
    assert not cost.waits_for_agreement
    assert told("cost_agreed") == [desk]
    with pytest.raises(Refused, match="nothing to agree to"):
        agree(decided, councillor)


def test_nobody_agrees_to_an_amount_that_they_have_not_read(decided, councillor, monitoring):
    read = decided.decision
    actions.appeal_cost(loss=decided.loss, reason="I was robbed.", by=councillor)
    again(decided.loss, monitoring, route="allowance", amount=Decimal(400))

    with pytest.raises(Refused, match="The decision changed while you were reading"):
        actions.agree_to_deduction(loss=decided.loss, decision=read, by=councillor)


def test_there_is_nothing_to_agree_to_where_the_insurer_pays(loss, councillor, desk):
    propose(loss, desk, route="insurer")
    actions.comment_on_cost(loss=loss, comment="They pay.", by=councillor)
    cost = decide(loss, desk, route="insurer", amount=Decimal(200))

    with pytest.raises(Refused, match="nothing to agree to"):
        agree(cost, councillor)


# Appeals


@pytest.fixture
def appealed(decided, councillor):
    return actions.appeal_cost(loss=decided.loss, reason="I was robbed.", by=councillor)


def again(loss, by, **others):
    fields: dict[str, Any] = {
        "route": "council",
        "amount": Decimal(200),
        "reason": "Robbed on duty.",
    }
    return actions.decide_appeal(loss=loss, by=by, **fields | others)


def test_an_appeal_goes_to_the_monitoring_officer_who_decides_anew(appealed, monitoring, told):
    assert told("cost_appealed") == [monitoring]
    (notice,) = Notice.objects.filter(kind="cost_appealed")
    assert unwanted(notice) == ""

    cost = again(appealed.loss, monitoring)

    assert (cost.status, cost.route, cost.decided_by) == ("decided", "council", monitoring)
    assert unwanted(notice) == "no_longer_true"
    assert len(told("cost_decided")) == 2


def test_an_appeal_takes_an_agreement_back(decided, councillor):
    agree(decided, councillor)

    cost = actions.appeal_cost(loss=decided.loss, reason="I was robbed.", by=councillor)

    assert cost.agreed_at is None


def test_one_appeals_once_and_then_the_decision_stands(appealed, councillor, monitoring, client):
    again(appealed.loss, monitoring, route="allowance")
    (*_first, last) = Notice.objects.filter(kind="cost_decided").order_by("pk")
    assert "that decision stands" in part_of(last).body
    client.force_login(councillor)
    address = reverse("devices:appeal_cost", args=[appealed.loss.reference])
    assert address not in client.get(appealed.loss.get_absolute_url()).text

    for send in (client.get, client.post):
        assert "that decision stands" in send(address, {"reason": "Again."}).text


def test_nobody_decides_on_an_appeal_against_themselves(appealed, councillor, desk):
    for person in (desk, councillor):
        with pytest.raises(Refused, match="Somebody else decides on this appeal"):
            again(appealed.loss, person)


def test_what_was_not_appealed_against_is_not_decided_anew(decided, monitoring):
    with pytest.raises(Refused, match="Nobody has appealed"):
        again(decided.loss, monitoring)


def test_an_appealed_cost_is_not_the_desks_to_decide(appealed, desk):
    with pytest.raises(Refused, match="decided already"):
        decide(appealed.loss, desk)


def test_nobody_appeals_before_it_is_decided(loss, councillor, desk):
    propose(loss, desk)

    with pytest.raises(Refused, match="Appeal can’t be done"):
        actions.appeal_cost(loss=loss, reason="Now.", by=councillor)


def test_what_is_decided_is_not_decided_again(decided):
    assert not decided.may_be_decided(date(2026, 12, 24))
