"""The statement that says what somebody is to the council: its words are written once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from councilgov.access import Role
from councilgov.days import today
from councilgov.people.actions import end_term
from councilgov.people.held import ACTS, SUSPENDED, asked, held
from councilgov.people.models import EndReason, Suspension
from tests import given
from tests.offboarding.suspended import suspended

pytestmark = pytest.mark.django_db
MOMENTS = [
    datetime(2026, 11, 23, 0, 0, tzinfo=UTC),
    datetime(2026, 6, 30, 23, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
]
"""Midnight; the next day already, in London; the hour that comes twice."""


@pytest.mark.parametrize("now", MOMENTS)
@pytest.mark.parametrize("role", Role)
def test_it_says_what_the_query_says(role, now):
    person = given.somebody(role)
    said = frozenset(one for (one,) in asked(person.pk, now))

    assert held(person.pk, now) == said
    assert role in held(person.pk, timezone.now())


def test_it_asks_about_nobody_else_and_no_other_moment():
    councillor, officer = given.councillor(), given.officer(Role.AUDITOR)
    now = timezone.now()

    assert held(councillor.pk, now) == {Role.COUNCILLOR, ACTS}
    assert held(officer.pk, now) == {Role.AUDITOR}
    assert held(councillor.pk, datetime(1990, 1, 1, tzinfo=UTC)) == frozenset()
    assert held(None, now) == frozenset()


def test_whoever_resigns_in_the_term_it_began_in_is_suspended_no_longer_in_a_later_one():
    row = suspended(starts_on=today() - timedelta(days=1))
    first = row.councillor.terms.get()
    given.term(row.councillor, starts_on=today(), declared_on=today())
    assert SUSPENDED in held(row.councillor_id, timezone.now())

    end_term(term=first, ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None)

    assert held(row.councillor_id, timezone.now()) == {Role.COUNCILLOR, ACTS}
    assert not Suspension.objects.in_force(timezone.now()).exists()
