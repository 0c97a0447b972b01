"""Results: held until confirmed, confirmed once, undone by a recount."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from councilgov.accounts.actions import invite
from councilgov.deadlines import end_of_day
from councilgov.elections.announcing.actions import change_election, countermand
from councilgov.elections.models import (
    CONTEST_MOVES,
    Contest,
    ContestStatus,
    Kind,
    Outcome,
    Result,
)
from councilgov.elections.returning import actions
from councilgov.elections.returning.actions import Return
from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice
from councilgov.offboarding.models import CaseStatus, OffboardingCase
from councilgov.people.actions import close_account, end_term, move_end
from councilgov.people.models import EndReason, TermKind, TermOfOffice, User
from councilgov.people.naming import greeting
from councilgov.people.turnover.actions import withdraw_term
from councilgov.records import Refused
from devices.models import ReturnRequest
from tests import given
from tests.devices import equipment
from tests.elections import polls
from tests.elections.polls import CHANGE, confirmed, held, member, new
from tests.offboarding.leavers import completed, ends, on, sweep
from tests.racing import at_once

AFTER_POLL = "2027-05-07"


@pytest.fixture
def clerk():
    return polls.clerk()


@pytest.fixture
def ward():
    return given.ward(name="Alder")


@pytest.fixture
def contest(ward):
    return polls.contest(ward=ward)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def undo(contest, clerk=None, reason="Recount"):
    return actions.undo(contest=contest, reason=reason, by=clerk or polls.clerk())


@pytest.mark.no_database
@pytest.mark.parametrize("start", ContestStatus)
@pytest.mark.parametrize("end", ContestStatus)
def test_every_start_and_end_of_a_result(start, end):
    may = {
        ("awaited", "held"),
        ("awaited", "countermanded"),
        ("held", "held"),
        ("held", "awaited"),
        ("held", "confirmed"),
        ("held", "countermanded"),
        ("confirmed", "held"),
        ("countermanded", "awaited"),
        ("countermanded", "held"),
    }

    assert (end in CONTEST_MOVES[start]) == ((start.value, end.value) in may)


def test_nothing_follows_from_a_result_that_is_held(contest, ward):
    sits = member(ward)

    held(contest, Return(Outcome.NOT_ELECTED, sits), new())

    assert fresh(contest).status == ContestStatus.HELD
    assert sits.terms.get().ends_at is None
    assert not User.objects.filter(full_name="Nia Newcomer").exists()
    assert not OffboardingCase.objects.exists()
    with on(AFTER_POLL):
        sweep()
    assert not Notice.objects.filter(to=sits).exists()


def test_edge_case_5_who_was_not_elected_again_leaves_on_the_day_of_retirement(contest, ward):
    sits = member(ward)
    with on(AFTER_POLL):
        confirmed(held(contest, Return(Outcome.NOT_ELECTED, sits), new()))

        term = sits.terms.get()
        assert (term.ends_at, term.end_reason) == (end_of_day(CHANGE), EndReason.NOT_RE_ELECTED)
        case = OffboardingCase.objects.get()
        assert (case.status, case.last_day) == (CaseStatus.SCHEDULED, CHANGE)
        assert case.access_due_on == date(2027, 5, 24)  # golden/retirement_days.csv
        assert User.objects.get(pk=sits.pk).is_councillor
    with on("2027-05-10", 22):
        assert User.objects.get(pk=sits.pk).is_councillor
    with on("2027-05-11"):
        assert not User.objects.get(pk=sits.pk).is_councillor


def test_who_is_new_has_an_account_and_a_term_and_no_mail(contest):
    with on(AFTER_POLL):
        confirmed(held(contest, new("Nia Newcomer MBE")))

    person = User.objects.get(full_name="Nia Newcomer MBE")
    term = person.terms.get()
    assert (person.known_as, person.is_active) == ("Councillor Newcomer", True)
    assert (term.starts_on, term.kind, term.declared_on) == (CHANGE, TermKind.ELECTED, None)
    assert term.declaration_due_on == date(2027, 7, 6)
    assert not Notice.objects.filter(to=person).exists()


def test_edge_case_6_who_is_elected_again_goes_on_without_a_gap(contest, ward):
    group = given.group()
    sits = member(ward)
    given.actions.join_group(councillor=sits, group=group, starts_on=date(2022, 5, 9), by=None)
    with on(AFTER_POLL):
        confirmed(held(contest, Return(Outcome.ELECTED, sits)))

    old, new_term = sits.terms.order_by("starts_on")
    assert (old.end_reason, new_term.starts_on) == (EndReason.RETIRED, CHANGE)
    assert not OffboardingCase.objects.exists()
    assert sits.memberships.get().ends_on is None


def test_edge_case_6_who_is_elected_for_another_ward_has_no_case_and_one_act(contest, ward):
    other = polls.contest(election=contest.election)
    sits = member(ward)
    first = held(contest, Return(Outcome.ELSEWHERE, sits, elsewhere=other), new())
    second = held(other, Return(Outcome.ELECTED, sits))

    with pytest.raises(Refused, match="Confirm the results of both wards together"):
        confirmed(first)
    with on(AFTER_POLL):
        confirmed(first, second)

    old, new_term = sits.terms.order_by("starts_on")
    assert (old.end_reason, new_term.ward) == (EndReason.RETIRED, other.ward)
    assert not OffboardingCase.objects.exists()


def test_the_other_ward_may_be_confirmed_first(contest, ward):
    other = polls.contest(election=contest.election)
    sits = member(ward)
    held(contest, Return(Outcome.ELSEWHERE, sits, elsewhere=other))
    held(other, Return(Outcome.ELECTED, sits))
    with on(AFTER_POLL):
        confirmed(other)
        confirmed(contest)

    assert sits.terms.filter(ends_at=None).get().ward == other.ward
    assert not OffboardingCase.objects.exists()


def test_who_stood_elsewhere_and_lost_was_not_re_elected(contest, ward):
    other = polls.contest(election=contest.election)
    sits = member(ward)
    held(contest, Return(Outcome.ELSEWHERE, sits, elsewhere=other))
    held(other, new())
    confirmed(contest, other)

    assert sits.terms.get().end_reason == EndReason.NOT_RE_ELECTED
    assert OffboardingCase.objects.get().councillor == sits


def test_who_lost_here_and_is_held_as_elected_elsewhere_is_not_told_that_they_leave(contest, ward):
    other = polls.contest(election=contest.election)
    sits = member(ward)
    held(contest, Return(Outcome.NOT_ELECTED, sits))
    held(other, Return(Outcome.ELECTED, sits))

    with pytest.raises(Refused, match="stood in"):
        confirmed(contest)
    confirmed(contest, other)
    assert not OffboardingCase.objects.exists()


def test_who_stood_down_retires_and_whose_seat_is_not_up_stays(ward):
    contest = polls.contest(ward=ward, seats=1)
    leaves, stays = member(ward), member(ward)
    held(contest, Return(Outcome.STOOD_DOWN, leaves), Return(Outcome.STAYS, stays), new())
    confirmed(contest)

    assert leaves.terms.get().end_reason == EndReason.RETIRED
    assert stays.terms.get().ends_at is None


def test_co_opted_and_independent_members_are_not_up_for_election(contest, ward):
    co_opted = member(ward, kind=TermKind.CO_OPTED)
    independent = member(None, kind=TermKind.INDEPENDENT)

    confirmed(held(contest, new()))

    assert not TermOfOffice.objects.exclude(ends_at=None).exists()
    assert {co_opted.terms.count(), independent.terms.count()} == {1}


def test_a_former_councillor_comes_back_with_an_account_that_is_open(contest):
    former = given.person(is_active=False)
    old = given.term(former)
    end_term(term=old, ends_at=end_of_day(date(2023, 5, 8)), reason=EndReason.RESIGNED, by=None)
    confirmed(held(contest, Return(Outcome.ELECTED, former)))

    assert fresh(former).is_active
    assert former.terms.count() == 2


def test_an_account_that_a_result_opened_is_closed_again_with_it(contest):
    former, open_one = given.councillor(), given.councillor()
    day = end_of_day(date(2023, 5, 8))
    for one in (former, open_one):
        end_term(term=one.terms.get(), ends_at=day, reason=EndReason.RESIGNED, by=None)
    close_account(person=former, reason="Left", by=polls.clerk())
    actions.set_up(
        election=contest.election,
        seats={contest.ward_id: 2},
        changes_on=CHANGE,
        by=polls.clerk(),
    )
    confirmed(held(contest, Return(Outcome.ELECTED, former), Return(Outcome.ELECTED, open_one)))
    assert fresh(former).is_active

    undo(contest)

    assert (fresh(former).is_active, fresh(open_one).is_active) == (False, True)
    confirmed(contest)
    assert fresh(former).is_active


def test_an_address_that_has_an_account_is_that_person(contest):
    known = given.person(email=f"nia.newcomer@{given.DOMAIN}")

    row = held(contest, new()).results.get()

    assert (row.person, row.full_name, str(row)) == (known, "", known.full_name)


def test_an_address_that_somebody_got_meanwhile_is_that_person(contest):
    held(contest, new())
    known = given.person(email=f"nia.newcomer@{given.DOMAIN}")
    confirmed(contest)

    row = Result.objects.get()
    assert (row.person, row.is_newcomer) == (known, False)


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("name", "is_mayor", "told"),
    [
        ("Nia Newcomer OBE", False, "Councillor Newcomer"),
        ("Nia Newcomer", True, "Mayor Newcomer"),
        ("Mbe", False, "Councillor Mbe"),
    ],
)
def test_how_letters_greet_somebody_new(name, is_mayor, told):
    assert greeting(name, is_mayor=is_mayor) == told


def test_a_directly_elected_mayor_has_no_ward(clerk):
    election = polls.election(kind=Kind.MAYORAL)
    sits = member(None, kind=TermKind.MAYOR)
    (contest,) = actions.set_up(election=election, seats={None: 1}, changes_on=CHANGE, by=clerk)
    confirmed(held(contest, Return(Outcome.NOT_ELECTED, sits), new()))

    term = TermOfOffice.objects.get(ends_at=None)
    assert (term.ward, term.kind, str(contest)) == (None, TermKind.MAYOR, "Mayor")
    assert sits.terms.get().end_reason == EndReason.NOT_RE_ELECTED


@pytest.fixture
def by_election(ward, clerk):
    election = polls.election(kind=Kind.BY_ELECTION, wards=[ward])
    day = date(2027, 5, 7)
    (contest,) = actions.set_up(election=election, seats={ward.pk: 1}, changes_on=day, by=clerk)
    return contest


def test_at_a_by_election_nobody_leaves(by_election, ward):
    sits = member(ward)
    confirmed(held(by_election, new()))

    assert sits.terms.get().ends_at is None
    assert TermOfOffice.objects.get(ends_at=None, starts_on="2027-05-07").ward == ward


def test_who_sits_elsewhere_gives_that_up_before_a_by_election_counts(by_election):
    sits = given.councillor()
    held(by_election, Return(Outcome.ELECTED, sits))

    with pytest.raises(Refused, match="is in office for Ward"):
        confirmed(by_election)
    end_term(
        term=sits.terms.get(),
        ends_at=end_of_day(date(2027, 5, 7)),
        reason=EndReason.RESIGNED,
        by=None,
    )
    confirmed(by_election)
    assert OffboardingCase.objects.get().status == CaseStatus.CANCELLED


def test_who_holds_a_seat_that_is_not_up_cannot_be_elected_elsewhere(contest):
    held(contest, Return(Outcome.ELECTED, given.councillor()))

    with pytest.raises(Refused, match="End that term first"):
        confirmed(contest)


def no_poll(contest, *returns):
    """A candidate died: who retires is entered."""
    return held(countermand_ward(contest), *returns)


def countermand_ward(contest):
    return actions.countermand_ward(contest=contest, reason="A death", by=polls.clerk())


def test_who_sits_where_the_poll_is_countermanded_may_be_elected_elsewhere(contest, ward):
    sits = member(ward)
    other = polls.contest(election=contest.election)
    countermand_ward(contest)
    confirmed(held(other, Return(Outcome.ELECTED, sits)))
    confirmed(held(contest, Return(Outcome.ELSEWHERE, sits, elsewhere=other)))

    assert sits.terms.get(ward=ward).end_reason == EndReason.RETIRED
    assert sits.terms.get(ends_at=None).ward == other.ward
    assert not OffboardingCase.objects.exists()


def test_at_an_ordinary_election_who_sits_retires_with_a_poll_or_without(contest, ward):
    sits, stays = member(ward), member(ward)
    without = no_poll(contest, Return(Outcome.RETIRES, sits), Return(Outcome.STAYS, stays))
    assert sits.terms.get().ends_at is None
    confirmed(without)

    term = sits.terms.get()
    assert (term.ends_at, term.end_reason) == (end_of_day(CHANGE), EndReason.RETIRED)
    assert stays.terms.get().ends_at is None
    assert OffboardingCase.objects.get().last_day == CHANGE
    assert f"No longer for this ward: {sits.full_name}" in fresh(contest).words
    undo(contest)
    assert sits.terms.get().ends_at is None
    confirmed(contest)
    assert sits.terms.get().ends_at == end_of_day(CHANGE)


def test_where_nobody_sits_and_no_poll_was_held_that_is_confirmed(contest):
    confirmed(no_poll(contest))

    assert not TermOfOffice.objects.exists()


def test_without_a_poll_nobody_is_elected_and_everybody_who_sits_is_asked_about(contest, ward):
    sits = member(ward)
    countermand_ward(contest)

    with pytest.raises(Refused, match="The poll in Alder was countermanded"):
        held(contest, Return(Outcome.ELECTED, sits))
    with pytest.raises(Refused, match="Say what the poll means"):
        held(contest)
    assert fresh(contest).status == ContestStatus.COUNTERMANDED


def test_with_a_poll_nobody_retires_for_want_of_it(contest, ward):
    with pytest.raises(Refused, match="There was a poll in Alder"):
        held(contest, Return(Outcome.RETIRES, member(ward)), new())


def test_who_retires_is_thrown_away_and_asked_again(contest, ward, clerk):
    no_poll(contest, Return(Outcome.RETIRES, member(ward)))
    actions.throw_away(contest=contest, by=clerk)

    row = fresh(contest)
    assert (row.status, row.words) == (ContestStatus.COUNTERMANDED, "A death")


def test_who_stood_where_the_poll_is_countermanded_retires_from_their_own_ward(contest, ward):
    other = polls.contest(election=contest.election)
    sits = member(ward)
    held(contest, Return(Outcome.ELSEWHERE, sits, elsewhere=other), new())
    countermand_ward(other)
    confirmed(contest)

    assert sits.terms.get().end_reason == EndReason.RETIRED


def test_who_retires_without_a_poll_and_is_held_as_elected_elsewhere_is_not_told_so(contest, ward):
    other = polls.contest(election=contest.election)
    sits = member(ward)
    no_poll(contest, Return(Outcome.RETIRES, sits))
    held(other, Return(Outcome.ELECTED, sits))

    with pytest.raises(Refused, match="Confirm the results of both wards together"):
        confirmed(contest)


def test_at_a_by_election_who_sits_stays_where_the_poll_is_countermanded(by_election, ward):
    sits = member(ward)
    countermand_ward(by_election)

    with pytest.raises(Refused, match="is countermanded"):
        held(by_election, Return(Outcome.STAYS, sits))
    with on("2027-05-31"):
        assert not Contest.objects.late(date(2027, 5, 31)).exists()


def test_a_mayor_stays_where_the_poll_is_countermanded(clerk, ward):
    election = polls.election(kind=Kind.MAYORAL)
    sits = member(None, kind=TermKind.MAYOR)
    (contest,) = actions.set_up(election=election, seats={None: 1}, changes_on=CHANGE, by=clerk)
    countermand_ward(contest)

    with pytest.raises(Refused, match="is countermanded"):
        held(contest, Return(Outcome.RETIRES, sits))


@pytest.fixture
def moved(contest, ward):
    """Who stood in another ward, lost there, and was elected after all by a recount there."""
    other = polls.contest(election=contest.election)
    sits = member(ward)
    with on(AFTER_POLL):
        held(contest, Return(Outcome.ELSEWHERE, sits, elsewhere=other), new("Ann Other"))
        confirmed(contest, held(other, new("Bea Other")))
        assert sits.terms.get().end_reason == EndReason.NOT_RE_ELECTED
        undo(other)
        confirmed(held(other, Return(Outcome.ELECTED, sits)))
        yield sits


def test_a_recount_in_the_other_ward_corrects_why_they_left_their_own(contest, ward, moved):
    assert moved.terms.get(ward=ward).end_reason == EndReason.RETIRED
    assert Result.objects.get(contest=contest, person=moved).ended_because == EndReason.RETIRED

    undo(contest)

    assert moved.terms.get().ends_at is None


def test_why_they_left_stays_where_somebody_corrected_it_since(contest, ward):
    other = polls.contest(election=contest.election)
    sits = member(ward)
    held(contest, Return(Outcome.ELSEWHERE, sits, elsewhere=other))
    confirmed(contest, held(other, new()))
    term = sits.terms.get()
    move_end(term=term, ends_at=end_of_day(CHANGE), reason=EndReason.DISQUALIFIED, by=None)
    undo(other)
    confirmed(other)

    assert sits.terms.get().end_reason == EndReason.DISQUALIFIED


def test_the_home_page_counts_wards_without_a_result_on_the_day_of_change(contest, client, clerk):
    told = "1 ward has no confirmed result"
    shown = {}
    for day in ("2027-05-09", "2027-05-10"):
        with on(day):
            client.force_login(clerk)
            shown[day] = told in client.get("/home/").text
    assert shown == {"2027-05-09": False, "2027-05-10": True}

    with on("2027-05-10"):
        client.force_login(clerk)
        countermand_ward(contest)
        assert told in client.get("/home/").text  # who retires is to be confirmed
        countermand(election=contest.election, reason="An Act", by=clerk)
        assert told not in client.get("/home/").text


def test_nobody_is_elected_who_has_died(contest):
    dead = given.councillor()
    held(contest, Return(Outcome.ELECTED, dead))
    end_term(
        term=dead.terms.get(), ends_at=end_of_day(date(2026, 11, 1)), reason=EndReason.DIED, by=None
    )

    with pytest.raises(Refused, match="has died"):
        confirmed(contest)


def test_what_cannot_be_true_is_refused_when_it_is_entered(contest, ward):
    sits = member(ward)
    other = polls.contest(election=contest.election)
    held(other, new())

    with pytest.raises(Refused, match="has 1 seats at this poll, and 2 are marked"):
        held(contest, Return(Outcome.ELECTED, sits), new("Oli Other"))
    with pytest.raises(Refused, match="Nia Newcomer is marked as elected in two wards"):
        held(contest, Return(Outcome.STOOD_DOWN, sits), new())
    with pytest.raises(Refused, match="Say what the poll means"):
        held(contest, new("Oli Other"))
    with pytest.raises(Refused, match="Enter a council email address"):
        held(contest, Return(Outcome.ELECTED, None, "Oli Other", "oli@elsewhere.example"))
    assert fresh(contest).status == ContestStatus.AWAITED


def test_what_became_wrong_is_refused_when_it_is_confirmed(contest, ward, clerk):
    held(contest, new())
    member(ward)

    with pytest.raises(Refused, match="Say what the poll means"):
        confirmed(contest)
    contest.election.refresh_from_db()
    Contest.objects.get(pk=contest.pk)
    with pytest.raises(Refused, match="Select at least one ward"):
        actions.confirm(election=contest.election, marks={}, by=clerk)


def test_fewer_seats_than_elected_are_refused_when_it_is_confirmed(ward, clerk):
    contest = polls.contest(ward=ward, seats=2)
    held(contest, new(), new("Oli Other"))
    actions.set_up(election=contest.election, seats={ward.pk: 1}, changes_on=CHANGE, by=clerk)

    with pytest.raises(Refused, match="has 1 seats"):
        confirmed(contest)


def test_an_officer_confirms_what_they_saw_and_once(contest, clerk):
    seen = held(contest, new()).mark
    with on("2026-11-24"):
        held(contest, new("Oli Other"))

    with pytest.raises(Refused, match="entered anew since you looked"):
        actions.confirm(election=contest.election, marks={contest.pk: seen}, by=clerk)
    confirmed(contest)
    with pytest.raises(Refused, match="is confirmed"):
        confirmed(contest)
    with pytest.raises(Refused, match="is confirmed"):
        held(contest, new())
    assert TermOfOffice.objects.count() == 1
    entry = Entry.objects.get(kind="elections.confirmed")
    assert str(TermOfOffice.objects.get().pk) in entry.facts


def test_without_a_day_of_change_nothing_is_confirmed(contest):
    held(contest, new())
    contest.election.changes_on = None
    contest.election.keep(by=None, why="Test")

    with pytest.raises(Refused, match="Enter the day on which councillors retire"):
        confirmed(contest)


def test_who_has_left_by_the_poll_keeps_their_own_end(contest, ward):
    sits = member(ward)
    held(contest, Return(Outcome.NOT_ELECTED, sits), new())
    resigned = end_of_day(date(2027, 4, 1))
    end_term(term=sits.terms.get(), ends_at=resigned, reason=EndReason.RESIGNED, by=None)

    confirmed(contest)

    assert sits.terms.get().ends_at == resigned


@pytest.fixture
def leader(contest, ward, clerk):
    """Who led a group, lost, and makes way for somebody who is invited already."""
    sits = member(ward)
    started = {"group": given.group(), "starts_on": date(2022, 5, 9), "is_leader": True}
    given.actions.join_group(councillor=sits, **started, by=None)
    with on(AFTER_POLL):
        confirmed(held(contest, Return(Outcome.NOT_ELECTED, sits), new()))
        invite(person=User.objects.get(full_name="Nia Newcomer"), by=clerk)
    assert sits.memberships.get().ends_on == CHANGE
    return sits


@pytest.mark.parametrize("day", [AFTER_POLL, "2027-05-20"])
def test_a_recount_takes_everything_back(contest, leader, clerk, day):
    with on(day, 13):
        sweep()
        undo(contest, clerk, "Recount of 8 May")

    assert leader.terms.get().ends_at is None
    assert OffboardingCase.objects.get().status == CaseStatus.CANCELLED
    membership = leader.memberships.get()
    assert (membership.ends_on, membership.is_leader) == (None, True)
    person = User.objects.get(full_name="Nia Newcomer")
    assert (person.terms.count(), person.is_active) == (0, False)
    assert not person.invitations.open().exists()


def test_a_recount_and_every_result_before_it_stay_in_history(contest, leader, clerk):
    with on(AFTER_POLL, 13):
        undo(contest, clerk, "Recount of 8 May")
        row = fresh(contest)
        assert (row.status, row.words, row.held_by) == ("held", "Recount of 8 May", clerk)
        held(contest, Return(Outcome.ELECTED, leader))
        confirmed(contest)

    entry = Entry.objects.get(kind="elections.undone")
    assert entry.names.get().name == "Recount of 8 May"
    assert leader.terms.count() == 2
    assert [one.words for one in row.history.filter(status="confirmed").order_by("history_id")] == [
        f"Elected: Nia Newcomer. No longer for this ward: {leader.full_name}.",
        f"Elected: {leader.full_name}.",
    ]


def test_a_result_that_was_undone_and_stands_brings_the_same_person_back(contest):
    confirmed(held(contest, new()))
    undo(contest)
    confirmed(contest)

    person = User.objects.get(full_name="Nia Newcomer")
    assert (person.is_active, person.terms.count()) == (True, 1)


def test_whoever_leads_the_group_by_now_goes_on_doing_so(contest, ward):
    group = given.group()
    leaves = member(ward)
    started = {"group": group, "starts_on": date(2022, 5, 9), "by": None, "is_leader": True}
    given.actions.join_group(councillor=leaves, **started)
    confirmed(held(contest, Return(Outcome.NOT_ELECTED, leaves)))
    given.actions.join_group(councillor=given.councillor(), **started)

    undo(contest)

    assert not leaves.memberships.get(ends_on=None).is_leader


def test_wards_that_share_somebody_are_undone_together(contest, ward):
    other, third = (polls.contest(election=contest.election) for _n in range(2))
    sits = member(ward)
    held(contest, Return(Outcome.ELSEWHERE, sits, elsewhere=other))
    held(other, Return(Outcome.ELECTED, sits))
    held(third, new())
    confirmed(contest, other, third)

    undo(other)

    assert [fresh(one).status for one in (contest, other, third)] == ["held", "held", "confirmed"]
    assert sits.terms.get().ends_at is None
    assert not OffboardingCase.objects.exists()


def test_what_is_not_confirmed_is_not_undone(contest):
    with pytest.raises(Refused, match="is no result yet"):
        undo(contest)


def test_after_four_weeks_it_is_too_late_to_undo(contest):
    confirmed(held(contest, new()))
    with on("2027-06-08"), pytest.raises(Refused, match="too late to undo"):
        undo(contest)
    with on("2027-06-07"):
        undo(contest)


def test_who_has_taken_up_office_is_not_unmade_by_a_recount(contest):
    confirmed(held(contest, new()))
    term = TermOfOffice.objects.get()
    term.declared_on = date(2027, 5, 8)
    term.keep(by=None, why="Test")

    with on("2027-05-10"), pytest.raises(Refused, match="has taken up office"):
        undo(contest)
    assert fresh(contest).status == "confirmed"
    with on("2027-05-09"):
        undo(contest)


def test_an_end_that_was_changed_since_is_not_taken_back(contest, ward):
    sits = member(ward)
    confirmed(held(contest, Return(Outcome.NOT_ELECTED, sits)))
    moved = end_of_day(date(2027, 5, 9))
    move_end(term=sits.terms.get(), ends_at=moved, reason=EndReason.RESIGNED, by=None)

    with pytest.raises(Refused, match="was changed since"):
        undo(contest)


def test_what_somebody_holds_is_asked_back_from_them_alone(contest, clerk):
    confirmed(held(contest, new()))
    person = User.objects.get(full_name="Nia Newcomer")
    with on("2027-05-12"):
        equipment.issue(holder=person)
        with pytest.raises(Refused, match="has equipment or records of the council"):
            undo(contest)


def test_what_somebody_had_before_they_left_stands_in_no_way_and_is_asked_back_anew(contest):
    device = equipment.issued()
    with on("2027-04-01"):
        case = ends(device.holder, date(2027, 3, 31))
        sweep()
    confirmed(held(contest, Return(Outcome.ELECTED, device.holder)))
    with on("2027-05-12"):
        sweep()
        assert fresh(case).status == CaseStatus.BACK
        assert not ReturnRequest.objects.open().exists()

        undo(contest)
        sweep()

        assert fresh(case).status == CaseStatus.RUNNING
        assert ReturnRequest.objects.open().get().device == device


def test_what_was_given_to_somebody_whose_case_was_completed_came_after(contest):
    with on("2027-04-05"):
        case = completed(last_day=date(2027, 3, 31))
    confirmed(held(contest, Return(Outcome.ELECTED, case.councillor)))
    with on("2027-05-12"):
        equipment.issue(holder=case.councillor)
        with pytest.raises(Refused, match="has equipment or records of the council"):
            undo(contest)


def test_a_term_on_which_something_hangs_is_not_withdrawn(clerk):
    term = given.term(given.person(), starts_on=date(2027, 5, 10), declared_on=None)
    end_term(term=term, ends_at=end_of_day(date(2027, 6, 1)), reason=EndReason.RESIGNED, by=None)

    with pytest.raises(Refused, match="Something hangs on this term"):
        withdraw_term(term=term, reason="Mistake", by=clerk)


def test_a_term_that_has_not_begun_is_withdrawn_and_stays_in_history(clerk):
    person = given.person()
    term = given.term(person, starts_on=date(2027, 5, 10), declared_on=None)
    key = term.pk

    withdraw_term(term=term, reason="Entered for the wrong person", by=clerk)

    assert not person.terms.exists()
    last = TermOfOffice.history.get(id=key, history_type="-")
    assert last.history_change_reason == "Withdrawn: Entered for the wrong person"
    with pytest.raises(Refused, match="no longer there"):
        withdraw_term(term=TermOfOffice(pk=key), reason="Again", by=clerk)


def test_a_term_of_somebody_in_office_is_not_withdrawn(clerk):
    term = given.councillor().terms.get()

    with pytest.raises(Refused, match="has taken up office"):
        withdraw_term(term=term, reason="Mistake", by=clerk)


def test_seats_are_entered_left_out_and_kept_where_there_is_a_result(contest, ward, clerk):
    other = given.ward()
    election = contest.election
    rows = actions.set_up(
        election=election, seats={ward.pk: 3, other.pk: 1}, changes_on=CHANGE, by=clerk
    )
    assert sorted(row.seats for row in rows) == [1, 3]
    (left,) = actions.set_up(election=election, seats={ward.pk: 3}, changes_on=CHANGE, by=clerk)
    held(left, new())
    with pytest.raises(Refused, match="Throw it away first"):
        actions.set_up(election=election, seats={other.pk: 1}, changes_on=CHANGE, by=clerk)


def test_the_day_of_change_stays_once_something_is_confirmed(contest, ward, clerk):
    day = date(2027, 5, 11)
    seats = {ward.pk: 1}
    actions.set_up(election=contest.election, seats=seats, changes_on=day, by=clerk)
    confirmed(held(contest, new()))

    with pytest.raises(Refused, match="confirmed with another day"):
        actions.set_up(election=contest.election, seats=seats, changes_on=CHANGE, by=clerk)
    actions.set_up(election=contest.election, seats=seats, changes_on=day, by=clerk)
    with pytest.raises(Refused, match="Undo them first"):
        change_election(
            election=contest.election,
            kind=Kind.ORDINARY,
            name="Another day",
            notice_on=date(2027, 3, 30),
            poll_on=date(2027, 5, 7),
            wards=[],
            by=clerk,
        )
    with pytest.raises(Refused, match="Undo them first"):
        countermand(election=contest.election, reason="Death", by=clerk)


def test_at_somebody_elses_poll_nobody_comes_in(clerk):
    election = polls.election(kind=Kind.GENERAL)

    with pytest.raises(Refused, match="Nobody comes into office here"):
        actions.set_up(election=election, seats={None: 1}, changes_on=CHANGE, by=clerk)


def test_an_election_that_is_put_off_by_law_ends_nothing(contest, ward, clerk):
    sits = member(ward)
    held(contest, Return(Outcome.NOT_ELECTED, sits))

    countermand(election=contest.election, reason="A candidate has died.", by=clerk)

    assert fresh(contest).status == ContestStatus.COUNTERMANDED
    assert not Result.objects.exists()
    assert sits.terms.get().ends_at is None
    with pytest.raises(Refused, match="This poll was countermanded"):
        held(contest, Return(Outcome.NOT_ELECTED, sits))


def test_the_poll_in_one_ward_is_countermanded_and_the_others_go_on(contest, ward, clerk):
    sits = member(ward)
    other = polls.contest(election=contest.election)
    held(contest, Return(Outcome.NOT_ELECTED, sits))

    actions.countermand_ward(contest=contest, reason="A candidate has died.", by=clerk)
    confirmed(held(other, new()))

    assert sits.terms.get().ends_at is None
    actions.await_again(contest=contest, by=clerk)
    held(contest, Return(Outcome.NOT_ELECTED, sits))
    with pytest.raises(Refused, match="can’t be done"):
        actions.await_again(contest=contest, by=clerk)
    with pytest.raises(Refused, match="can’t be done"):
        actions.countermand_ward(contest=other, reason="Late", by=clerk)


def test_what_is_held_is_thrown_away(contest, clerk):
    held(contest, new())
    actions.throw_away(contest=contest, by=clerk)

    assert (fresh(contest).status, fresh(contest).words) == ("awaited", "")
    assert not Result.objects.exists()
    assert Result.history.filter(history_type="-").count() == 1
    with pytest.raises(Refused, match="can’t be done"):
        actions.throw_away(contest=contest, by=clerk)


def test_a_ward_that_was_left_out_meanwhile_is_no_longer_there(contest, ward, clerk):
    other = given.ward()
    actions.set_up(election=contest.election, seats={other.pk: 1}, changes_on=CHANGE, by=clerk)

    with pytest.raises(Refused, match="no longer there"):
        held(contest, new())


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"outcome": "won"}, "outcome_known"),
        ({"full_name": ""}, "somebody_new_is_named"),
        ({"outcome": "stays"}, "somebody_new_is_elected"),
        ({"outcome": "elsewhere"}, "somebody_new_is_elected|elsewhere_somewhere"),
    ],
)
def test_the_database_refuses_what_a_result_cannot_be(contest, fields, constraint):
    row = held(contest, new()).results.get()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**fields)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"status": "won"}, "status_known"),
        ({"seats": 0}, "has_a_seat"),
        ({"status": "held"}, "held_since"),
        ({"confirmed_at": "2027-05-07T12:00Z"}, "confirmed"),
    ],
)
def test_the_database_refuses_what_a_contest_cannot_be(contest, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(contest)._base_manager.filter(pk=contest.pk).update(**fields)


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_confirm_at_once_confirm_once():
    contest = polls.contest()
    mark = held(contest, new()).mark
    clerk = polls.clerk()
    contest.get_absolute_url()  # to load every address takes longer than a lock is waited for

    def confirm():
        marks = {contest.pk: mark}
        return actions.confirm(election=contest.election, marks=marks, by=clerk)

    outcomes = at_once(*[confirm] * 4)

    assert sum(isinstance(one, Refused) for one in outcomes) == 3
    assert TermOfOffice.objects.count() == 1
