"""The figures that are promised, measured."""

import pytest
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.actions import record, seal
from councilgov.ledger.certificates import certificate_of, pdf
from councilgov.ledger.verification import verify
from councilgov.notices.models import Notice
from councilgov.people.models import Ward
from councilgov.records import keep_all
from policies.models import Acknowledgement
from policies.text.changes import compare
from tests import given
from tests.database import analyse_database


def test_the_signing_page(results, client):
    councillor = given.councillor()
    first = given.published()
    given.signature(first, councillor)
    second = given.next_version(first, major=2)
    client.force_login(councillor)

    def page():
        assert client.get(reverse("policies:sign_policy", args=[second.policy.slug])).content

    page()
    assert results.queries("signing page", page) <= 12
    results.milliseconds("signing page", page)


def test_the_register_of_54_and_of_5000(results, client, transactional_db):
    client.force_login(given.officer(Role.MEMBERS_SERVICES))
    version = given.published()

    def page():
        assert b"requests to sign" in client.get(reverse("policies:register")).content

    given.many_requests(version, 54)
    analyse_database()
    page()
    small = results.queries("register of 54", page)
    quick = results.milliseconds("register of 54", page)
    given.many_requests(version, 5_000 - 54)
    analyse_database()
    assert results.queries("register of 5,000", page) == small
    slow = results.milliseconds("register of 5,000", page)
    results.note("register, 5,000 against 54 (ratio)", slow / quick)


def test_a_thousand_rows_with_history(results):
    def one_by_one():
        for _n in range(200):
            given.ward()

    def together():
        names = (f"Together {next(given.number)}" for _n in range(200))
        keep_all([Ward(name=name) for name in names], by=None, why="Bench")

    assert results.ratio("200 rows kept one by one against together", one_by_one, together) > 3


@pytest.mark.parametrize("count", [1_000, 10_000])
def test_the_ledger(results, transactional_db, count):
    ward = given.ward()
    for n in range(count):
        record(kind="bench", actor=None, subject=ward, facts={"n": n})

    def seal_all():
        while seal():
            pass

    results.note(f"seal {count:,} entries (ms)", timed_once(seal_all))
    results.note(f"verify {count:,} entries (ms)", timed_once(lambda: list(verify())))


def timed_once(act):
    start = timezone.now()
    act()
    return (timezone.now() - start).total_seconds() * 1_000


def test_a_certificate(results):
    councillor = given.councillor()
    given.signature(given.published(), councillor)
    certificate = certificate_of(Acknowledgement.objects.get())

    results.milliseconds("certificate as a PDF", lambda: pdf(certificate))


def test_what_changed(results):
    before = given.parsed("# P\n\n" + "\n\n".join(f"{n}. Lock screen {n}." for n in range(1, 400)))
    after = given.parsed("# P\n\n" + "\n\n".join(f"{n}. Lock door {n}." for n in range(1, 400)))

    results.milliseconds("difference of 399 clauses", lambda: compare(before, after), times=5)


def test_planning_messages(results):
    version = given.published()
    given.many_requests(version, 5_000)
    asked = Acknowledgement.objects.filter(version=version)

    def plan():
        Notice.objects.plan("policy_to_sign", asked, to="councillor", cause=("pk",))

    results.note("plan 5,000 messages (ms)", timed_once(plan))
    results.note("plan them again (ms)", timed_once(plan))
    assert Notice.objects.count() == 5_000
