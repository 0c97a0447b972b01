"""The sweep: a step that fails stops no other."""

import pytest
import time_machine

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

    with django_assert_num_queries(7) as seen:  # the versions, four looks at each, and a savepoint
        tasks.ask_newcomers()

    statements = [one["sql"] for one in seen.captured_queries]
    assert not [one for one in statements if "FOR UPDATE" in one or "INSERT" in one]


def test_past_the_published_calendar_the_clock_still_looks_after_those_who_were_asked():
    given.councillor()
    given.published()

    with time_machine.travel("2028-12-20 09:00Z", tick=False):
        assert tasks.ask_newcomers() == 0
