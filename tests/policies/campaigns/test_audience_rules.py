"""A policy asks whom its rules choose, as they are that day; joiners and leavers by themselves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.people import actions as people
from councilgov.people.models import EndReason, TermKind
from councilgov.records import Refused
from policies.campaigns import actions
from policies.models import Acknowledgement, Audience, AudienceRule, Chosen
from policies.tasks import ask_newcomers
from tests import given

MONDAY = "2026-11-23 10:00Z"


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def officer(clock):
    return given.officer(Role.MEMBERS_SERVICES)


@pytest.fixture
def policy(officer):
    return given.policy(audience=Audience.CHOSEN)


def names(policy):
    terms = policy.terms_asked(timezone.now())
    return sorted(terms.values_list("councillor", flat=True).distinct())


def keys(*members):
    return sorted(member.pk for member in members)


def of_kind(kind):
    member = given.person()
    given.term(member, kind=kind, ward=None)
    return member


def test_without_a_rule_nobody_is_asked(policy):
    given.councillor()

    assert names(policy) == []


@pytest.mark.parametrize("kind", TermKind)
def test_a_kind_of_term_is_asked_and_no_other(policy, officer, kind):
    members = {one: of_kind(one) for one in TermKind}

    actions.add_rule(policy=policy, chosen=Chosen(kind), by=officer)

    assert names(policy) == [members[kind].pk]


def test_a_group_is_asked_as_it_is_that_day(policy, officer):
    group = given.group()
    member = given.councillor(group=group)
    given.councillor(group=given.group())
    actions.add_rule(policy=policy, chosen=Chosen.GROUP, group=group, by=officer)

    assert names(policy) == [member.pk]
    left_on = timezone.localdate() - timedelta(days=1)
    people.leave_group(membership=member.memberships.get(), ends_on=left_on, by=officer)
    assert names(policy) == []


def test_a_committee_is_asked_as_it_is_that_day(policy, officer):
    committee = people.add_committee(name="Audit Committee", by=officer)
    member, later = given.councillor(), given.councillor()
    today = timezone.localdate()
    seat = people.join_committee(
        councillor=member, committee=committee, starts_on=today - timedelta(days=9), by=officer
    )
    people.join_committee(
        councillor=later, committee=committee, starts_on=today + timedelta(days=1), by=officer
    )
    actions.add_rule(policy=policy, chosen=Chosen.COMMITTEE, committee=committee, by=officer)

    assert names(policy) == [member.pk]
    people.leave_committee(seat=seat, ends_on=today - timedelta(days=1), by=officer)
    assert names(policy) == []


def test_people_are_asked_one_by_one_and_once_each(policy, officer):
    one, other = given.councillor(), given.councillor()
    given.councillor()

    assert actions.add_people(policy=policy, people=[one, other, one], by=officer) == 2
    assert actions.add_people(policy=policy, people=[one], by=officer) == 0

    assert names(policy) == keys(one, other)
    assert Entry.objects.filter(kind="policies.rule_added").count() == 2


def test_who_is_chosen_by_two_rules_is_asked_once(policy, officer):
    member = given.councillor(group=given.group())
    actions.add_people(policy=policy, people=[member], by=officer)
    actions.add_rule(policy=policy, chosen=Chosen.ELECTED, by=officer)

    given.published(policy=policy)

    assert Acknowledgement.objects.get().councillor == member


def test_nobody_is_asked_who_is_not_in_office(policy, officer):
    actions.add_people(policy=policy, people=[given.person()], by=officer)

    assert names(policy) == []


def test_the_same_rule_twice_is_refused(policy, officer):
    actions.add_rule(policy=policy, chosen=Chosen.ELECTED, by=officer)

    with pytest.raises(Refused, match="asks them already"):
        actions.add_rule(policy=policy, chosen=Chosen.ELECTED, by=officer)


def test_the_same_audience_again_is_refused(policy, officer):
    with pytest.raises(Refused, match="asks them already"):
        actions.choose_audience(policy=policy, audience=Audience.CHOSEN, by=officer)


def test_rules_that_choose_nobody_end_no_request(officer):
    councillor, policy = given.councillor(), given.policy()
    version = given.published(policy=policy)

    with pytest.raises(Refused, match="Add people first"):
        actions.choose_audience(policy=policy, audience=Audience.CHOSEN, by=officer)

    ask_newcomers()
    assert version.acknowledgements.unsigned().get().councillor == councillor
    actions.add_rule(policy=policy, chosen=Chosen.ELECTED, by=officer)
    actions.choose_audience(policy=policy, audience=Audience.CHOSEN, by=officer)
    ask_newcomers()
    assert version.acknowledgements.unsigned().get().councillor == councillor


def test_rules_by_which_nobody_in_office_is_asked_end_no_request(officer):
    seat, policy = given.seat(), given.policy()
    version = given.published(policy=policy)
    given.rule(policy, Chosen.COMMITTEE, committee=seat.committee)
    elected = given.rule(policy, Chosen.ELECTED)
    actions.choose_audience(policy=policy, audience=Audience.CHOSEN, by=officer)
    people.leave_committee(seat=seat, ends_on=timezone.localdate(), by=officer)

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        with pytest.raises(Refused, match="Nobody would be asked any more"):
            actions.remove_rule(rule=elected, by=officer)
        ask_newcomers()
    assert version.acknowledgements.unsigned().exists()


def test_rules_for_an_empty_committee_are_not_chosen_while_requests_are_open(officer):
    given.councillor()
    policy = given.policy()
    given.published(policy=policy)
    given.rule(policy, Chosen.MAYOR)

    with pytest.raises(Refused, match="Nobody would be asked any more"):
        actions.choose_audience(policy=policy, audience=Audience.CHOSEN, by=officer)


def test_the_last_rule_of_an_audience_stays(policy, officer):
    rule = actions.add_rule(policy=policy, chosen=Chosen.ELECTED, by=officer)

    with pytest.raises(Refused, match="This is the last rule"):
        actions.remove_rule(rule=rule, by=officer)

    actions.add_rule(policy=policy, chosen=Chosen.MAYOR, by=officer)
    actions.remove_rule(rule=rule, by=officer)
    assert policy.audience_rules.get().chosen == Chosen.MAYOR


def test_the_audience_is_chosen_on_record(policy, officer):
    actions.choose_audience(policy=policy, audience=Audience.MEMBERS, by=officer)

    policy.refresh_from_db()
    assert policy.audience == Audience.MEMBERS
    assert Entry.objects.get(kind="policies.audience_chosen").details == {"audience": "members"}


# Joiners and leavers


@pytest.fixture
def seated(policy, officer):
    """A councillor asked as member of a committee, and their seat."""
    committee = people.add_committee(name="Audit Committee", by=officer)
    seat = people.join_committee(
        councillor=given.councillor(),
        committee=committee,
        starts_on=timezone.localdate() - timedelta(days=9),
        by=officer,
    )
    actions.add_rule(policy=policy, chosen=Chosen.COMMITTEE, committee=committee, by=officer)
    given.published(policy=policy)
    return seat


def of(seat):
    return Acknowledgement.objects.get(councillor=seat.councillor)


def test_who_joins_later_has_as_long_as_everybody_had(seated, officer, clock):
    clock.shift(timedelta(days=30))
    member = given.councillor()
    today = timezone.localdate()
    seat = people.join_committee(
        councillor=member, committee=seated.committee, starts_on=today, by=officer
    )

    assert ask_newcomers() == 1

    assert (of(seat).asked_on, of(seat).due_on) == (today, date(2027, 1, 25))


def test_who_leaves_the_committee_unsigned_is_asked_no_more(seated, officer, clock):
    people.leave_committee(seat=seated, ends_on=timezone.localdate(), by=officer)
    clock.shift(timedelta(days=1))

    ask_newcomers()
    ask_newcomers()

    row = of(seated)
    assert row.receipt == "No longer asked since 24 November 2026; version 1.0 was not signed."
    assert row.history.count() == 2
    assert not Acknowledgement.objects.to_sign(timezone.now()).exists()
    assert not Acknowledgement.objects.for_register().exists()


def test_who_is_no_longer_asked_is_told_so_on_signing(seated, officer, clock):
    people.leave_committee(seat=seated, ends_on=timezone.localdate(), by=officer)
    clock.shift(timedelta(days=1))

    with pytest.raises(Refused, match="not among those whom the council asks"):
        given.signature(of(seated).version, seated.councillor)


def test_who_comes_back_to_the_committee_is_asked_again(seated, officer, clock):
    people.leave_committee(seat=seated, ends_on=timezone.localdate(), by=officer)
    clock.shift(timedelta(days=1))
    ask_newcomers()
    people.join_committee(
        councillor=seated.councillor,
        committee=seated.committee,
        starts_on=timezone.localdate(),
        by=officer,
    )

    assert ask_newcomers() == 1

    assert of(seated).status == "required"
    assert of(seated).asked_on == timezone.localdate()


def remove_their_rule(seated, officer):
    """Another one, which chooses somebody else, stays."""
    rule = AudienceRule.objects.get()
    given.term(given.person(), kind=TermKind.MAYOR)
    actions.add_rule(policy=rule.policy, chosen=Chosen.MAYOR, by=officer)
    actions.remove_rule(rule=rule, by=officer)
    return rule


def test_a_signature_stays_when_the_rule_goes(seated, officer):
    given.signature(of(seated).version, seated.councillor)
    remove_their_rule(seated, officer)

    ask_newcomers()

    assert of(seated).status == "signed"
    assert Entry.objects.filter(kind="policies.rule_removed").count() == 1


def test_requests_lapse_when_their_rule_goes(seated, officer):
    rule = remove_their_rule(seated, officer)

    ask_newcomers()

    assert of(seated).status == "lapsed"
    last = AudienceRule.history.first()
    assert (last.history_type, last.history_user, last.history_change_reason) == (
        "-",
        officer,
        "Rule removed",
    )
    with pytest.raises(Refused, match="removed this rule already"):
        actions.remove_rule(rule=rule, by=officer)


def test_who_left_the_committee_may_leave_office_too_and_lapses_once(seated, officer, clock):
    people.leave_committee(seat=seated, ends_on=timezone.localdate(), by=officer)
    clock.shift(timedelta(days=1))
    ask_newcomers()
    people.end_term(
        term=seated.councillor.terms.get(),
        ends_at=timezone.now(),
        reason=EndReason.RESIGNED,
        by=None,
    )

    ask_newcomers()

    assert of(seated).lapsed_because == "left_audience"
