"""What was typed by mistake is asked about, or can be taken back: periods, names, results."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from councilgov.access import Role
from councilgov.deadlines import end_of_day
from councilgov.elections.announcing import actions
from councilgov.elections.announcing.forms import ElectionForm
from councilgov.elections.declaring.newly import newcomers, without_mailbox
from councilgov.elections.models import Contest, Election, Kind, Outcome
from councilgov.elections.returning import actions as returning
from councilgov.elections.returning.actions import Return
from councilgov.elections.returning.forms import ConfirmForm, ResultForm
from councilgov.ledger.models import Entry
from councilgov.people.actions import begin_term, end_term, move_end, take_back_end
from councilgov.people.models import EndReason, TermOfOffice, User
from councilgov.records import Refused
from tests import given
from tests.elections import polls
from tests.elections.polls import confirmed, held, member, new
from tests.elections.test_announcing import NO_NOTICE, TYPED
from tests.offboarding.leavers import ends, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    client.force_login(polls.clerk())
    return client


@pytest.fixture
def ward():
    return given.ward(name="Alder")


def at(name, contest):
    return reverse(f"elections:{name}", args=[contest.election_id, contest.pk])


# Periods


def test_a_period_of_two_years_is_asked_about():
    given.council()
    typed = TYPED | {"notice_on_year": "2025"}

    form = ElectionForm(typed)

    assert "more than 12 weeks before the poll" in str(form.errors["notice_on"])
    assert "is_so_long" in form.fields
    assert ElectionForm(typed | {"is_so_long": "on"}).is_valid()
    assert "is_so_long" not in ElectionForm(TYPED).fields


@pytest.mark.parametrize(("weeks", "is_asked"), [(12, False), (13, True)])
def test_twelve_weeks_are_no_slip(weeks, is_asked):
    given.council()
    day = polls.POLL - timedelta(weeks=weeks)
    parts = {f"notice_on_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}

    assert bool(ElectionForm(TYPED | parts).errors) == is_asked


@pytest.mark.parametrize(
    ("kind", "day", "is_asked"),
    [
        (Kind.ORDINARY, 29, True),
        (Kind.BY_ELECTION, 29, False),
        (Kind.OTHER, 29, False),
        (Kind.MAYORAL, 29, False),
    ],
)
def test_a_second_ordinary_election_of_these_weeks_is_asked_about(kind, day, is_asked):
    polls.election()
    typed = TYPED | {"kind": str(kind), "poll_on_day": str(day), "poll_on_month": "4"}

    form = ElectionForm(typed)

    assert bool(form.errors) == is_asked
    if is_asked:
        assert "Council elections 2027 is on Thursday 6 May 2027" in str(form.errors["poll_on"])
    assert ElectionForm(typed | {"is_another": "on"}).is_valid()


def test_an_election_is_not_another_than_itself():
    assert ElectionForm(TYPED, election=polls.election()).is_valid()


def test_the_day_of_the_notice_is_filled_in_and_kept_with_all_else(signed_in, ward):
    given.council()
    some = TYPED | NO_NOTICE | {"area": "wards", "wards": [ward.pk, given.ward().pk]}

    shown = signed_in.post(reverse("elections:add_election"), some, follow=True)

    form = shown.context["form"]
    assert form["notice_on"].value() == ["31", "3", "2027"]
    assert len(form["wards"].value()) == 2
    assert "it is filled in now" in shown.text
    assert "(optional)" not in shown.text
    assert not Election.objects.exists()


def test_whoever_has_left_sees_no_banner_to_a_closed_page(client):
    case = ends(given.councillor(), date(2026, 11, 20))
    with on("2026-11-23"):
        polls.election(notice_on=date(2026, 11, 2), poll_on=date(2026, 12, 3))
        client.force_login(case.councillor)
        assert "Pre-election period" not in client.get(reverse("offboarding:mine")).text
        client.force_login(given.councillor())
        assert "Pre-election period" in client.get(reverse("home")).text


# An election entered by mistake


def test_an_election_that_was_entered_by_mistake_is_removed(signed_in, ward):
    election = polls.election(wards=[ward])
    polls.contest(election=election, ward=ward)
    page = reverse("elections:remove_election", args=[election.pk])
    assert page in signed_in.get(election.get_absolute_url()).text

    shown = signed_in.post(page, follow=True).text

    assert "The election is removed." in shown
    assert not Election.objects.exists()
    assert not Contest.objects.exists()
    assert Election.history.filter(history_type="-").count() == 1
    assert Entry.objects.filter(kind="elections.removed").count() == 1


def test_one_that_was_countermanded_by_mistake_is_removed_too(signed_in):
    election = polls.election()
    where = reverse("elections:countermand", args=[election.pk])
    assert "This can’t be undone here." in signed_in.get(where).text
    actions.countermand(election=election, reason="A slip", by=polls.clerk())
    assert "This poll was countermanded." in signed_in.get(where, follow=True).text

    actions.remove_election(election=election, by=polls.clerk())

    assert not Election.objects.exists()


def test_one_with_a_result_stays_also_where_that_was_thrown_away(signed_in):
    election = polls.with_result()
    returning.throw_away(contest=election.contests.get(), by=polls.clerk())
    page = reverse("elections:remove_election", args=[election.pk])

    assert page not in signed_in.get(election.get_absolute_url()).text
    assert "so it stays" in signed_in.get(page, follow=True).text
    with pytest.raises(Refused, match="so it stays"):
        actions.remove_election(election=election, by=polls.clerk())


# Results


def typed_result(contest, **fields):
    return ResultForm(fields, contest=contest)


def test_somebody_new_needs_no_address_and_gets_one_later(ward):
    contest = polls.contest(ward=ward, seats=2)
    form = typed_result(contest, name_1="Nia Newcomer", name_2="Oli Other")
    assert form.is_valid(), form.errors

    held(contest, *form.returns())
    confirmed(contest)

    people = User.objects.filter(full_name__in=["Nia Newcomer", "Oli Other"])
    assert [person.email for person in people] == [None, None]
    assert without_mailbox().count() == 2
    assert TermOfOffice.objects.filter(councillor__in=people).count() == 2


def test_two_of_one_name_in_two_wards_are_not_one_person(ward):
    one, contest = Return(Outcome.ELECTED, None, "Nia Newcomer"), polls.contest(ward=ward)
    other = polls.contest(election=contest.election)
    held(contest, one)
    held(other, one)

    confirmed(contest, other)

    assert User.objects.filter(full_name="Nia Newcomer").count() == 2


def test_an_address_of_somebody_else_is_said_at_its_box(ward):
    owner = given.councillor(full_name="Robin Alder")
    contest = polls.contest(ward=ward)

    form = typed_result(contest, name_1="Poppy Greengage", email_1=owner.email.upper())
    same = typed_result(contest, name_1="Robin Alder", email_1=owner.email)
    without = typed_result(contest, name_1="robin alder")

    assert "That is Robin Alder’s address" in str(form.errors["email_1"])
    assert same.is_valid()
    assert "was a councillor before: choose them above" in str(without.errors["name_1"])


def test_somebody_else_of_the_name_of_a_former_councillor_needs_no_address_either(ward, signed_in):
    former = given.councillor(full_name="Robin Alder")
    contest = polls.contest(ward=ward)
    page = at("enter_result", contest)
    assert "other_1" not in signed_in.get(page).context["form"].fields
    assert "somebody else of that name" in signed_in.post(page, {"name_1": "Robin Alder"}).text

    form = typed_result(contest, name_1="Robin Alder", other_1="on")
    assert form.is_valid(), form.errors
    held(contest, *form.returns())

    assert signed_in.get(page).context["form"]["other_1"].value()
    confirmed(contest)
    person = User.objects.exclude(pk=former.pk).get(full_name="Robin Alder")
    assert (person.email, person.terms.count()) == (None, 1)


def test_seats_that_nobody_has_are_told_and_nothing_is_ticked_beforehand(ward):
    contest = held(polls.contest(ward=ward, seats=3), new(), new("Oli Other"))
    full = held(polls.contest(election=contest.election), new("Una Unclear"))

    assert "1 seat is not filled." in contest.words
    assert "not filled" not in full.words
    form = ConfirmForm(election=contest.election)
    assert not form["contests"].value()


def test_who_leaves_on_a_later_day_already_is_shown(signed_in, ward):
    contest = polls.contest(ward=ward)
    late, early, again = member(ward, "Desmond Laurent"), member(ward), member(ward)
    days = ((late, date(2027, 6, 5)), (early, polls.CHANGE), (again, None))
    for person, day in days:
        if day:
            reason = EndReason.RESIGNED
            end_term(term=person.terms.get(), ends_at=end_of_day(day), reason=reason, by=None)

    shown = signed_in.get(at("enter_result", contest))

    assert [term.councillor for term in shown.context["form"].leaving] == [late]
    assert "Desmond Laurent sits for this ward until 5 June 2027" in shown.text
    assert reverse("accounts:move_end", args=[late.terms.get().pk]) in shown.text


def test_at_a_by_election_nobody_is_asked_about_a_later_end(ward):
    by = polls.election(kind=Kind.BY_ELECTION, wards=[ward])
    contest = polls.contest(election=by, ward=ward)
    ends(member(ward), date(2027, 6, 5))

    assert ResultForm(contest=contest).leaving == []


def test_countermanding_says_that_what_is_held_goes(signed_in, ward):
    contest = polls.contest(ward=ward)
    page = at("countermand_ward", contest)
    assert "is thrown away" not in signed_in.get(page).text

    held(contest, new())

    assert "The result that is held is thrown away." in signed_in.get(page).text


# An end that is taken back against a result


def lost(ward):
    sits = member(ward, "Chidi Thompson")
    contest = polls.contest(ward=ward)
    held(contest, Return(Outcome.NOT_ELECTED, sits), new())
    confirmed(contest)
    return contest, sits.terms.get()


def test_whoever_takes_back_an_end_reads_which_result_made_it(signed_in, ward):
    contest, term = lost(ward)
    page = reverse("accounts:take_back_end", args=[term.pk])
    assert "The result of Alder in Council elections 2027 ends this term." in (
        signed_in.get(page).text
    )
    before = signed_in.get(contest.get_absolute_url()).text
    assert "was taken back" not in before
    assert "Changed since this was confirmed" not in before

    take_back_end(term=term, by=polls.clerk())

    shown = signed_in.get(contest.get_absolute_url()).text
    assert "Changed since this was confirmed" in shown
    assert "Chidi Thompson: the end of the term was taken back." in shown


def test_an_end_that_was_moved_is_told_on_the_ward(signed_in, ward):
    contest, term = lost(ward)
    day = end_of_day(date(2027, 5, 20))

    move_end(term=term, ends_at=day, reason=EndReason.RETIRED, by=polls.clerk())

    shown = signed_in.get(contest.get_absolute_url()).text
    assert "Chidi Thompson: the end of the term was changed to 20 May 2027." in shown


def test_an_end_without_a_result_is_taken_back_as_before(signed_in):
    term = member(given.ward()).terms.get()
    ends(term.councillor, date(2027, 6, 5))

    shown = signed_in.get(reverse("accounts:take_back_end", args=[term.pk])).text

    assert "The result of" not in shown


# Pages that could only refuse


@pytest.mark.parametrize("page", ["enter_result", "throw_away", "countermand_ward"])
def test_an_act_that_is_not_due_leads_back_to_the_ward(signed_in, ward, page):
    contest, _term = lost(ward)
    shown = signed_in.get(at(page, contest), follow=True)

    assert shown.redirect_chain == [(contest.get_absolute_url(), 302)]
    assert "This can’t be done now." in shown.text


def test_a_ward_of_an_election_that_was_put_off_takes_no_result(signed_in, ward):
    contest = polls.contest(ward=ward)
    actions.countermand(election=contest.election, reason="An Act", by=polls.clerk())

    shown = signed_in.get(at("enter_result", contest), follow=True).text

    assert "Alder: Countermanded. This can’t be done now." in shown


def test_an_election_with_a_confirmed_result_is_not_countermanded(signed_in, ward):
    contest, _term = lost(ward)
    page = reverse("elections:countermand", args=[contest.election_id])

    assert "Undo them first." in signed_in.get(page, follow=True).text


def test_a_second_tab_says_that_nothing_is_held_any_more(signed_in, ward):
    contest, _term = lost(ward)
    page = reverse("elections:confirm_results", args=[contest.election_id])

    assert "somebody may have confirmed them" in signed_in.post(page, follow=True).text


def test_an_office_is_not_vacant_while_there_is_time(signed_in):
    term = polls.undeclared()
    page = reverse("elections:vacate", args=[term.pk])

    assert "still has time to declare" in signed_in.get(page, follow=True).text
    with on("2027-01-06"):
        signed_in.force_login(polls.clerk())
        assert "Confirm that the office is vacant" in signed_in.get(page).text


# Newly elected


def test_who_was_elected_again_stands_apart(signed_in, ward):
    term = polls.undeclared()
    again = member(ward, "Ada Again")
    end_term(
        term=again.terms.get(),
        ends_at=end_of_day(date(2026, 11, 9)),
        reason=EndReason.RETIRED,
        by=None,
    )
    gap = member(given.ward(), "Gil Gap")
    ends(gap, date(2026, 10, 1))
    for person in (again, gap):
        day = date(2026, 11, 9)
        row = begin_term(councillor=person, ward=given.ward(), starts_on=day, by=None)
        row.declaration_due_on = date(2027, 1, 5)
        row.keep(by=None, why="Test")

    found = {row.term.councillor_id: row.is_again for row in newcomers(polls.clerk())}

    assert found == {again.pk: True, gap.pk: False, term.councillor_id: False}
    shown = signed_in.get(reverse("elections:new_members")).text
    assert shown.index("Gil Gap") < shown.index("Elected again") < shown.index("Ada Again")


def test_the_desk_sees_who_needs_a_mailbox(client):
    term = polls.undeclared()
    person = term.councillor
    person.email = None
    person.keep(by=None, why="Test")
    client.force_login(given.officer(Role.ICT_DESK))

    home = client.get(reverse("home")).text
    shown = client.get(reverse("elections:new_members")).text

    assert "1 newly elected councillor needs a mailbox" in home
    assert "No council mailbox yet" in shown
    assert reverse("devices:issues") in shown
    assert reverse("elections:elections") not in shown
    assert reverse("accounts:person", args=[person.pk]) not in shown
