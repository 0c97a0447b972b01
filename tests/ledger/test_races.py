"""Many write while one seals: nobody waits, nobody deadlocks, nothing is left out."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import psycopg2
import pytest
import time_machine
from django.db import connection, connections, transaction
from django.utils import timezone

from councilgov.ledger import actions, tasks
from councilgov.ledger.models import Entry, Seal
from councilgov.ledger.verification import verify
from tests import given
from tests.ledger import evidence

pytestmark = pytest.mark.usefixtures("transactional_db")

WRITERS, ENTRIES_EACH = 50, 6


def in_threads(count, act):
    """The act, at the same moment, on so many connections; raises what the first of them raised."""
    start = threading.Barrier(count)

    def run(number):
        try:
            start.wait()
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def well():
    """Nothing is unsealed, however fresh, and nothing is wrong."""
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        return list(verify()) == []


def test_fifty_write_while_a_sealer_runs():
    people = [given.person() for _n in range(5)]
    writing = threading.Event()
    writing.set()

    def seal_all_the_time(_number):
        while writing.is_set():
            tasks.seal()

    def write(number):
        for _entry in range(ENTRIES_EACH):
            evidence.entry(actor=people[number % 5], subject=people[number % 5])

    with ThreadPoolExecutor(1) as pool:
        sealer = pool.submit(in_threads, 1, seal_all_the_time)
        in_threads(WRITERS, write)
        writing.clear()
        sealer.result(timeout=30)
    tasks.seal()

    assert Entry.objects.count() == WRITERS * ENTRIES_EACH
    sequences = list(Seal.objects.order_by("sequence").values_list("sequence", flat=True))
    assert sequences == list(range(1, WRITERS * ENTRIES_EACH + 1))
    assert well()


def test_four_sealers_at_once_seal_each_entry_once():
    evidence.entries(200)

    sealed = in_threads(4, lambda _number: actions.seal())

    assert sorted(sealed) == [0, 0, 0, 200]
    assert well()


def test_an_entry_that_is_committed_late_is_next_in_the_chain():
    with closing(another_connection()) as late, late.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('ledger_entry', 'id'))")
        low = cursor.fetchone()[0]
        evidence.entries(2)
        actions.seal()
        cursor.execute(
            "INSERT INTO ledger_entry (id, recorded_at, kind, subject, facts)"
            " VALUES (%s, now(), 'policies.signed', 'people.council:1', '{}')",
            [low],
        )
        late.commit()

    assert actions.seal() == 1

    assert Seal.objects.get(sequence=3).entry_id == low
    assert well()


def test_an_act_does_not_wait_for_a_sealer():
    given.council()
    with closing(another_connection()) as sealer, sealer.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [actions.CHAIN])

        with transaction.atomic(), connection.cursor() as act:
            act.execute("SET LOCAL lock_timeout = '10ms'")
            evidence.entry()

    assert Entry.objects.count() == 1


def test_nobody_seals_inside_the_transaction_of_an_act():
    evidence.entry()

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        actions.seal()

    assert not Seal.objects.exists()


def another_connection():
    login = connection.settings_dict
    return psycopg2.connect(
        host=login["HOST"],
        port=login["PORT"],
        user=login["USER"],
        password=login["PASSWORD"],
        dbname=login["NAME"],
    )
