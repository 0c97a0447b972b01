"""A worker that is stopped over three stages, and two that sweep at once: each alarm goes once."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

import pytest
from celery import Celery
from django.utils import timezone

from breaches.alarming.raising import pass_on
from breaches.models import Alarm, Assessment
from breaches.tasks import sound_alarms
from councilgov.local.keys import Keys
from councilgov.local.processes import Child, stop_all
from councilgov.local.valkey import start_valkey
from councilgov.notices.models import Notice, State
from tests import given
from tests.breaches import reports
from tests.database import owner_cursor
from tests.notices.smtp import Sink, mail_server
from tests.racing import at_once
from tests.workers import start_worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _clock():
    """The machine's own: a worker that is started here has no other."""


@pytest.fixture
def broker(tmp_path):
    """A Valkey of this test's own."""
    children: list[Child] = []
    server = start_valkey(tmp_path, Keys(), children)
    app = Celery("test", broker=server.url)
    yield server, app
    app.close()
    stop_all(children)


def aged(hours):
    """So much time has passed since: the clock of a worker can't be set, so the rows are."""
    with owner_cursor(triggers=False) as cursor:
        cursor.execute(
            "UPDATE breaches_assessment SET aware_at = now() - %(a)s, begun_at = now() - %(a)s",
            {"a": timedelta(hours=hours)},
        )
        cursor.execute(
            "UPDATE breaches_incident SET ruled_at = now() - %(a)s, handled_since = now() - %(a)s",
            {"a": timedelta(hours=hours)},
        )


@contextmanager
def worker(broker, mail_port):
    """A process of its own that does what is waiting for it."""
    process = start_worker(broker, mail_port)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def officer():
    given.council()
    return reports.decider()


def test_a_worker_that_was_stopped_over_three_stages_gives_each_once_and_late(officer, broker):
    reports.confirmed()
    aged(66)
    server, app = broker
    sink, told = Sink(), Notice.objects.filter(kind="breach_alarm")
    for _twice in range(2):
        app.send_task("breaches.tasks.sound_alarms")
    with mail_server(sink) as port, worker(server, port):
        wait_for(lambda: told.count() == 4)
        app.send_task("breaches.tasks.sound_alarms")
        app.send_task("councilgov.notices.tasks.deliver")
        wait_for(lambda: told.filter(state=State.SENT).count() == 4)

    alarms = Alarm.objects.values_list("hour", "is_late", "person")
    assert sorted((hour, is_late) for hour, is_late, _person in alarms) == [
        (24, True),
        (48, True),
        (60, True),
        (66, False),
    ]
    assert {person for _hour, _is_late, person in alarms} == {officer.pk}
    assert [is_late(mail) for mail in alarms_of(sink, officer)].count(True) == 3
    assert len({mail["Message-ID"] for mail in alarms_of(sink, officer)}) == 4


def alarms_of(sink, officer):
    return [mail for mail in sink.to(officer.email) if "regulator" in mail["Subject"]]


def is_late(mail):
    return "This alarm is late." in mail.get_content()


def test_two_sweeps_at_once_tell_each_person_once():
    given.council()
    officers = [reports.decider() for _n in range(3)]
    rows = [reports.confirmed() for _n in range(5)]
    aged(49)

    at_once(*[sound_alarms] * 4)

    alarms = Counter(Alarm.objects.values_list("assessment", "hour", "person"))
    assert set(alarms.values()) == {1}
    assert len(alarms) == len(rows) * 2 * len(officers)
    told = Notice.objects.filter(kind="breach_alarm")
    assert told.count() == len(alarms)


def test_two_sweeps_at_once_pass_on_once():
    given.council()
    reports.on_call(reports.decider())
    second = reports.decider()
    reports.confirmed()
    aged(24)
    sound_alarms()
    with owner_cursor(triggers=False) as cursor:
        cursor.execute("UPDATE breaches_alarm SET raised_at = raised_at - interval '5 hours'")

    at_once(*[pass_on] * 4)

    assert Alarm.objects.filter(circle="next").get().person == second
    assert Assessment.objects.running().count() == 1
    assert timezone.now() > Alarm.objects.earliest("raised_at").raised_at
