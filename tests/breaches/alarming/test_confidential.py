"""Alarms of a confidential report go to those on its list, and cron gives them without a broker."""

import pytest
from django.core.management import call_command

from breaches.alarming.people import DECIDERS, People
from breaches.confiding.actions import add_reader, make_confidential, open_confidential
from breaches.models import Alarm, Incident
from tests import given
from tests.breaches.alarming.clocks import after, monitoring, running, swept, whom


@pytest.fixture
def chief():
    given.council()
    return monitoring()


@pytest.fixture
def outsider(chief):
    return monitoring()


@pytest.fixture
def row(chief, outsider):
    """Confidential, and opened for some hours by somebody who is not on the list."""
    row = running()
    with after(23.5):
        make_confidential(incident=row.incident, readers=[], reason="A colleague.", by=chief)
        open_confidential(incident=row.incident, by=outsider, reason="A call", hours=2)
    return row


def test_who_only_opened_a_confidential_report_gets_no_alarm_of_it(row, chief, outsider):
    with after(24):
        assert row.incident in Incident.objects.visible_to(outsider)
        told = People(frozenset({row.incident_id})).holding(DECIDERS, row.incident_id)

    assert [one.person for one in told] == [chief]
    assert whom(swept(24)) == [(24, chief)]


def test_who_is_let_in_afterwards_gets_them(row, chief, outsider):
    with after(23.5):
        add_reader(incident=row.incident, person=outsider, reason="They stand in.", by=chief)

    assert {person for _hour, person in whom(swept(24))} == {chief, outsider}


def test_cron_gives_what_is_due_without_a_worker(chief, capsys):
    running()

    with after(24):
        call_command("sound_alarms")
        call_command("sound_alarms")

    first, second = capsys.readouterr().out.splitlines()
    assert (first, second) == ("1 alarm given.", "0 alarms given.")
    assert [alarm.person for alarm in Alarm.objects.all()] == [chief]
