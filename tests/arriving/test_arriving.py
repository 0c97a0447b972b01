"""Councillors come in from a file: seen first, asked about, and who it is."""

from __future__ import annotations

from datetime import date

import pytest

from councilgov.access import Role
from councilgov.accounts.models import Invitation
from councilgov.imports import actions, working
from councilgov.ledger.models import Entry
from councilgov.people.models import (
    EndReason,
    GroupMembership,
    TermKind,
    TermOfOffice,
    User,
    Ward,
)
from tests import given
from tests.arriving.lists import (
    MODERN_GOV,
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


def test_a_list_of_modern_gov_is_asked_about_seen_and_brought_in(clerk):
    content = MODERN_GOV.read_bytes()
    row = checked(content, by=clerk)

    assert asked(row) == ["ward", "group", "group", "ward"]
    assert outcomes(row) == ["refused", "refused", "unchanged", "refused"]
    assert "Answer the question about it first." in faults(row)

    row = answered(row, by=clerk, ward="add", group="add")
    assert outcomes(row) == ["create", "create", "unchanged", "create"]
    assert not Ward.objects.exists()
    assert row.consequences == [
        "Wards that are added: Alder & Ash, Birch.",
        "Political groups that are added: Orchard Group, Independent.",
        "1 councillor cannot sign in before you enter their address.",
        "Nobody is invited.",
    ]
    actions.ask_to_apply(row=row, by=clerk)
    working.work()


def test_what_a_list_of_modern_gov_brings_in(clerk):
    applied(MODERN_GOV.read_bytes(), by=clerk, ward="add", group="add")

    jane, oya, sam = User.objects.filter(terms__isnull=False).order_by("reference")
    assert (jane.full_name, jane.known_as) == ("Jane O'Neill", "Councillor O'Neill")
    assert (oya.full_name, oya.email) == ("Oya Gündüz", "oya.gunduz@barchester.example")
    assert (sam.full_name, sam.email, sam.reference) == ("Sam Okafor", None, "104")
    assert jane.memberships.get().group.name == "Orchard Group"
    term = jane.terms.get()
    assert (term.ward.name, term.starts_on) == ("Alder & Ash", date(2026, 5, 11))
    assert term.kind == TermKind.ELECTED
    assert jane.history.get().history_user == clerk
    assert not jane.has_usable_password()
    assert not Invitation.objects.exists()
    assert Entry.objects.filter(kind="imports.applied").exists()


def test_the_same_file_twice_changes_nothing_and_asks_nothing(clerk):
    applied(MODERN_GOV.read_bytes(), by=clerk, ward="add", group="add")
    before = [User.history.count(), TermOfOffice.history.count(), GroupMembership.history.count()]

    row = checked(MODERN_GOV.read_bytes(), by=clerk)

    assert asked(row) == []
    assert set(outcomes(row)) == {"unchanged"}
    assert row.absent == []
    assert row.good == 0
    assert before == [
        User.history.count(),
        TermOfOffice.history.count(),
        GroupMembership.history.count(),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Cllr Jane O'Neill MBE",
        "Jane O’Neill",
        '"O\'Neill, Jane"',
        '"O’NEILL, Cllr Jane MBE"',
        '"Jane O\'Neill, MBE"',
        "Jane Oneill",
    ],
)
def test_one_name_spelt_in_another_way_is_proposed_as_the_same(clerk, alder, name):
    jane = member(alder)
    line = csv(f"7,{name},Alder,,,,")
    row = checked(line, by=clerk)

    assert asked(row) == ["same"]
    assert jane.email in row.questions[0].options[0].label
    assert outcomes(row) == ["refused"]
    assert row.absent == []
    row = answered(row, by=clerk, same=str(jane.pk))
    assert changes(row) == [("Number in Modern.gov", "", "7")]


def test_somebody_else_of_the_same_name_is_new_if_the_officer_says_so(clerk, alder):
    jane = member(alder)
    applied(csv("7,Jane O'Neill,Alder,,,11/5/2026,"), by=clerk, same="new")

    assert User.objects.filter(terms__ward=alder).exclude(pk=jane.pk).get().reference == "7"
    row = checked(csv("7,Jane O'Neill,Alder,,,,"), by=clerk)
    assert outcomes(row) == ["unchanged"]
    assert row.absent == [str(jane.terms.get().pk)]


def test_who_left_is_proposed_too_with_the_day_and_a_ward_that_is_not_said_changes_nothing(
    clerk, alder
):
    left(member(alder))
    (question,) = checked(csv("7,Jane O'Neill,Alder,,,11/11/2026,"), by=clerk).questions
    assert "Alder, until 24 October 2026" in question.options[0].label

    member(alder, "Oli Other", reference="8")
    assert outcomes(checked(csv("8,Oli Other,,,,,"), by=clerk)) == ["unchanged"]


def test_those_of_the_ward_are_proposed_first(clerk, alder):
    elsewhere, here = member(given.ward()), member(alder)
    (question,) = checked(csv("7,Jane O'Neill,Alder,,,,"), by=clerk).questions

    assert [option.value for option in question.options] == [
        str(here.pk),
        str(elsewhere.pk),
        "new",
        "out",
    ]


@pytest.mark.parametrize("by_what", ["reference", "email"])
def test_a_number_or_an_address_is_surer_than_a_name(clerk, alder, by_what):
    number, address = {"reference": ("7", ""), "email": ("", f"j@{given.DOMAIN}")}[by_what]
    jane = member(alder, reference=number or None, email=address or f"x@{given.DOMAIN}")
    member(alder, reference="8")
    row = checked(csv(f"{number},Cllr Jane O'Neill,Alder,,{address},,"), by=clerk)

    assert asked(row) == []
    assert outcomes(row) == ["unchanged"]
    assert row.found.get().about == str(jane.pk)


@pytest.mark.parametrize(
    ("answer", "name", "known_as"),
    [
        ("rename", "Jane Harding", "Councillor Harding"),
        ("keep", "Jane O’Neill", "Councillor O’Neill"),
        ("out", "Jane O’Neill", "Councillor O’Neill"),
    ],
)
def test_another_name_under_a_known_number_is_asked_about(clerk, alder, answer, name, known_as):
    jane = member(alder, reference="7")
    row = checked(csv("7,Jane Harding,Alder,,,,", ONE), by=clerk)
    assert outcomes(row)[0] == "refused"
    assert asked(row)[0] == "name"

    row = answered(row, by=clerk, name=answer)
    assert outcomes(row)[0] == {"rename": "update", "keep": "unchanged", "out": "refused"}[answer]
    actions.ask_to_apply(row=row, by=clerk)
    working.work()
    jane.refresh_from_db()
    assert (jane.full_name, jane.known_as) == (name, known_as)


def test_how_letters_greet_them_stays_if_it_was_chosen(clerk, alder):
    jane = member(alder, reference="7")
    jane.known_as = "Madam Mayor"
    jane.keep(by=None, why="Test")
    applied(csv("7,Jane Harding,Alder,,,,"), by=clerk, name="rename")

    jane.refresh_from_db()
    assert jane.known_as == "Madam Mayor"


def test_a_number_and_an_address_of_two_people_are_refused(clerk, alder):
    member(alder, reference="7")
    member(alder, name="Oli Other", email=f"oli@{given.DOMAIN}")
    row = checked(csv(f"7,Jane O'Neill,Alder,,oli@{given.DOMAIN},,"), by=clerk)

    assert "number is that of Jane O’Neill here, and the address that of Oli Other" in faults(row)
    assert row.absent == []


def test_an_officer_and_who_has_died_do_not_come_in(clerk, alder):
    officer = given.officer(Role.ICT_DESK, email=f"del@{given.DOMAIN}", full_name="Del Desk")
    dead = left(member(alder, reference="7"), EndReason.DIED)
    row = checked(
        csv(
            f"5,{officer.full_name},Alder,,{officer.email},11/5/2026,",
            "7,Jane O'Neill,Alder,,,1/9/2026,",
        ),
        by=clerk,
    )

    assert "Del Desk is an officer here" in faults(row)
    assert f"told that {dead.full_name} has died" in faults(row)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            ["7,Jane O'Neill,Alder,,,,", "7,Oli Other,Alder,,,,"],
            "Oli Other in row 3 has the same number in Modern.gov. Leave one of them out.",
        ),
        (
            [ONE, ",Cllr Nia Newcomer,Alder,,,11/5/2026,"],
            "Cllr Nia Newcomer in row 3 is the same person.",
        ),
        (
            ["7,Jane O'Neill,Alder,,,,", f",Jane O'Neill,Alder,,jane@{given.DOMAIN},,"],
            "the same p",
        ),
    ],
)
def test_nobody_stands_twice_in_a_file(clerk, alder, lines, told):
    member(alder, reference="7", email=f"jane@{given.DOMAIN}")
    row = checked(csv(*lines), by=clerk)

    assert outcomes(row) == ["refused", "refused"]
    assert told in faults(row)


def test_a_vacancy_is_nobody_and_a_title_is_no_name(clerk, alder):
    row = checked(
        csv("7,VACANCY,Alder,,,,", "8,Vacant Seat,Alder,,,,", "9,Cllr,Alder,,,,"), by=clerk
    )

    assert outcomes(row) == ["unchanged", "unchanged", "refused"]
    assert "Enter a first name and a last name." in faults(row)
