"""Sessions that ran out do not stay."""

from datetime import timedelta

import time_machine
from celery.schedules import crontab
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from councilgov.portal.tasks import clear_sessions
from tests import given


def test_sessions_that_ran_out_are_deleted(client):
    councillor = given.councillor()
    given.sign_in(client, councillor)
    with time_machine.travel(timezone.now() - timedelta(minutes=31)):
        given.sign_in(Client(), councillor)
    assert Session.objects.count() == 2

    clear_sessions()

    assert Session.objects.get().session_key == client.session.session_key


def test_the_clock_deletes_them_every_day(settings):
    (entry,) = [
        entry
        for entry in settings.CELERY_BEAT_SCHEDULE.values()
        if entry["task"] == clear_sessions.name
    ]

    assert entry["schedule"] == crontab(hour="4", minute="0")
