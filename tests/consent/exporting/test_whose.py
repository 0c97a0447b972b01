"""Of another councillor's contacts nothing stands in what somebody takes with them."""

import io
import zipfile

import pytest

from consent.exporting.files import ALL, CONTACTS, LOG, READ_ME, write_record
from tests import given
from tests.consent import people, planting


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return planting.planted(), people.accepted(given.councillor())

    return shared(make)


def taken(councillor):
    file = io.BytesIO()
    write_record(councillor)(file)
    with zipfile.ZipFile(file) as pack:
        return {name: pack.read(name).decode("utf-8-sig") for name in pack.namelist()}


def test_of_others_there_is_nothing_in_it(made_once):
    found = taken(made_once[1])

    assert planting.leaks(str(found)) == []
    assert [found[name].count("\n") for name in (CONTACTS, LOG)] == [1, 1]
    assert set(found) == {CONTACTS, LOG, ALL, READ_ME, "terms_accepted.csv"}


def test_all_that_is_ones_own_is_in_it(made_once):
    found = taken(made_once[0].councillor)

    assert {"social_accounts.csv", "taken_down_or_blocked.csv"} <= set(found)
    own = {f"{planting.MARK}{name}" for name in ("full_name", "handle", "words", "who", "recovery")}
    assert {mark for mark in own if f'"{mark}"' not in found[ALL]} == set()
