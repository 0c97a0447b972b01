"""Results from a spreadsheet: checked, held, and never more than that."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councilgov.deadlines import end_of_day
from councilgov.elections.announcing.actions import countermand
from councilgov.elections.models import Contest, ContestStatus, Kind, Result
from councilgov.imports import actions, working
from councilgov.imports.importables import importable_of
from councilgov.imports.mapping import guessed
from councilgov.imports.models import Import
from councilgov.people.actions import end_term
from councilgov.people.models import EndReason, TermOfOffice, User
from tests import given
from tests.elections import polls
from tests.elections.polls import confirmed, member

HEADINGS = "Ward,Candidate,Result,Email,Stood in"


@pytest.fixture
def ward():
    return given.ward(name="Alder")


@pytest.fixture
def contest(ward):
    return polls.contest(ward=ward, seats=2)


def checked(*lines, by=None):
    kind, clerk = importable_of("results"), by or polls.clerk()
    content = "\r\n".join([HEADINGS, *lines]).encode()
    row = actions.upload(kind=kind, content=content, name="results.csv", by=clerk)
    if not row.mapping:
        actions.map_columns(row=row, mapping=guessed(kind, row.headings), by=clerk)
    working.work()
    return Import.objects.get(pk=row.pk)


def applied(*lines):
    row = checked(*lines)
    actions.ask_to_apply(row=row, by=row.uploaded_by)
    working.work()
    return Import.objects.get(pk=row.pk)


def outcomes(row):
    return [one.outcome for one in row.found.order_by("number")]


def faults(row):
    return " ".join(str(one.faults) for one in row.found.all())


def email(name):
    return f"{name}@{given.DOMAIN}"


def test_a_file_is_held_and_nothing_follows(contest, ward):
    sits, leaves = member(ward, "Jane O’Neill"), member(ward, "Lou Leaver")
    applied(
        "Alder,Cllr Jane O'Neill MBE,Elected,,",
        "alder,Lou Leaver,Not elected,,",
        f"Alder,Nia Newcomer,Yes,{email('nia')},",
        "Alder,Candi Date,Not elected,,",
    )

    rows = contest.results.order_by("pk").values_list("person", "full_name", "outcome")
    assert list(rows) == [
        (sits.pk, "", "elected"),
        (leaves.pk, "", "not_elected"),
        (None, "Nia Newcomer", "elected"),
    ]
    assert Contest.objects.get().status == ContestStatus.HELD
    assert not TermOfOffice.objects.exclude(ends_at=None).exists()
    assert not User.objects.filter(full_name="Nia Newcomer").exists()
    confirmed(contest)
    assert leaves.terms.get().ends_at


def test_the_same_file_twice_changes_nothing_and_another_is_held_anew(contest):
    lines = [f"Alder,Nia Newcomer,Elected,{email('nia')},", "Alder,Candi Date,Not elected,,"]
    applied(*lines)

    assert outcomes(checked(*lines)) == ["unchanged", "unchanged"]
    again = checked(*lines, f"Alder,Oli Other,Elected,{email('oli')},")
    assert outcomes(again) == ["update", "unchanged", "update"]


def test_who_stood_elsewhere_and_who_was_here_before_are_known(contest, ward):
    other = polls.contest(election=contest.election, ward=given.ward(name="Birch"))
    sits, former = member(ward, "Sid Sitting"), given.councillor(full_name="Fay Former")
    applied(
        "Alder,Sid Sitting,Stood elsewhere,,Birch",
        "Birch,Sid Sitting,Elected,,",
        f"Alder,Fiona Former,Elected,{former.email},",
    )

    found = {row.person_id: row for row in contest.results.all()}
    assert found[sits.pk].elsewhere == other
    assert found[former.pk].outcome == "elected"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["Cedar,Nia Newcomer,Elected,nia@barchester.example,"], "No result of this ward"),
        (["Alder,Nia Newcomer,Perhaps,nia@barchester.example,"], "Enter one of these"),
        (["Alder,Nia Newcomer,Elected,nia@elsewhere.example,"], "Enter a council email address"),
        (["Alder,Oli Other,Elected,oli@barchester.example,"], "Sid Sitting sits for Alder"),
        (["Alder,Sid Sitting,Stood elsewhere,,Nowhere"], "No result of this ward"),
        (
            ["Alder,Sid Sitting,Elected,,", "Alder,Sid Sitting,Not elected,,"],
            "Somebody is named twice",
        ),
        (
            [
                "Alder,Sid Sitting,Elected,,",
                "Alder,Nia Newcomer,Elected,nia@barchester.example,",
                "Alder,Oli Other,Elected,oli@barchester.example,",
            ],
            "has 2 seats at this poll, and 3 are marked",
        ),
    ],
)
def test_a_ward_is_refused_whole_in_words(contest, ward, lines, told):
    member(ward, "Sid Sitting")
    row = checked(*lines)

    assert told in faults(row)
    assert set(outcomes(row)) == {"refused"}
    assert row.good == 0


def test_what_is_wrong_with_one_row_stops_its_ward_and_no_other(contest):
    birch = polls.contest(election=contest.election, ward=given.ward(name="Birch"))
    applied(
        f"Alder,Nia Newcomer,Elected,{email('nia')},",
        "Alder,Oli Other,Elected,oli@elsewhere.example,",
        f"Birch,Una Usual,Elected,{email('una')},",
    )

    assert list(Result.objects.values_list("contest", flat=True)) == [birch.pk]
    perhaps = checked(f"Alder,Nia Newcomer,Elected,{email('nia')},", "Alder,Candi Date,Perhaps,,")
    assert set(outcomes(perhaps)) == {"refused"}
    assert "Another row of this ward is wrong" in faults(
        checked(
            f"Alder,Nia Newcomer,Elected,{email('nia')},",
            "Alder,Oli Other,Elected,oli@elsewhere.example,",
        )
    )


def test_nobody_is_elected_twice_in_a_file(contest):
    polls.contest(election=contest.election, ward=given.ward(name="Birch"))
    row = checked(
        f"Alder,Nia Newcomer,Elected,{email('nia')},",
        f"Birch,Nia Newcomer,Elected,{email('nia')},",
    )

    assert "Row 3 marks the same person as elected." in faults(row)
    assert set(outcomes(row)) == {"refused"}


def test_where_two_polls_are_awaited_in_a_ward_nothing_is_guessed(contest, ward):
    second = polls.election(kind=Kind.BY_ELECTION, wards=[ward])
    polls.contest(election=second, ward=ward)

    assert "Two polls in this ward" in faults(checked("Alder,Nia Newcomer,Elected,n@x.example,"))


def test_a_poll_that_is_countermanded_takes_no_file(contest):
    countermand(election=contest.election, reason="Death", by=polls.clerk())

    assert "No result of this ward" in faults(checked("Alder,Nia Newcomer,Elected,,"))


def test_two_councillors_of_one_name_are_nobody_without_an_address(contest):
    given.councillor(full_name="Sam Same")
    given.councillor(full_name="Sam Same")

    assert "Enter the address of the one meant" in faults(checked("Alder,Sam Same,Elected,,"))


def test_an_address_that_is_given_decides_and_no_namesake_gets_the_account(contest):
    old = given.councillor(full_name="John Smith", email=email("john.smith"))
    end_term(
        term=old.terms.get(),
        ends_at=end_of_day(date(2023, 5, 9)),
        reason=EndReason.RETIRED,
        by=None,
    )

    row = checked(f"Alder,John Smith,Elected,{email('j.smith2')},")
    assert "for the same, give no address" in str(row.found.get().changes)
    applied(f"Alder,John Smith,Elected,{email('j.smith2')},")
    assert contest.results.get().email == email("j.smith2")
    applied("Alder,John Smith,Elected,,")
    assert contest.results.get().person == old
    assert outcomes(checked(f"Alder,Jack Smith,Elected,{email('john.smith')},")) == ["unchanged"]


def test_who_has_no_mailbox_yet_is_known_by_name_whatever_address_is_given(contest):
    known = given.councillor(full_name="John Smith", email=None)
    applied(f"Alder,John Smith,Elected,{email('john.smith')},")

    assert contest.results.get().person == known


def test_the_preview_says_who_is_new_and_has_no_mailbox_so_far(contest):
    found = checked(
        "Alder,Nia Newcomer,Elected,,", f"Alder,Oli Other,Elected,{email('oli')},"
    ).found.order_by("number")

    assert [row.changes[0][2] for row in found] == [
        "Elected (new, without a mailbox so far)",
        "Elected (new)",
    ]


def test_the_preview_names_the_account_of_somebody_who_is_known(contest):
    given.councillor(full_name="John Smith", email=email("john.smith"))

    row = checked("Alder,John Smith,Elected,,")

    assert f"known here: {email('john.smith')}" in str(row.found.get().changes)


def test_who_sits_for_the_ward_is_known_by_name_whatever_address_is_given(contest, ward):
    sits = member(ward, "John Smith")
    given.councillor(full_name="John Smith")
    applied(f"Alder,John Smith,Elected,{email('another')},")

    assert contest.results.get().person == sits


def test_more_rows_of_a_ward_take_no_more_queries(contest):
    def asked(*lines):
        with CaptureQueriesContext(connection) as queries:
            checked(*lines)
        return len(queries)

    many = [f"Alder,Candi Date {n},Not elected,," for n in range(50)]
    asked("Alder,Candi Date,Not elected,,")

    assert asked(*many) <= asked(many[0]) + 1


def test_the_page_of_an_election_leads_to_the_upload(contest, client):
    client.force_login(polls.clerk())
    shown = client.get(contest.election.get_absolute_url()).text

    assert "/imports/new/results/" in shown
    row = checked(f"Alder,Nia Newcomer,Elected,{email('nia')},")
    assert "1 result" in client.get(f"/imports/{row.pk}/").text
    assert "Upload results" in client.get("/imports/").text
