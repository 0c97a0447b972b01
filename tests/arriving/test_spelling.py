"""The same councillor spelt two ways, two of one name, and more of them than there are seats."""

from __future__ import annotations

import pytest

from councilgov.imports import actions, working
from councilgov.imports.models import Import
from councilgov.people.models import TermOfOffice, User
from tests import given
from tests.arriving.lists import (
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


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("Katherine O’Neill", "Kate O’Neill"),
        ("Jane Smith", "Jane A Smith"),
        ("Jane Smith", "Jane Smith-Jones"),
        ("Jane Smith", "Dr Jayne Smyth"),
        ("Jane Smith", "Jane Harding"),
        ("Siân Cadwallader", "Siân Cadwalader"),
    ],
)
def test_somebody_spelt_otherwise_in_the_same_ward_is_asked_about(clerk, alder, here, there):
    person = member(alder, here)
    line = csv(f"9,{there},Alder,,,11/5/2026,")
    row = checked(line, by=clerk)

    assert asked(row) == ["same"]
    assert row.absent == []
    applied(line, by=clerk, same=str(person.pk), name="keep")
    person.refresh_from_db()
    assert (person.reference, person.full_name) == ("9", here)
    assert TermOfOffice.objects.count() == 1


def test_who_is_the_same_may_have_the_name_of_the_file(clerk, alder):
    person = member(alder, "Katherine O’Neill")
    row = applied(csv("9,Kate O’Neill,Alder,,,,"), by=clerk, same=str(person.pk), name="rename")

    person.refresh_from_db()
    assert (row.updated, person.full_name) == (1, "Kate O’Neill")


def test_a_letter_off_is_asked_about_in_another_ward_too_and_a_surname_alone_is_not(clerk, alder):
    member(given.ward(name="Birch"), "Siân Cadwallader")

    row = checked(csv("9,Siân Cadwalader,Alder,,,11/5/2026,"), by=clerk)
    assert asked(row) == ["same"]
    row = checked(csv("9,Dafydd Cadwallader,Alder,,,11/5/2026,"), by=clerk)
    assert asked(row) == []


@pytest.mark.parametrize("other", ["7,Kate O’Neill,Alder,,,,", "8,Katherine O’Neill,Alder,,,,"])
def test_who_is_in_the_file_otherwise_is_not_taken_for_another(clerk, alder, other):
    member(alder, "Katherine O’Neill", reference="7")
    row = checked(csv("9,Liam O’Neill,Alder,,,11/5/2026,", other), by=clerk)

    (found,) = row.found.filter(number=2)
    assert found.outcome == "create"


def test_who_has_left_is_not_taken_for_somebody_of_nearly_their_name(clerk, alder):
    left(member(alder, "Katherine O’Neill"))
    row = checked(csv("9,Kate O’Neill,Alder,,,11/11/2026,"), by=clerk, declared="yes")

    assert outcomes(row) == ["create"]


def test_whoever_comes_in_beside_somebody_who_is_not_in_the_file_is_seen_to(clerk, alder):
    member(alder, "Bo Quill")
    row = checked(csv("9,Nia Newcomer,Alder,,,11/5/2026,"), by=clerk)

    told = ("In office for this ward, and not in the file", "", "Bo Quill")
    assert told in changes(row)


def test_two_of_one_name_in_a_ward_are_asked_about_one_by_one(clerk, alder):
    people = [
        member(alder, "John Smith", email=f"{name}@{given.DOMAIN}") for name in ("john", "js")
    ]
    row = checked(csv("1,John Smith,Alder,,,,", "2,John Smith,Alder,,,,"), by=clerk)
    assert [one.words for one in row.questions] == [
        "Who is John Smith (Alder, number 1) in the file?",
        "Who is John Smith (Alder, number 2) in the file?",
    ]

    row = each_answered(row, clerk, people)
    actions.ask_to_apply(row=row, by=clerk)
    working.work()
    assert [User.objects.get(pk=one.pk).reference for one in people] == ["1", "2"]


def each_answered(row, clerk, people):
    answers = zip(row.questions, people, strict=True)
    actions.answer(row=row, answers={one.key: str(who.pk) for one, who in answers}, by=clerk)
    working.work()
    return Import.objects.get(pk=row.pk)


def test_without_numbers_their_rows_tell_them_apart_for_this_file(clerk, alder):
    people = [
        member(alder, "John Smith", email=f"{name}@{given.DOMAIN}") for name in ("john", "js")
    ]
    row = checked(csv(",John Smith,Alder,,,,", ",John Smith,Alder,,,,"), by=clerk)
    assert "Alder, row 2" in row.questions[0].words
    assert all(one.key.startswith("once:") for one in row.questions)

    row = each_answered(row, clerk, people)
    assert outcomes(row) == ["unchanged", "unchanged"]
    same = answered(row, by=clerk, same=str(people[0].pk))
    assert "John Smith in row 3 is the same person. Leave one of them out." in faults(same)


def test_more_councillors_than_any_ward_has_seats_are_asked_about(clerk, alder):
    lines = [f"{n},{chr(65 + n) * 4} {chr(90 - n) * 5},Alder,,,11/5/2026," for n in range(11)]
    assert asked(checked(csv(*lines[:10]), by=clerk)) == []

    row = checked(csv(*lines), by=clerk)
    assert row.questions[0].words == "The file has 11 councillors for Alder. Is that right?"
    assert set(outcomes(row)) == {"refused"}
    row = answered(row, by=clerk, many="out")
    assert "left out" in faults(row)
    row = answered(row, by=clerk, many="yes")
    assert set(outcomes(row)) == {"create"}

    applied(csv(*lines), by=clerk, many="yes")
    assert asked(checked(csv(*lines), by=clerk)) == []  # so many sit there by now


def test_a_ward_is_the_same_under_two_spellings_where_many_are_counted(clerk, alder):
    wards = ["Alder", "Alder Ward"] * 6
    lines = [
        f"{n},{chr(65 + n) * 4} {chr(90 - n) * 5},{ward},,,11/5/2026,"
        for n, ward in enumerate(wards[:11])
    ]

    row = checked(csv(*lines), by=clerk)

    (question,) = row.questions
    assert question.words == "The file has 11 councillors for Alder. Is that right?"


@pytest.mark.parametrize(
    ("sit", "come", "is_asked"), [(0, 4, False), (1, 3, False), (3, 4, True), (4, 4, False)]
)
def test_more_who_are_new_than_sit_there_are_asked_about(clerk, alder, sit, come, is_asked):
    for n in range(sit):
        member(alder, ["Sid Slate", "Mo Pym", "Ada Quill", "Bo Reed"][n])
    lines = [f"{n},{chr(65 + n) * 4} {chr(90 - n) * 5},Alder,,,11/5/2026," for n in range(come)]

    assert asked(checked(csv(*lines), by=clerk)) == ["many"] * is_asked


def test_who_is_not_known_may_be_left_out(clerk, alder):
    member(alder, "Katherine O’Neill")
    row = checked(csv("9,Kate O’Neill,Alder,,,11/5/2026,"), by=clerk, same="out")

    assert "left out" in faults(row)
    assert row.absent == []


def test_who_was_left_out_of_one_file_is_asked_about_in_the_next(clerk, alder):
    member(alder, "Katherine O’Neill")
    line = csv("9,Kate O’Neill,Alder,,,11/5/2026,", "8,Bo Quill,Alder,,,11/5/2026,")
    applied(line, by=clerk, same="out")

    row = checked(line, by=clerk)
    (found,) = row.found.filter(number=2)
    assert "Answer the question about it first." in str(found.faults)
