"""A million signatures: pages beside a bare Django page, the nightly sweep, and the ledger."""

from __future__ import annotations

import statistics
from itertools import count
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from bench import bare, million
from bench.conftest import timed
from councilgov.access import Role
from councilgov.ledger.actions import seal
from councilgov.ledger.verification import verify
from councilgov.notices.actions import tell
from councilgov.notices.models import Notice
from councilgov.people.models import User
from policies.models import Acknowledgement
from policies.tasks import ask_newcomers, sweep
from tests import given

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 21
PAGES = {
    "home of the Monitoring Officer": "/home/",
    "register": "/policies/register/",
    "register, one policy": "/policies/register/?policy=policy-07",
    "register, overdue": "/policies/register/?status=overdue",
    "register, a name": "/policies/register/?q=alder4711",
    "register, page 500": "/policies/register/?page=500",
    "signatures of one version": "/policies/policy-07/4.0/signatures/",
    "one person": "/policies/people/{person}/",
}


def opened(client: Client, address: str) -> Callable[[], None]:
    def page() -> None:
        assert client.get(address).status_code == 200

    return page


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


@override_settings(ROOT_URLCONF="bench.bare")
def test_a_million_signatures(results, transactional_db):
    million.build()
    assert Acknowledgement.objects.count() >= million.MILLION
    officer = given.officer(Role.MONITORING_OFFICER)
    ours, theirs = Client(), Client()
    ours.force_login(officer)
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        theirs.force_login(officer)
        yardstick = opened(theirs, "/bare/")
        yardstick()
    person = User.objects.filter(email="million42@" + given.DOMAIN).get()
    for name, address in PAGES.items():
        measure(results, name, opened(ours, address.format(person=person.pk)), yardstick)
    ours.force_login(person)
    measure(results, "home of a councillor", opened(ours, "/home/"), yardstick)
    measure_sweep(results)


def measure(
    results,
    name: str,
    page: Callable[[], None],
    yardstick: Callable[[], None],
    *,
    among: str = "1M",
) -> None:
    """The page and the yardstick in turns; the 95th percentile of each, and how they compare."""
    page()
    with CaptureQueriesContext(connection) as captured:
        page()
    results.note(f"{among}: {name} (queries)", len(captured))
    pairs = [(timed(page), timed(yardstick)) for _n in range(ROUNDS)]
    mine, bares = (p95(list(times)) for times in zip(*pairs, strict=True))
    results.note(f"{among}: {name}, p95 (ms)", mine)
    results.note(f"{among}: {name}, p95 against a bare page (ratio)", mine / bares)


def measure_sweep(results) -> None:
    """The whole nightly sweep, again, and what a message at a time would have taken."""
    results.note("1M: nightly sweep (ms)", timed(sweep))
    planned = Notice.objects.count()
    assert results.note("1M: messages planned by it", planned)
    results.note("1M: the sweep again (ms)", timed(sweep))
    results.note("1M: the look for newcomers, each minute (ms)", timed(ask_newcomers))
    assert Notice.objects.count() == planned
    number = count()
    asked = Acknowledgement.objects.unsigned().select_related("councillor")[:500]

    def one_by_one() -> None:
        for row in asked:
            tell(kind="policy_to_sign", to=row.councillor, cause=f"bench{next(number)}", about=row)

    each = timed(one_by_one) / 500
    results.note("1M: one message planned by itself (ms)", each)


@pytest.mark.parametrize("size", [1_000_000])
def test_a_ledger_of_a_million(results, transactional_db, size):
    million.entries(size)

    def seal_all() -> None:
        while seal():
            pass

    sealed = results.note(f"seal {size:,} entries (s)", timed(seal_all) / 1_000)
    results.note("entries sealed in a second", size / sealed)
    checked = results.note(f"verify {size:,} entries (s)", timed(lambda: list(verify())) / 1_000)
    results.note("entries verified in a second", size / checked)
