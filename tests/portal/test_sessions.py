"""Sessions that ran out do not stay."""

from datetime import timedelta

import time_machine
from celery.schedules import crontab
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
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


def test_a_page_that_looks_for_news_keeps_nobody_signed_in(client):
    given.council()
    given.sign_in(client, given.officer(Role.MONITORING_OFFICER))
    ends = Session.objects.get().expire_date

    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        news = client.get(reverse("dashboard"), headers={"X-Refresh": "1"})
        assert Session.objects.get().expire_date == ends
        client.get(reverse("dashboard"))
        assert Session.objects.get().expire_date > ends

    assert (news.status_code, "sessionid" in news.cookies) == (200, False)
    assert "Cookie" in news["Vary"]


def test_only_looking_leaves_the_session_as_it_is(client):
    given.council()
    given.sign_in(client, given.officer(Role.MONITORING_OFFICER))
    ends = Session.objects.get().expire_date

    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        client.post(reverse("dashboard"), headers={"X-Refresh": "1"})

    assert Session.objects.get().expire_date > ends


def test_the_clock_deletes_them_every_day(settings):
    (entry,) = [
        entry
        for entry in settings.CELERY_BEAT_SCHEDULE.values()
        if entry["task"] == clear_sessions.name
    ]

    assert entry["schedule"] == crontab(hour="4", minute="0")
