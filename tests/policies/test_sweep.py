"""The sweep: a step that fails stops no other."""

import pytest
import time_machine
from django.utils import timezone

from councilgov.deadlines import CalendarEnds
from councilgov.people import actions as people
from councilgov.people.models import EndReason
from policies import tasks
from tests import given


def test_a_step_that_fails_is_raised_after_the_others_have_run(monkeypatch):
    done = []

    def one():
        done.append("one")
        return 1

    def fail():
        raise RuntimeError("The second step failed")

    def three():
        done.append("three")
        return 1

    monkeypatch.setattr(tasks, "STEPS", (one, fail, three))

    with pytest.raises(RuntimeError, match="second step"):
        tasks.sweep()

    assert done == ["one", "three"]


def test_a_minute_in_which_nobody_is_new_locks_and_plans_nothing(django_assert_num_queries):
    given.councillor()
    given.published()

    with django_assert_num_queries(14) as seen:  # versions, eleven looks, a savepoint
        tasks.ask_newcomers()

    statements = [one["sql"] for one in seen.captured_queries]
    assert not [one for one in statements if "FOR UPDATE" in one or "INSERT" in one]


def test_past_the_published_calendar_the_clock_still_looks_after_those_who_were_asked():
    given.councillor()
    given.published()

    with time_machine.travel("2028-12-20 09:00Z", tick=False):
        assert tasks.ask_newcomers() == 0


def leaves(member):
    people.end_term(
        term=member.terms.get(), ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None
    )


def test_past_the_published_calendar_requests_of_leavers_end_all_the_same():
    member = given.councillor()
    versions = [given.published(), given.published()]

    with time_machine.travel("2028-12-08 09:00Z", tick=False):
        leaves(member)
    with time_machine.travel("2028-12-21 09:00Z", tick=False):
        given.councillor()  # nobody can say by when they sign
        with pytest.raises(CalendarEnds):
            tasks.ask_newcomers()

    assert [one.acknowledgements.get().status for one in versions] == ["lapsed", "lapsed"]


def test_a_version_that_asks_nobody_for_an_error_stops_no_other(monkeypatch):
    first, second = given.published(), given.published()
    ask = tasks.actions.ask

    def fail_once(*, version, by):
        if version == first:
            raise RuntimeError("The first version failed")
        return ask(version=version, by=by)

    monkeypatch.setattr(tasks.actions, "ask", fail_once)
    given.councillor()

    with pytest.raises(RuntimeError, match="first version"):
        tasks.ask_newcomers()

    assert second.acknowledgements.count() == 1
