"""Many at once, killed, or without a broker: every message goes, and none is planned twice."""

from __future__ import annotations

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from celery import Celery, current_app
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from councilgov.local.keys import Keys
from councilgov.local.processes import Child, stop_all
from councilgov.local.valkey import start_valkey
from councilgov.notices import waking
from councilgov.notices.actions import deliver, tell
from councilgov.notices.models import LEASE, Notice, State
from councilgov.people.models import User
from councilgov.records import keep_all
from tests import given
from tests.notices.smtp import Sink, mail_server
from tests.workers import start_worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 8


@pytest.fixture(autouse=True)
def _clock():
    """The machine's own: a worker that is started here has no other."""


def crowd(count):
    given.council()
    people = [
        User(full_name=f"P {n}", known_as=f"P {n}", email=f"p{n}@barchester.example")
        for n in range(count)
    ]
    return keep_all(people, by=None, why="Test")


def at_once(act):
    """What it gives in each of eight threads, each with a connection of its own."""

    def alone(_number):
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(alone, range(WORKERS)))


def plan(kind="alarm", cause="email"):
    return Notice.objects.plan(kind, User.objects.all(), to="pk", cause=(cause,))


def deliver_all():
    return deliver(until=timezone.now() + timedelta(days=1))


def states():
    return set(Notice.objects.values_list("state", flat=True))


@pytest.fixture
def quiet(monkeypatch):
    """Nobody rings: what happens is done by the test's own threads."""
    monkeypatch.setattr("councilgov.notices.models.wake", lambda: None)


@pytest.mark.usefixtures("quiet")
def test_eight_planners_and_workers_send_each_message_once(sink):
    crowd(200)

    done = at_once(lambda: (plan(), deliver_all()))

    assert sum(planned for planned, _mails in done) == Notice.objects.count() == 200
    assert sum(mails for _planned, mails in done) == len(sink.mails) == len(sink.ids) == 200
    assert len({mail["To"] for mail in sink.mails}) == 200
    assert states() == {State.SENT}


@pytest.mark.usefixtures("quiet")
def test_eight_workers_send_each_person_one_mail_of_reminders(sink):
    crowd(20)
    for cause in ("email", "full_name", "last_login", "is_active", "pk"):
        plan("reminder", cause)
    Notice.objects.update(due_at=timezone.now() - timedelta(days=30))

    with time_machine.travel("2026-11-23 09:00"):
        mails = sum(at_once(deliver_all))

    assert mails == len(sink.mails) == len({mail["To"] for mail in sink.mails}) == 20
    assert all("5. Reminder" in mail.get_content() for mail in sink.mails)
    assert states() == {State.SENT}


@pytest.fixture
def broker(tmp_path, monkeypatch):
    """A Valkey of this test's own, for it to stop."""
    children: list[Child] = []
    server = start_valkey(tmp_path, Keys(), children)
    app = Celery("test", broker=server.url)
    app.conf.update(broker_transport_options={"socket_timeout": 5}, broker_connection_timeout=1)
    monkeypatch.setattr(waking, "current_app", app)
    yield server, children[0].process
    app.close()
    children[0].process.send_signal(signal.SIGCONT)
    stop_all(children)


def test_a_worker_that_is_woken_and_killed_at_work_loses_nothing(broker, settings):
    crowd(60)
    sink = Sink(delay=0.02)
    with mail_server(sink) as port:
        worker = start_worker(broker[0], port, settings="tests.notices.worker_settings")
        plan()
        wait_for(lambda: len(sink.mails) > 10)
        worker.kill()
        worker.wait()
        assert State.QUEUED in states()

        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1)):
            deliver_all()

    assert states() == {State.SENT}
    assert len({mail["To"] for mail in sink.mails}) == len(sink.ids) == 60
    assert len(sink.mails) <= 61  # the one that was on its way may have gone twice, with one id


@pytest.mark.parametrize("name", ["SIGKILL", "SIGSTOP"], ids=["gone", "hanging"])
def test_without_a_broker_nobody_waits_and_the_command_delivers(broker, sink, name):
    person = given.person()
    _server, process = broker
    process.send_signal(getattr(signal, name))
    started = time.monotonic()

    for cause in "abc":
        with transaction.atomic():
            tell(kind="alarm", to=person, cause=cause)

    assert time.monotonic() - started < 2  # a broker that hangs takes five
    assert states() == {State.QUEUED}
    call_command("deliver_notices", "--once")
    assert len(sink.mails) == 3


def test_every_thread_rings_the_same_bell(settings):
    with ThreadPoolExecutor(1) as pool:
        broker = pool.submit(lambda: current_app.conf.broker_url).result()

    assert broker == settings.CELERY_BROKER_URL


def test_whoever_cannot_be_woken_is_logged_and_no_more(monkeypatch, caplog):
    monkeypatch.setattr(waking, "current_app", Celery("test", broker="redis://127.0.0.1:9/0"))

    def is_logged():
        waking.wake()  # again: a bell of the test before may still hold both places
        return "No worker woken: OperationalError" in caplog.text

    wait_for(is_logged)


@pytest.mark.usefixtures("sink")
def test_a_message_of_a_transaction_that_failed_is_not_there():
    person = given.person()

    with transaction.atomic():
        tell(kind="alarm", to=person, cause="1")
        transaction.set_rollback(True)

    assert not Notice.objects.exists()
    assert deliver_all() == 0
