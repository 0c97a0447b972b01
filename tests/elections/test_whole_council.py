"""An election of the whole council: 54 seats, 23 leavers, 3 elected elsewhere, one recount."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councilgov.elections.models import Contest, Outcome, Result
from councilgov.elections.returning import actions
from councilgov.notices.models import Notice
from councilgov.offboarding.models import CaseStatus, OffboardingCase
from councilgov.people.models import TermOfOffice, User
from tests.elections import whole
from tests.elections.polls import confirmed
from tests.elections.whole import (
    LEAVE,
    LEAVERS,
    MOVERS,
    POLLED,
    SEATS,
    WARDS,
    hold_all,
)
from tests.offboarding.leavers import on, sweep


@pytest.fixture
def council():
    return whole.council()


@pytest.fixture
def polled(council):
    """All results are held, the day after the poll."""
    contests, sitting, clerk = council
    with on(POLLED):
        hold_all(contests, sitting, clerk)
        yield contests, sitting, clerk


def leaving():
    return OffboardingCase.objects.filter(status=CaseStatus.SCHEDULED)


def test_nobody_is_told_anything_before_54_results_are_confirmed(polled):
    sweep()

    assert not OffboardingCase.objects.exists()
    assert not Notice.objects.exists()
    assert not TermOfOffice.objects.exclude(ends_at=None).exists()


def test_54_results_with_23_leavers_and_3_elected_elsewhere(polled):
    contests, sitting, _clerk = polled
    confirmed(*contests)

    moved = [sitting[n] for n in MOVERS]
    assert leaving().count() == len(LEAVE) == LEAVERS
    assert not leaving().filter(councillor__in=moved).exists()
    assert all(one.terms.filter(ends_at=None).count() == 1 for one in moved)
    assert TermOfOffice.objects.filter(ends_at=None).count() == WARDS * SEATS
    assert TermOfOffice.objects.exclude(ends_at=None).count() == WARDS * SEATS
    with on("2027-05-11"):
        sweep()
        assert OffboardingCase.objects.filter(status=CaseStatus.RUNNING).count() == LEAVERS
        assert User.objects.councillors(timezone.now()).count() == WARDS * SEATS
        assert not TermOfOffice.objects.acting(timezone.now()).exists()  # nobody has declared


def test_of_54_results_one_recount_is_undone(polled):
    contests, _sitting, clerk = polled
    confirmed(*contests)

    (recounted,) = actions.undo(contest=contests[4], reason="Recount", by=clerk)

    gone = recounted.results.filter(outcome=Outcome.NOT_ELECTED).count()
    assert gone
    assert leaving().count() == LEAVERS - gone
    assert Contest.objects.filter(status="confirmed").count() == WARDS - 1
    confirmed(recounted)
    assert leaving().count() == LEAVERS


QUERIES_OF_ALL, QUERIES_OF_A_NEWCOMER = 62, 5


def test_to_confirm_many_takes_queries_for_who_is_new_alone(polled):
    contests, _sitting, clerk = polled
    counted = []
    for group in (contests[3:6], [*contests[:3], *contests[6:]]):
        new_ones = Result.objects.filter(contest__in=group, person=None).count()
        rows = Contest.objects.filter(pk__in=[one.pk for one in group])
        marks = {row.pk: row.mark for row in rows}
        with CaptureQueriesContext(connection) as asked:
            actions.confirm(election=contests[0].election, marks=marks, by=clerk)
        counted.append(len(asked) - QUERIES_OF_A_NEWCOMER * new_ones)

    assert max(counted) - min(counted) <= 1
    assert max(counted) <= QUERIES_OF_ALL
