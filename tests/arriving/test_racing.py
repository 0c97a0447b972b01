"""A file and an officer at the same moment: neither writes over the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from councilgov.arriving import applying
from councilgov.deadlines import end_of_day
from councilgov.imports import actions, working
from councilgov.people.actions import change_email, end_term, join_group
from councilgov.people.models import EndReason, User
from tests import given
from tests.arriving.lists import checked, csv, member, services
from tests.racing import at_once, is_waiting

pytestmark = pytest.mark.django_db(transaction=True)
LAST_DAY = date(2026, 12, 18)


def meanwhile(monkeypatch, act):
    """The act is begun once the import has judged its rows, and has come as far as it comes."""
    pool = ThreadPoolExecutor(1)
    begun: list[Any] = []
    import_people = applying._keep_people

    def keep_people(plans, *, by):
        begun.append(pool.submit(at_once, act))
        begun.append(is_waiting(begun[0]))
        import_people(plans, by=by)

    monkeypatch.setattr(applying, "_keep_people", keep_people)
    return begun


def brought_in(line, clerk):
    row = checked(csv(line), by=clerk)
    actions.ask_to_apply(row=row, by=clerk)
    working.work()
    row.refresh_from_db()
    assert row.status == "applied", row.failure


def test_whoever_leaves_while_a_file_moves_them_leaves_the_new_group_too(monkeypatch):
    clerk, jane = services(), member(given.ward(name="Alder"), reference="7")
    old = given.group(name="Old")
    given.group(name="Orchard Group")
    join_group(councillor=jane, group=old, starts_on=date(2022, 5, 9), by=None)
    end = end_of_day(LAST_DAY)
    begun = meanwhile(
        monkeypatch,
        lambda: end_term(term=jane.terms.get(), ends_at=end, reason=EndReason.RETIRED, by=None),
    )

    brought_in("7,Jane O’Neill,Alder,Orchard Group,,,", clerk)

    begun[0].result()
    spans = jane.memberships.order_by("starts_on").values_list("group__name", "ends_on")
    assert list(spans) == [("Old", date(2026, 11, 22)), ("Orchard Group", LAST_DAY)]
    assert begun[1], "The end of the term did not wait for the import"


def test_an_address_that_is_entered_while_a_file_says_another_is_the_later_one(monkeypatch):
    clerk = services()
    jane = member(given.ward(name="Alder"), reference="7", email=f"old@{given.DOMAIN}")
    begun = meanwhile(
        monkeypatch,
        lambda: change_email(person=jane, email=f"hand@{given.DOMAIN}", by=clerk),
    )

    brought_in(f"7,Jane O’Neill,Alder,,file@{given.DOMAIN},,", clerk)

    begun[0].result()
    assert User.objects.get(pk=jane.pk).email == f"hand@{given.DOMAIN}"
    assert begun[1], "The address did not wait for the import"
