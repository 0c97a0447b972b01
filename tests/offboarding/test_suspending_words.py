"""Why somebody was suspended is erased in time; and a suspended leader is passed over."""

from datetime import timedelta

import pytest
import time_machine
from dateutil.relativedelta import relativedelta

from breaches.safeguarding.choosing import leader_of
from councilgov.access import Role
from councilgov.days import today
from councilgov.notices.models import Notice
from councilgov.offboarding.actions import pause
from councilgov.offboarding.suspending.actions import lift, move_end
from councilgov.offboarding.suspending.notices import what_changed
from councilgov.offboarding.suspending.sweeping import erase
from councilgov.people.models import Council, User
from policies.campaigns.actions import leaders_of
from tests import given
from tests.offboarding.leavers import ends, on, sweep
from tests.offboarding.suspended import suspended

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def words(row):
    kept = row.history.values_list("reasons", "extent", "moved_because", "lifted_because")
    row.refresh_from_db()
    now = (row.reasons, row.extent, row.moved_because, row.lifted_because)
    return {one for said in [*kept, now] for one in said if one}


def test_why_is_erased_as_the_words_of_conduct_are_and_in_history_too():
    row = suspended(reasons="Threats.", extent="Email on the phone.")
    move_end(suspension=row, ends_on=today() + 9 * DAY, reason="Shorter.", by=row.entered_by)
    lift(suspension=row, reason="Reviewed.", by=row.entered_by)
    last = today() + relativedelta(years=Council.objects.the().referral_years)

    with on(last):
        assert erase() == 0
        assert "Threats." in words(row)
    with on(last + DAY):
        assert (erase(), erase()) == (1, 0)
    assert words(row) == {"Erased"}
    assert row.erased_at
    assert row.decision


def test_what_is_in_force_or_held_for_a_case_is_not_erased():
    row = suspended(ends_on=today() + relativedelta(years=9))
    over = suspended()
    case = ends(over.councillor, today() + 60 * DAY)
    with on(today() + 61 * DAY):
        sweep()
        pause(case=case, reason="A legal hold", by=given.officer(Role.MEMBERS_SERVICES))
    with on(today() + relativedelta(years=8)):
        assert erase() == 0
    assert "Erased" not in words(row) | words(over)


def test_a_suspended_leader_is_passed_over():
    with time_machine.travel("2026-11-23 12:00:00+00:00", tick=False):
        group = given.group()
        leader = given.councillor(group=group, is_leader=True)
        member = given.councillor(group=group)
        rows_of = User.objects.filter(pk=member.pk)
        led = rows_of.annotate(leader=leaders_of("pk").values("councillor")[:1])
        assert (leader_of(member), led.get().leader) == (leader, leader.pk)

        row = suspended(councillor=leader)
        assert (leader_of(member), led.all().get().leader) == (None, None)
        lift(suspension=row, reason="Reviewed.", by=row.entered_by)
        assert (leader_of(member), led.all().get().leader) == (leader, leader.pk)


def test_of_a_suspension_that_is_gone_nothing_has_changed():
    assert what_changed(Notice()) == {}
