"""Several people or machines at the same moment, each on a connection of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from django.db import connection, connections, transaction

from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from django.db.models import Model


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Every act starts at the same moment on a connection of its own; what each did or raised."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@contextmanager
def while_it_waits(act: Callable[[], Any], *, for_: Model) -> Iterator[None]:
    """We hold that row, in a transaction, and the act has come to where it waits for it."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            type(for_)._base_manager.select_for_update().get(pk=for_.pk)
            other = pool.submit(at_once, act)
            assert is_waiting(other), "The act does not wait for this row"
            yield
        other.result()


def while_not_yet_done(first: Callable[[], Any], act: Callable[[], Any]) -> Any:
    """What the act did or raised that came while the first was done and not yet for good."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            other = pool.submit(at_once, act)
            assert is_waiting(other), "The act does not wait for the first"
        return other.result()[0]


def is_waiting(other: Future[Any]) -> bool:
    """Whether the other connection comes to where it waits for ours, within ten seconds."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    waiting += " AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    given_up, is_waiting = monotonic() + 10, False
    while not is_waiting and not other.done() and monotonic() < given_up:
        sleep(0.02)
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            is_waiting = bool(cursor.fetchone()[0])
    return is_waiting
