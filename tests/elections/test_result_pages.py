"""Results on their pages: entered, confirmed and undone by an officer in a browser."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councilgov.access import Role
from councilgov.elections.announcing.actions import change_election
from councilgov.elections.models import Contest, Election, Kind, Outcome
from councilgov.elections.returning.actions import Return
from councilgov.people.models import TermOfOffice, User
from tests import given
from tests.elections import polls
from tests.elections.polls import confirmed, held, member, new
from tests.offboarding.leavers import on


@pytest.fixture
def signed_in(client):
    client.force_login(polls.clerk())
    return client


@pytest.fixture
def ward():
    return given.ward(name="Alder")


def at(name, contest):
    return reverse(f"elections:{name}", args=[contest.election_id, contest.pk])


COUNTERMANDED = "The whole election was put off by law</a>"
SEATS = {"changes_on_day": "10", "changes_on_month": "5", "changes_on_year": "2027"}


def test_a_ward_from_its_seats_to_a_recount(signed_in, ward):
    sits = member(ward, "Sid Sitting")
    election = polls.election()
    where = reverse("elections:set_up", args=[election.pk])

    asked = signed_in.get(where)
    assert "Monday 10 May 2027" in asked.text
    assert asked.context["form"]["changes_on"].value() == polls.CHANGE
    assert asked.context["form"][f"ward_{ward.pk}"].value() == 1
    signed_in.post(where, SEATS | {f"ward_{ward.pk}": "1"})
    contest = Contest.objects.get()
    typed = {
        f"sits_{sits.pk}": "not_elected",
        "name_1": "Nia Newcomer",
        "email_1": f"nia@{given.DOMAIN}",
    }
    shown = signed_in.post(at("enter_result", contest), typed, follow=True).text
    assert "Nothing follows before it is confirmed" in shown
    assert "Not elected again" in shown
    assert 'value="Nia Newcomer"' in signed_in.get(at("enter_result", contest)).text

    assert sits.terms.get().ends_at is None


def test_the_suggested_day_of_change_is_no_holiday_that_was_proclaimed(signed_in):
    election = polls.election()
    given.closure(day=polls.CHANGE, name="A proclaimed holiday", is_holiday=True)
    given.closure(day=date(2027, 5, 11), name="Council closed")
    asked = signed_in.get(reverse("elections:set_up", args=[election.pk]))

    assert asked.context["form"]["changes_on"].value() == date(2027, 5, 11)


def test_where_the_poll_is_moved_the_day_of_change_is_asked_anew(signed_in, ward):
    contest = polls.contest(ward=ward)
    held(contest, new())
    election = contest.election
    told: dict[str, Any] = {"kind": Kind.ORDINARY, "name": "Moved", "wards": []}
    told["notice_on"] = election.notice_on
    change_election(election=election, poll_on=election.poll_on, by=polls.clerk(), **told)
    assert Election.objects.get().changes_on == polls.CHANGE

    change_election(election=election, poll_on=date(2027, 4, 29), by=polls.clerk(), **told)

    assert Election.objects.get().changes_on is None
    page = reverse("elections:confirm_results", args=[election.pk])
    assert "Enter the day on which councillors change first." in signed_in.get(page).text
    assert "is not known: enter it below" in signed_in.get(election.get_absolute_url()).text
    late = {day: Contest.objects.late(date(2027, 5, day)).exists() for day in (2, 3)}
    assert late == {2: False, 3: True}
    asked = signed_in.get(reverse("elections:set_up", args=[election.pk])).context["form"]
    assert asked["changes_on"].value() == date(2027, 5, 4)  # the third is a bank holiday


def test_a_result_is_confirmed_and_undone(signed_in, ward):
    sits = member(ward, "Sid Sitting")
    contest = polls.contest(ward=ward)
    held(contest, Return(Outcome.NOT_ELECTED, sits), new())
    page = reverse("elections:confirm_results", args=[contest.election_id])
    seen = signed_in.get(page).context["form"]["seen"].value()
    assert "Elected: Nia Newcomer" in signed_in.get(page).text
    done = signed_in.post(page, {"contests": [contest.pk], "seen": seen}, follow=True).text
    assert "1 result is confirmed." in done
    assert sits.terms.get().ends_at
    again = signed_in.post(page, {"contests": [contest.pk], "seen": seen}, follow=True).text
    assert "No result is held" in again

    undo = at("undo_result", contest)
    assert "case of leaving is cancelled" in signed_in.get(undo).text
    undone = signed_in.post(undo, {"reason": "Recount on 8 May"}, follow=True).text
    assert sits.terms.get().ends_at is None
    for told in ("Result undone", "Recount on 8 May", "Result confirmed", "Seats entered"):
        assert told in undone
    assert "Result awaited" in signed_in.post(at("throw_away", contest), follow=True).text


def test_what_was_entered_anew_is_not_confirmed_unseen(signed_in):
    election = polls.with_result()
    contest = election.contests.get()
    page = reverse("elections:confirm_results", args=[election.pk])
    seen = signed_in.get(page).context["form"]["seen"].value()
    held(contest, new("Oli Other"))

    shown = signed_in.post(page, {"contests": [contest.pk], "seen": seen}, follow=True).text

    assert "entered anew since you looked" in shown
    assert not TermOfOffice.objects.exists()


def test_the_form_of_a_result_says_what_to_do(signed_in, ward):
    sits = member(ward, "Sid Sitting")
    contest = polls.contest(ward=ward, seats=3)
    polls.contest(election=contest.election)
    known = given.councillor()
    typed = {
        f"sits_{sits.pk}": "elsewhere",
        "name_1": "Nia Newcomer",
        "email_2": f"oli@{given.DOMAIN}",
        "known_3": known.pk,
        "name_3": "Una Unclear",
        "email_3": f"una@{given.DOMAIN}",
    }

    shown = signed_in.post(at("enter_result", contest), typed, follow=True).text
    empty = signed_in.post(at("enter_result", contest), {"name_1": ""}, follow=True).text

    for told in (
        "Select the ward in which they stood",
        "Enter their full name",
        "Choose somebody or enter a name, not both",
    ):
        assert told in shown
    assert "Select what the poll means for Sid Sitting" in empty
    nobody = {f"sits_{sits.pk}": "not_elected"}
    shown = signed_in.post(at("enter_result", contest), nobody, follow=True).text
    assert "Enter who was elected. If the poll was not held" in shown


def test_more_seats_and_more_who_sit_ask_for_no_more_queries(signed_in, ward):
    other = given.ward()
    contest = polls.contest(ward=ward, seats=3)
    polls.contest(election=contest.election, ward=other)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            signed_in.get(at("enter_result", contest))
        return len(queries)

    member(ward)
    one = asked()
    for _n in range(3):
        member(ward)
    many = polls.returning.set_up(
        election=contest.election,
        seats={ward.pk: 9, other.pk: 1},
        changes_on=polls.CHANGE,
        by=polls.clerk(),
    )
    assert max(row.seats for row in many) == 9

    assert asked() == one


def test_who_stood_elsewhere_and_who_comes_back_are_entered(signed_in, ward):
    sits, former = member(ward, "Sid Sitting"), given.councillor(full_name="Fay Former")
    contest = polls.contest(ward=ward)
    other = polls.contest(election=contest.election)
    typed = {
        f"sits_{sits.pk}": "elsewhere",
        f"where_{sits.pk}": other.pk,
        "known_1": former.pk,
    }
    signed_in.post(at("enter_result", contest), typed)

    rows = contest.results.order_by("pk").values_list("person", "outcome", "elsewhere")
    assert list(rows) == [(sits.pk, "elsewhere", other.pk), (former.pk, "elected", None)]
    form = signed_in.get(at("enter_result", contest)).context["form"]
    assert form["known_1"].value() == former.pk
    assert form[f"where_{sits.pk}"].value() == other.pk


def test_the_seats_of_a_by_election_and_of_the_mayor(signed_in, ward):
    by = polls.election(kind=Kind.BY_ELECTION, wards=[ward])
    mayor = polls.election(kind=Kind.MAYORAL)
    first = signed_in.get(reverse("elections:set_up", args=[by.pk]))
    assert first.context["form"][f"ward_{ward.pk}"].value() == 1
    assert "as the returning officer says" in first.text

    signed_in.post(reverse("elections:set_up", args=[mayor.pk]), SEATS)
    empty = signed_in.post(reverse("elections:set_up", args=[by.pk]), SEATS, follow=True).text

    assert str(mayor.contests.get()) == "Mayor"
    assert "Enter the seats of at least one ward" in empty


def test_outside_england_no_day_of_change_is_suggested(signed_in):
    given.council(nation="wales")
    row = polls.election()

    shown = signed_in.get(reverse("elections:set_up", args=[row.pk]))

    assert "for England only" in shown.text
    assert shown.context["form"]["changes_on"].value() is None


def test_who_retires_is_entered_and_confirmed_where_no_poll_was_held(signed_in, ward):
    sits = member(ward, "Sid Sitting")
    contest = polls.contest(ward=ward)
    asked = signed_in.get(at("countermand_ward", contest)).text
    assert "retires on that day all the same" in asked
    gone = signed_in.post(at("countermand_ward", contest), {"reason": "A death"}, follow=True)
    assert "Enter who retires" in gone.text
    form = signed_in.get(at("enter_result", contest)).context["form"]
    assert list(form.fields) == [f"sits_{sits.pk}"]
    assert [value for value, _label in form.fields[f"sits_{sits.pk}"].choices] == [
        "retires",
        "stays",
    ]
    typed = {f"sits_{sits.pk}": "retires"}
    shown = signed_in.post(at("enter_result", contest), typed, follow=True).text
    assert "Retires: the poll was countermanded" in shown
    assert "The poll in this ward was countermanded</a>" not in shown
    page = reverse("elections:confirm_results", args=[contest.election_id])
    seen = signed_in.get(page).context["form"]["seen"].value()
    signed_in.post(page, {"contests": [contest.pk], "seen": seen})

    assert sits.terms.get().last_day == polls.CHANGE
    events = signed_in.get(contest.get_absolute_url()).text
    for told in ("Poll countermanded", "Who retires is entered", "Who retires is confirmed"):
        assert told in events


def test_an_ordinary_election_is_put_off_as_a_whole_by_law_alone(signed_in):
    election = polls.election()
    where = reverse("elections:countermand", args=[election.pk])

    assert "put off by law</a>" in signed_in.get(election.get_absolute_url()).text
    assert "Which Act or order put it off?" in signed_in.get(where).text
    assert "Enter which Act or order" in signed_in.post(where, {"reason": ""}, follow=True).text


def test_a_poll_in_one_ward_is_countermanded_on_its_page(signed_in):
    contest = polls.with_result().contests.get()

    gone = signed_in.post(at("countermand_ward", contest), {"reason": "A death"}, follow=True)
    assert "A death" in gone.text
    back = signed_in.post(at("countermand_ward", contest), {}, follow=True).text

    assert "The result is awaited." in back


def test_who_reads_elections_changes_nothing(client):
    contest = polls.with_result().contests.get()
    client.force_login(given.officer(Role.AUDITOR))

    shown = client.get(contest.get_absolute_url()).text

    assert "Nia Newcomer" in shown
    assert "Confirm results" not in shown


def test_results_before_the_poll_are_warned_of_and_never_after_it(signed_in):
    contest = polls.with_result().contests.get()
    where = reverse("elections:confirm_results", args=[contest.election_id])

    for page in (where, at("enter_result", contest)):
        assert "it is still to come" in signed_in.get(page).text
    with on("2027-05-07"):
        signed_in.force_login(polls.clerk())
        assert "still to come" not in signed_in.get(where).text


def test_a_poll_offers_what_can_still_be_done_of_it(signed_in):
    contest = polls.with_result().contests.get()
    where = contest.election.get_absolute_url()
    before = signed_in.get(where).text
    assert all(told in before for told in ("Confirm results", "Change seats", COUNTERMANDED))

    confirmed(contest)

    after = signed_in.get(where).text
    offered = ("Confirm results", "Change seats", "Upload results", COUNTERMANDED)
    assert not any(told in after for told in offered)
    assert "Enter seats" in signed_in.get(polls.election().get_absolute_url()).text


def test_what_is_not_confirmed_opens_no_page_of_undoing(signed_in):
    contest = polls.with_result().contests.get()

    for sent in (signed_in.get, signed_in.post):
        shown = sent(at("undo_result", contest), follow=True)
        assert shown.redirect_chain[-1][0] == contest.get_absolute_url()
        assert "This can’t be done now." in shown.text


def test_wards_that_are_undone_together_are_named_before(signed_in, ward):
    contest = polls.contest(ward=ward)
    other = polls.contest(election=contest.election)
    sits = member(ward)
    held(contest, Return(Outcome.ELSEWHERE, sits, elsewhere=other))
    held(other, Return(Outcome.ELECTED, sits))
    confirmed(contest, other)

    shown = signed_in.get(at("undo_result", contest)).text

    assert f"somebody stood in both: {other}" in shown


def test_pages_of_an_election_take_as_many_queries_for_many_wards(
    signed_in, django_assert_num_queries
):
    contest = polls.contest()
    where = Election.objects.get().get_absolute_url()
    signed_in.get(where)
    with django_assert_num_queries(11) as first:
        signed_in.get(where)
    for _n in range(5):
        polls.contest(election=contest.election)

    with django_assert_num_queries(len(first)):
        signed_in.get(where)
    assert User.objects.count() > 1
