"""The statement that says what somebody is to the council: its words are written once."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from councilgov.access import Role
from councilgov.people.held import ACTS, asked, held
from tests import given

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
