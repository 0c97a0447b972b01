"""Files of councillors, as Modern.gov and spreadsheets write them, on their way in."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from councilgov.access import Role
from councilgov.imports import actions, working
from councilgov.imports.importables import importable_of
from councilgov.imports.mapping import guessed
from councilgov.imports.models import Import
from councilgov.people.actions import end_term
from councilgov.people.models import EndReason
from tests import given

HEADINGS = "Number in Modern.gov,Name,Ward,Group,Email,Start date,End date"
MODERN_GOV = Path(__file__).with_name("councillors_by_ward.xml")
ONE = f"9,Nia Newcomer,Alder,,nia@{given.DOMAIN},11/5/2026,"
"""The row of somebody who is new."""


def services():
    given.council()
    return given.officer(Role.MEMBERS_SERVICES)


def csv(*lines):
    return "\r\n".join([HEADINGS, *lines]).encode()


def xml(*wards):
    """What Modern.gov answers of these wards: each its title, and councillors as written."""
    told = "".join(
        f"<ward><wardtitle>{title}</wardtitle><councillors>{''.join(people)}</councillors></ward>"
        for title, *people in wards
    )
    head = '<?xml version="1.0" encoding="utf-8"?>'
    return f"{head}<councillorsbyward><wards>{told}</wards></councillorsbyward>".encode()


def somebody(name, *more, number="7"):
    return (
        f"<councillor><councillorid>{number}</councillorid><fullusername>{name}</fullusername>"
        f"{''.join(more)}</councillor>"
    )


def uploaded(content, *, by, name="councillors.csv"):
    return actions.upload(kind=importable_of("councillors"), content=content, name=name, by=by)


def checked(content, *, by, **answers):
    """The file, with its columns as guessed, its questions answered by the beginning of their
    words, and checked.
    """
    row = uploaded(content, by=by)
    if row.status == "uploaded":
        mapping = guessed(row.importable, row.headings)
        actions.map_columns(row=row, mapping=mapping, by=by)
    working.work()
    row = Import.objects.get(pk=row.pk)
    return answered(row, by=by, **answers) if answers else row


def answered(row, *, by, **answers):
    """Every question of a kind ("ward", "group", "same") is answered alike, and those that come of
    it too.
    """
    asked = {one.key: answers[kind_of(one)] for one in row.questions if kind_of(one) in answers}
    actions.answer(row=row, answers=asked, by=by)
    working.work()
    row = Import.objects.get(pk=row.pk)
    kinds = {kind_of(one) for one in row.questions if one.key not in row.answers}
    return answered(row, by=by, **answers) if kinds & answers.keys() else row


def kind_of(question):
    """Which kind of question it is: its key begins with it."""
    return question.key.removeprefix("once:").partition(":")[0]


def applied(content, *, by, **answers):
    row = checked(content, by=by, **answers)
    actions.ask_to_apply(row=row, by=by)
    working.work()
    row = Import.objects.get(pk=row.pk)
    assert row.status == "applied", row.failure
    return row


def outcomes(row):
    return [one.outcome for one in row.found.order_by("number")]


def faults(row):
    return " ".join(message for one in row.found.all() for _column, message in one.faults)


def changes(row):
    """Of its only row: what changes, from what, to what."""
    (found,) = row.found.all()
    return [tuple(change) for change in found.changes]


def asked(row):
    return [kind_of(one) for one in row.questions]


def asking():
    """A file of somebody in a ward that nobody knows."""
    return checked(csv("9,Nia Newcomer,Nowhere,,,11/5/2026,"), by=services())


def member(ward, name="Jane O’Neill", **fields):
    """In office for that ward since 2022."""
    person = given.person(full_name=name, known_as=f"Councillor {name.split()[-1]}", **fields)
    given.term(person, ward=ward)
    return person


def left(person, reason=EndReason.RESIGNED, days=30):
    ends_at = timezone.now() - timedelta(days=days)
    end_term(term=person.terms.get(), ends_at=ends_at, reason=reason, by=None)
    return person
