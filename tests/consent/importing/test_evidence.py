"""What a file says that they said is evidence as on a page, and a restore undoes no no."""

import datetime as dt
import json

import pytest

from consent.erasing.actions import list_erasures, take_back_again
from consent.models import PermissionStatus, Refusal
from councilgov.ledger.models import Entry
from tests.consent import people
from tests.consent.importing import files
from tests.consent.test_erasing import kept_of, restore

S = PermissionStatus
NUMBER = "07700 900982"
TAKEN_BACK = {"ended": "withdrawn", "ended_on": "20/11/2026"}
NO = files.ASKED | {"answer": "no", "answered_on": "2/11/2026"}


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.ERASURES_DIR = tmp_path / "erasures"


@pytest.fixture
def sam(me):
    return people.person(councillor=me, full_name="Sam Sorrel")


def proved():
    found = Entry.objects.filter(kind__startswith="consent.permission").order_by("pk")
    return [entry.kind.removeprefix("consent.permission_") for entry in found]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, ["given"]),
        (files.CHECKED, ["given"]),
        (TAKEN_BACK, ["withdrawn"]),
        (NO, ["refused"]),
        (NO | {"answer": "", "answered_on": ""}, []),
        ({"ended": "Somebody else’s", "ended_on": "20/11/2026"}, []),
    ],
)
def test_what_comes_in_is_evidence_by_its_number_alone(me, cells, expected):
    (way,) = files.noted(me, files.row(**cells))

    assert proved() == expected
    for entry in Entry.objects.filter(kind__startswith="consent.permission"):
        assert (entry.actor, entry.subject) == (me, f"consent.contactpermission:{way.pk}")
        assert json.loads(entry.facts) == {"on": str(way.answered_on), "purpose": "contact"}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [(files.CHECKED, []), (TAKEN_BACK, ["withdrawn"])],
    ids=["a check says nothing new", "taking it back does"],
)
def test_only_what_they_said_since_is(me, sam, cells, expected):
    people.granted(sam, handle=NUMBER, on=dt.date(2026, 11, 3))
    before = len(proved())

    files.noted(me, files.row(**cells))

    assert proved()[before:] == expected


def test_what_was_taken_back_by_a_file_is_so_after_a_restore(me, sam):
    row = people.granted(sam, handle=NUMBER, on=dt.date(2026, 11, 3))
    backup = kept_of(sam)
    files.noted(me, files.row(**TAKEN_BACK))
    list_erasures()
    restore(backup)

    assert take_back_again() == 1

    row.refresh_from_db()
    assert (row.status, row.ended_on) == (S.WITHDRAWN, dt.date(2026, 11, 20))


def test_nothing_is_noted_of_what_they_agreed_to(me):
    files.noted(me, files.row())

    assert not Refusal.objects.exists()


def test_who_took_the_last_one_back_is_shared_with_nobody(me, sam):
    people.granted(sam, handle=NUMBER, on=dt.date(2026, 11, 3))
    share = people.shared(sam)

    files.noted(me, files.row(**TAKEN_BACK))

    share.refresh_from_db()
    assert share.ended_at
