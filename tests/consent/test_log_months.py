"""The log of what was taken down or blocked is kept no longer than it is needed."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from consent.erasing import listing
from consent.erasing.actions import list_erasures
from consent.keeping.actions import announce, change_months, delete_due, keep_log_in_time, spare
from consent.keeping.preview import effect
from consent.keeping.rules import LOG
from consent.models import Covers, Measure, Moderation
from consent.social import actions
from councilgov.access import Role
from councilgov.capacity import Capacity
from councilgov.days import day_in_words
from councilgov.deadlines import end_of_day
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.people.actions import end_term
from councilgov.people.models import Council, EndReason
from councilgov.records import Refused
from tests import given
from tests.consent import people

DONE = date(2026, 11, 23)


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return given.councillor(), given.officer(Role.MONITORING_OFFICER)

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def officer(made_once):
    return made_once[1]


def entry(by, what=Measure.HIDE, capacity=Capacity.WARD, **fields):
    """One of today, on an account of its own."""
    handle = f"Alder {next(people.number)}"
    account = actions.keep_account(platform="Facebook", handle=handle, capacity=capacity, by=by)
    people.accepted(by)
    about: dict[str, Any] = {"on": DONE, "ground": "abuse", "who": "@loudly"} | fields
    return actions.log_moderation(account=account, by=by, what=what, **about)


def on(day):
    return time_machine.travel(f"{day} 12:00Z")


def is_there(row):
    return Moderation.objects.filter(pk=row.pk).exists()


def goes_on(row):
    row.refresh_from_db()
    return row.goes_on


def test_what_is_over_is_named_four_weeks_before_and_goes_with_its_history(
    councillor, settings, tmp_path
):
    settings.ERASURES_DIR = tmp_path
    row = entry(councillor)
    with on("2027-10-24"):
        assert keep_log_in_time() == 0
    with on("2027-10-26"):
        assert [keep_log_in_time(), keep_log_in_time()] == [1, 0]
        assert goes_on(row) == date(2027, 11, 23)
    with on("2027-11-22"):
        assert keep_log_in_time() == 0
    with on("2027-11-23"):
        assert [keep_log_in_time(), keep_log_in_time()] == [1, 0]

    assert not is_there(row)
    assert not Moderation.history.filter(id=row.pk).exists()
    assert list_erasures() == 1
    assert len(listing.marks()) == 1


def test_its_page_and_the_list_say_so(client, councillor):
    row = entry(councillor)
    with on("2027-10-26"):
        keep_log_in_time()
        client.force_login(councillor)

        assert "23 November 2027" in client.get(row.get_absolute_url()).text
        shown = client.get(reverse("consent:moderations")).text
    assert "An entry is deleted 12 months after it is over" in shown


@pytest.mark.parametrize("what", [Measure.BLOCK, Measure.BAN, Measure.NOTHING_YET])
def test_what_goes_on_stays_while_its_councillor_is_in_office(councillor, what):
    row = entry(councillor, what, known_on=DONE)
    with on("2030-01-07"):
        assert keep_log_in_time() == 0

    end_term(
        term=councillor.terms.get(ends_at=None),
        ends_at=end_of_day(date(2026, 12, 7)),
        reason=EndReason.NOT_RE_ELECTED,
        by=None,
    )
    with on("2030-01-07"):
        assert announce(LOG) == 1
    with on("2030-02-04"):
        assert delete_due(LOG) == 1
    assert not is_there(row)


def test_a_ban_that_has_ended_goes_a_time_after_its_end(councillor):
    row = entry(councillor, Measure.BAN)
    with on("2027-06-01"):
        actions.let_in(moderation=row, by=councillor)
    with on("2028-05-02"):
        assert announce(LOG) == 1
    assert goes_on(row) == date(2028, 6, 1)


@pytest.mark.parametrize(
    ("capacity", "covers", "stays"),
    [
        (Capacity.COUNCIL, Covers.COUNCIL_WORK, True),
        (Capacity.WARD, Covers.COUNCIL_WORK, False),
        (Capacity.WARD, Covers.EVERYTHING, True),
    ],
)
def test_what_is_held_for_a_case_stays(councillor, capacity, covers, stays):
    row = entry(councillor, capacity=capacity)
    with on("2027-10-26"):
        assert announce(LOG) == 1
        whose = councillor if covers == Covers.EVERYTHING else None
        people.records_kept(covers=covers, councillor=whose)
    with on("2027-11-23"):
        assert delete_due(LOG) == (not stays)

    assert is_there(row) == stays
    if stays:
        assert goes_on(row) is None


def test_the_council_sets_the_months_and_nothing_goes_for_four_weeks(councillor, officer):
    row, other = entry(councillor), given.councillor()
    with on("2027-03-01"):
        assert effect(3, LOG)[1:] == ("Not told", "", "Fewer than 5", "Not told")
        change_months(months=3, instead_of=12, by=officer, of=LOG)
        assert keep_log_in_time() == 0
        assert goes_on(row) == date(2027, 3, 29)
        told = Notice.objects.filter(kind="log_months_changed")
        assert [notice.to for notice in told] == [councillor]
        body = part_of(told[0]).body
        assert "3 months after it is over" in body
        assert reverse("consent:moderations") in body
        assert other
    with on("2027-03-29"):
        assert keep_log_in_time() == 1
    assert not is_there(row)


def test_more_months_spare_what_was_named(councillor, officer):
    row = entry(councillor)
    with on("2027-10-26"):
        announce(LOG)
        change_months(months=24, instead_of=12, by=officer, of=LOG)

        assert goes_on(row) is None
        assert spare(LOG) == 0


def test_of_five_councillors_it_is_told_beforehand_what_would_go():
    for _n in range(5):
        entry(given.councillor())
    with on("2027-03-01"):
        first = day_in_words(date(2027, 3, 29))

        assert effect(3, LOG)[1:] == ("5 to 9", "", "5 to 9", first)
        assert effect(12, LOG)[1:] == ("0", "", "0", "Nobody")


def test_the_page_shows_it_before_it_sets_it(client, officer):
    client.force_login(officer)
    page = reverse("consent:change_log_months")
    assert page in client.get(reverse("home")).text

    shown = client.get(page, {"months": "3"}).text
    assert "How long the log of what was blocked is kept" in shown
    assert "Entries deleted" in shown
    assert "Entries of the log deleted with them" not in shown
    assert Council.objects.the().log_months == 12
    client.post(page, {"months": "3", "instead_of": "12"})

    assert (Council.objects.the().log_months, Council.objects.the().contact_months) == (3, 12)


@pytest.mark.parametrize("instead_of", [None, 3])
def test_nobody_sets_what_they_were_not_shown(officer, instead_of):
    with pytest.raises(Refused, match="a moment ago"):
        change_months(months=5, instead_of=instead_of, by=officer, of=LOG)


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize("months", [0, 25])
def test_the_database_refuses_other_months(months):
    council = Council.objects.the()
    council.log_months = months

    with pytest.raises((IntegrityError, Refused), match="1 to 24"), transaction.atomic():
        council.keep(by=None, why="Test")
