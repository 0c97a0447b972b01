"""A question of somebody who has left office waits for nobody."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from breaches.advising.sweeping import withdraw_of_leavers
from breaches.models import AdviceKind, AdviceRequest
from councilgov.ledger.models import Entry
from councilgov.people import actions as people
from councilgov.people.models import EndReason
from tests import given
from tests.breaches import asking

MESSAGE = AdviceKind.MESSAGE


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return given.councillor(), given.councillor(), asking.information()

    return shared(make)


@pytest.fixture
def leaver(made_once):
    return made_once[0]


@pytest.fixture
def other(made_once):
    return made_once[1]


@pytest.fixture
def officer(made_once):
    return made_once[2]


def leave(councillor):
    now = timezone.now()
    term = councillor.terms.get()
    return people.end_term(term=term, ends_at=now, reason=EndReason.RESIGNED, by=None)


def status_of(row):
    return AdviceRequest.objects.get(pk=row.pk).status


def test_what_waits_for_the_team_or_for_them_is_withdrawn_once_their_term_ends(
    leaver, other, officer
):
    for_team = asking.asked(by=leaver, kind=MESSAGE)
    for_them = asking.waiting(asking.asked(by=leaver, kind=MESSAGE), by=officer)
    answered = asking.answered(asking.asked(by=leaver, kind=MESSAGE), by=officer)
    draft = asking.drafted(by=leaver)
    stays = asking.asked(by=other, kind=MESSAGE)
    assert withdraw_of_leavers() == 0
    leave(leaver)

    assert withdraw_of_leavers() == 2
    assert withdraw_of_leavers() == 0

    assert [status_of(row) for row in (for_team, for_them)] == ["withdrawn", "withdrawn"]
    assert [status_of(row) for row in (answered, draft)] == ["answered", "draft"]
    assert status_of(stays) == "submitted"
    line = for_team.entries.get(what="left")
    assert line.entered_by is None
    assert str(line) == "Withdrawn: whoever asked has left office"
    assert Entry.objects.filter(kind="breaches.advice_left").count() == 2


def test_whoever_is_elected_again_is_still_answered(leaver, officer):
    row = asking.asked(by=leaver, kind=MESSAGE)
    term = leave(leaver)
    given.term(leaver, starts_on=timezone.localdate(term.ends_at), declared_on=None)

    assert withdraw_of_leavers() == 0
    assert status_of(row) == "submitted"


def test_many_are_withdrawn_by_as_few_statements_as_one(leaver, other):
    def taken():
        with CaptureQueriesContext(connection) as sent:
            assert withdraw_of_leavers()
        return len(sent)

    asking.asked(by=leaver, kind=MESSAGE)
    leave(leaver)
    one = taken()
    for kind in (MESSAGE, AdviceKind.DATA, AdviceKind.USE):
        asking.asked(by=other, kind=kind)
    leave(other)

    assert taken() == one
