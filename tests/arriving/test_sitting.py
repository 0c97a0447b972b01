"""Wards, terms and groups of a file: asked about, and nobody ever leaves by one."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from councilgov.deadlines import end_of_day
from councilgov.elections import contests
from councilgov.imports import actions, working
from councilgov.imports.models import Import
from councilgov.ledger.models import Entry
from councilgov.people.actions import close_account, end_term, join_group
from councilgov.people.models import (
    EndReason,
    TermKind,
    TermOfOffice,
    User,
    Ward,
)
from tests import given
from tests.arriving.lists import (
    HEADINGS,
    ONE,
    answered,
    applied,
    asked,
    changes,
    checked,
    csv,
    faults,
    left,
    member,
    outcomes,
)


def test_a_ward_is_known_by_nearly_its_name(clerk):
    given.ward(name="Alder & Ash")
    row = checked(csv("9,Nia Newcomer,Alder and Ash Ward,,,11/5/2026,"), by=clerk)

    assert asked(row) == []
    assert outcomes(row) == ["create"]


def test_a_ward_that_is_new_may_be_one_that_there_is(clerk, alder):
    row = checked(csv("9,Nia Newcomer,Aldr,,,11/5/2026,"), by=clerk)
    assert [option.value for option in row.questions[0].options] == [
        "add",
        str(alder.pk),
        "none",
        "out",
    ]
    applied(csv("9,Nia Newcomer,Aldr,,,11/5/2026,"), by=clerk, ward=str(alder.pk))

    assert TermOfOffice.objects.get(councillor__reference="9").ward == alder
    assert Ward.objects.get() == alder


def test_what_is_no_ward_is_the_mayors(clerk):
    applied(csv("9,Nia Newcomer,Elected Mayor,,,11/5/2026,"), by=clerk, ward="none")

    mayor = User.objects.get(reference="9")
    term = mayor.terms.get()
    assert (term.ward, term.kind) == (None, TermKind.MAYOR)
    assert mayor.known_as == "Mayor Newcomer"
    again = checked(csv("9,Nia Newcomer,Elected Mayor,,,,"), by=clerk)
    assert outcomes(again) == ["unchanged"]


@pytest.mark.parametrize("what", ["ward", "group"])
def test_rows_of_what_an_officer_does_not_know_are_left_out(clerk, alder, what):
    line = {
        "ward": "9,Nia Newcomer,Nowhere,,,11/5/2026,",
        "group": "9,Nia Newcomer,Alder,X,,1/5/2026,",
    }
    row = checked(csv(line[what]), by=clerk, **{what: "out"})

    assert outcomes(row) == ["refused"]
    assert "You answered that it is to be left out." in faults(row)


def test_another_ward_is_corrected_if_the_officer_says_so_and_no_term_ends(clerk, alder):
    birch = given.ward(name="Birch")
    jane = member(alder, reference="7")
    row = checked(csv("7,Jane O'Neill,Birch,,,,"), by=clerk)
    assert asked(row) == ["other"]
    assert outcomes(row) == ["refused"]
    out = answered(row, by=clerk, other="out")
    assert "left out" in faults(out)

    row = answered(out, by=clerk, other="correct")
    assert changes(row) == [("Ward", "Alder", "Birch")]
    actions.ask_to_apply(row=row, by=clerk)
    working.work()
    term = jane.terms.get()
    assert (term.ward, term.ends_at) == (birch, None)
    assert term.history.count() == 2


def test_a_ward_is_not_corrected_into_a_term_that_they_had_there(clerk, alder):
    birch = given.ward(name="Birch")
    jane = member(alder, reference="7")
    other = given.term(jane, ward=birch, starts_on=date(2021, 5, 10))
    end = end_of_day(date(2025, 5, 5))
    end_term(term=other, ends_at=end, reason=EndReason.RETIRED, by=None)
    row = checked(csv("7,Jane O'Neill,Birch,,,,"), by=clerk, other="correct")

    assert "They have another term for this ward" in faults(row) or (
        "They have a term for this ward already, until 5 May 2025." in faults(row)
    )
    assert asked(row) == []


def test_the_ward_under_the_result_of_an_election_is_not_corrected(clerk, alder, monkeypatch):
    given.ward(name="Birch")
    jane = member(alder, reference="7")
    term = jane.terms.get()
    monkeypatch.setattr(contests, "begun_by_results", lambda: {term.pk})
    row = checked(csv("7,Jane O'Neill,Birch,,,,"), by=clerk)

    assert "sits for Alder by the result of an election here" in faults(row)


def test_of_two_wards_a_file_cannot_tell_which_is_meant(clerk, alder):
    jane = member(alder, reference="7")
    given.term(jane, ward=given.ward(name="Birch"))

    assert outcomes(checked(csv("7,Jane O'Neill,Birch,,,,"), by=clerk)) == ["unchanged"]
    given.ward(name="Cedar")
    row = checked(csv("7,Jane O'Neill,Cedar,,,,"), by=clerk)
    assert "They sit for Alder, Birch here" in faults(row)


def test_the_term_of_somebody_in_office_is_not_changed(clerk, alder):
    jane = member(alder, reference="7")
    row = checked(csv("7,Jane O'Neill,Alder,,,11/5/2026,"), by=clerk)

    assert outcomes(row) == ["unchanged"]
    assert jane.terms.get().starts_on == date(2022, 5, 9)


def test_who_left_comes_back_with_a_new_term_only(clerk, alder):
    jane = left(member(alder, reference="7"))
    close_account(person=jane, reason="left", by=clerk)
    old = checked(csv("7,Jane O'Neill,Alder,,,6/5/2022,"), by=clerk)
    assert "left office here on 24 October 2026" in faults(old)

    row = applied(csv("7,Jane O'Neill,Alder,,,24/10/2026,"), by=clerk, declared="yes")
    assert row.updated == 1
    jane.refresh_from_db()
    assert jane.is_active
    assert jane.terms.count() == 2
    assert jane.terms.get(ends_at=None).starts_on == date(2026, 10, 24)


def test_somebody_new_needs_a_ward_and_a_day_that_has_come(clerk, alder):
    row = checked(
        csv("9,Nia Newcomer,,,,11/5/2026,", "8,Oli Other,Alder,,,24/11/2026,"),
        by=clerk,
    )

    assert "Somebody who is new needs a ward." in faults(row)
    assert "The term begins on 24 November 2026" in faults(row)
    today = checked(csv("8,Oli Other,Alder,,,23/11/2026,"), by=clerk)
    assert outcomes(answered(today, by=clerk, declared="yes")) == ["create"]


def test_where_no_day_is_said_it_is_asked_for_each_file(clerk, alder):
    line = csv("9,Nia Newcomer,Alder,,,unspecified,")
    row = checked(line, by=clerk)
    assert asked(row) == ["first_day", "declared"]
    assert "left out" in faults(answered(row, by=clerk, first_day="out"))

    applied(line, by=clerk, first_day="yes", declared="yes")
    assert TermOfOffice.objects.get().starts_on == date(2026, 11, 23)
    assert asked(checked(csv("8,Oli Other,Alder,,,,"), by=clerk)) == ["first_day", "declared"]


@pytest.mark.parametrize(
    ("first", "answer", "until"),
    [
        ("23/9/2026", "no", date(2026, 11, 23)),
        ("23/11/2026", "no", date(2027, 1, 23)),
        ("23/11/2026", "yes", None),
    ],
)
def test_of_a_new_term_it_is_asked_whether_they_declared(clerk, alder, first, answer, until):
    line = csv(f"9,Nia Newcomer,Alder,,,{first},")
    assert asked(checked(line, by=clerk)) == ["declared"]

    applied(line, by=clerk, declared=answer, elected="0")

    term = TermOfOffice.objects.get()
    assert term.declaration_due_on == until
    assert term.councillor.may_act is (until is None)


@pytest.mark.parametrize(("answer", "until"), [("4", "2027-01-12"), ("1", "2027-01-15")])
def test_the_two_months_run_from_the_day_of_the_election(clerk, alder, answer, until):
    line = csv("9,Nia Newcomer,Alder,,,16/11/2026,")
    row = checked(line, by=clerk, declared="no")
    (_declared, question) = row.questions
    assert question.words == "When were those elected whose term began on 16 November 2026?"
    assert question.options[0].label == "On 12 November 2026, as at an ordinary election"

    applied(line, by=clerk, declared="no", elected=answer)
    assert str(TermOfOffice.objects.get().declaration_due_on) == until


HEADED = HEADINGS.replace("End date", "Declared on")


@pytest.mark.parametrize(
    ("first", "made", "told"),
    [
        ("16/11/2026", "20/11/2026", ""),
        ("16/11/2026", "24/11/2026", "The day must be today or in the past."),
        ("16/9/2026", "17/11/2026", "the last day is 16 November 2026. Check both days."),
        ("16/11/2026", "20/11/1999", "nobody was elected so early. Check both days."),
    ],
)
def test_the_day_of_a_declaration_may_stand_in_the_file(clerk, alder, first, made, told):
    content = f"{HEADED}\r\n9,Nia Newcomer,Alder,,,{first},{made}".encode()
    row = checked(content, by=clerk)
    assert asked(row) == []
    assert told in faults(row)
    assert outcomes(row) == ["refused" if told else "create"]

    if not told:
        assert ("Declaration of acceptance", "", "20 Nov 2026") in changes(row)
        actions.ask_to_apply(row=row, by=clerk)
        working.work()
        term = TermOfOffice.objects.get()
        assert (term.declared_on, term.declaration_due_on) == (date(2026, 11, 20), None)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("yes", "Made, on a day that is not in the file"),
        ("no", "Waited for until 12 January 2027: before it they may not act"),
    ],
)
def test_what_is_assumed_of_a_declaration_is_seen_before(clerk, alder, answer, told):
    line = csv("9,Nia Newcomer,Alder,,,16/11/2026,")
    row = checked(line, by=clerk, declared=answer, elected="4")

    assert ("Declaration of acceptance", "", told) in changes(row)


def test_a_mended_file_is_asked_again_what_holds_for_one_file(clerk, alder):
    row = checked(csv("9,Nia Newcomer,Alder,,,16/11/2026,"), by=clerk, declared="yes")
    actions.mend(row=row, content=csv("8,Bo Quill,Alder,,,16/11/2026,"), name="again.csv", by=clerk)
    working.work()

    row = Import.objects.get(pk=row.pk)
    assert outcomes(row) == ["refused"]
    assert row.answers == {}


def test_whoever_has_sat_for_more_than_two_months_has_declared(clerk, alder):
    applied(csv("9,Nia Newcomer,Alder,,,22/9/2026,"), by=clerk)

    assert TermOfOffice.objects.get().declaration_due_on is None


def test_whoever_the_file_says_has_left_counts_as_not_in_it(clerk, alder):
    jane = member(alder, reference="7")
    row = checked(csv("7,Jane O'Neill,Alder,,,6/5/2022,22/11/2026", ONE), by=clerk)

    assert outcomes(row) == ["unchanged", "create"]
    assert row.absent == [str(jane.terms.get().pk)]
    today = checked(csv("7,Jane O'Neill,Alder,,,6/5/2022,23/11/2026"), by=clerk)
    assert today.absent == []


def test_who_is_not_in_the_file_is_named_and_stays_in_office(clerk, alder):
    jane, lou = member(alder, reference="7"), member(alder, "Lou Leaver")
    left(member(alder, "Fay Former"))
    given.term(given.person(), ward=None, kind=TermKind.CO_OPTED)
    row = applied(csv(ONE, "7,Jane O'Neill,Alder,,,,"), by=clerk)

    assert row.absent == [str(lou.terms.get().pk)]
    assert {jane.pk, lou.pk} <= set(
        User.objects.councillors(timezone.now()).values_list("pk", flat=True)
    )
    assert not Entry.objects.filter(kind__contains="ended").exists()


def test_a_group_is_left_and_joined_from_today_and_one_that_is_not_named_stays(clerk, alder):
    old, new = given.group(name="Old"), given.group(name="Orchard Group")
    jane = member(alder, reference="7")
    join_group(councillor=jane, group=old, starts_on=date(2022, 5, 9), by=None)
    assert outcomes(checked(csv("7,Jane O'Neill,Alder,,,,"), by=clerk)) == ["unchanged"]

    applied(csv("7,Jane O'Neill,Alder,orchard,,,"), by=clerk)
    before, now = jane.memberships.order_by("starts_on")
    assert (before.group, before.ends_on) == (old, date(2026, 11, 22))
    assert (now.group, now.starts_on, now.ends_on) == (new, date(2026, 11, 23), None)


def test_a_party_may_be_no_group_and_that_is_remembered(clerk, alder):
    jane = member(alder, reference="7")
    join_group(councillor=jane, group=given.group(), starts_on=date(2026, 11, 23), by=None)
    row = applied(csv("7,Jane O'Neill,Alder,Independent,,,"), by=clerk, group="none")

    assert row.updated == 1
    assert jane.memberships.get().ends_on == date(2026, 11, 23)
    again = checked(csv("7,Jane O'Neill,Alder,Independent,,,"), by=clerk)
    assert outcomes(again) == ["unchanged"]
    assert [again.questions[0].answered(again.answers)] == ["none"]


def test_a_group_that_they_join_later_is_waited_for(clerk, alder):
    jane = member(alder, reference="7")
    join_group(councillor=jane, group=given.group(), starts_on=date(2026, 12, 1), by=None)
    given.group(name="Orchard")
    row = checked(csv("7,Jane O'Neill,Alder,Orchard,,,"), by=clerk)

    assert "on 1 December 2026. Wait until then." in faults(row)
