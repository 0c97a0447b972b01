"""100,000 incidents: pages of the register beside a bare page, its files, and the alarms sweep."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client, override_settings
from django.utils import timezone

from bench import bare, incidents
from bench.conftest import timed
from bench.incidents import KINDS
from bench.test_million import opened
from breaches.alarming.raising import pass_on, raise_alarms
from breaches.models import ALARM_HOURS, Alarm, Assessment, Incident
from breaches.tasks import sound_alarms
from councilgov.access import Role
from councilgov.notices.actions import tell
from councilgov.notices.models import Notice
from councilgov.people.models import User
from tests import given

AMONG = "100k incidents"
FEW, ROUNDS = 100, 3
ONE_KIND = sum(n % 7 == KINDS.index("account") for n in range(1, incidents.INCIDENTS + 1))
PAGES = {
    "figures": "/incidents/figures/",
    "register": "/incidents/",
    "register, confirmed": "/incidents/?status=confirmed",
    "register, one kind": "/incidents/?kind=account",
    "register, page 2,000": "/incidents/?page=2000",
    "register, words": "/incidents/?q=matter+54711",
    "register, corporate reference": "/incidents/?q=CR-4711",
    "register, nothing like it": "/incidents/?q=nothinglikeit",
}


@override_settings(ROOT_URLCONF="bench.bare")
def test_a_hundred_thousand_incidents(results, transactional_db):
    incidents.build()
    assert Incident.objects.count() == incidents.INCIDENTS
    assert Assessment.objects.count() == incidents.BREACHES
    assert Assessment.objects.running().count() == incidents.RUNNING
    officer = given.officer(Role.MONITORING_OFFICER)
    given.officer(Role.DEPUTY_MONITORING_OFFICER)
    given.officer(Role.DATA_PROTECTION_OFFICER)
    measure_pages(results, officer)
    measure_files(results, officer)
    measure_alarms(results, officer)


def measure_pages(results, officer) -> None:
    ours, theirs = Client(), Client()
    ours.force_login(officer)
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        theirs.force_login(officer)
        yardstick = opened(theirs, "/bare/")
        yardstick()
    one = Assessment.objects.running().with_row()[0].get_absolute_url()
    for name, address in {**PAGES, "an incident": one}.items():
        measure(results, name, opened(ours, address), yardstick)
    ours.force_login(User.objects.get(email=f"incident42@{given.DOMAIN}"))
    measure(results, "own reports", opened(ours, "/incidents/"), yardstick)


def measure(results, name, page, yardstick) -> None:
    """A few turns each: many of these look at all hundred thousand."""
    page()
    results.queries(f"{AMONG}: {name}", page)
    results.milliseconds(f"{AMONG}: {name}", page, times=ROUNDS)
    results.ratio(f"{AMONG}: {name}, against a bare page", page, yardstick, times=ROUNDS)


def measure_files(results, officer) -> None:
    """Every row that matches: no file is cut short."""
    client = Client()
    client.force_login(officer)

    def taken(kind: str, query: str = "") -> bytes:
        answer = client.post(f"/incidents/{query}", {"export": kind})
        return b"".join(answer)

    def lines() -> None:
        assert taken("csv", "?kind=account").count(b"INC-") == ONE_KIND

    seconds = results.note(f"{AMONG}: {ONE_KIND:,} of them as CSV (s)", timed(lines) / 1_000)
    results.note(f"{AMONG}: lines of CSV in a second", ONE_KIND / seconds)
    results.queries(f"{AMONG}: CSV of what is confirmed", lambda: taken("csv", "?status=confirmed"))
    ods = timed(lambda: taken("ods", "?status=confirmed"))
    results.note(f"{AMONG}: ODS of the thousand that run (ms)", ods)


def measure_alarms(results, officer) -> None:
    """A thousand clocks beside a hundred, and beside a message at a time."""
    now = timezone.now()
    new = Assessment.objects.running().filter(aware_at__lte=now - timedelta(hours=ALARM_HOURS[0]))
    reached = new.count()
    results.queries(f"{AMONG}: the look for alarms of 1,000 clocks", raise_alarms)
    assert Alarm.objects.values("assessment").distinct().count() == reached
    told = Alarm.objects.count()
    forget(Alarm.objects.all())
    all_of_them = timed(raise_alarms)
    assert Alarm.objects.count() == told
    results.note(f"{AMONG}: alarms of 1,000 clocks, {told:,} people told (ms)", all_of_them)
    rows = list(new.with_row()[:FEW])
    loop = timed(lambda: one_by_one(rows, officer)) / FEW * told
    results.note(f"{AMONG}: a message at a time takes longer (ratio)", loop / all_of_them)
    results.milliseconds(f"{AMONG}: the sweep of each minute", sound_alarms, times=5)
    assert Alarm.objects.count() == told
    Alarm.objects.update(raised_at=now - timedelta(days=1))
    results.note(f"{AMONG}: what nobody opened passed on (ms)", timed(pass_on))


def one_by_one(rows, officer) -> None:
    """What peers do: look at each, and tell whoever it is for."""
    for row in rows:
        if row.incident.has_part(officer):
            continue
        tell(kind="breach_alarm", to=officer, cause=f"bench{row.pk}", about=row)


def forget(alarms) -> None:
    Notice.objects.filter(kind="breach_alarm")._raw_delete(Notice.objects.db)
    alarms._raw_delete(alarms.db)
