"""Somebody who found a device tells the desk, which answers and then forgets them."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from councilgov.ledger.models import Entry, EntryName
from councilgov.records import Refused
from devices.finding import actions
from devices.finding.views import REPORTS
from devices.labelling.actions import print_labels
from devices.labelling.layouts import Sheet
from devices.models import (
    DeskTask,
    Finder,
    FoundOutcome,
    FoundReport,
    FoundStatus,
    TaskKind,
    TaskStatus,
)
from tests import given
from tests.devices import equipment

PLACE = "Bell Café, behind the counter"
CONTACT = "07700 900123"


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        desk, device = equipment.desk(), equipment.issued(asset_tag="BC-00300")
        batch = print_labels(devices=[device], sheet=Sheet.L7160, start=1, by=desk)
        return desk, device, batch.labels.get()

    return shared(make)


@pytest.fixture
def desk(made_once):
    return made_once[0]


@pytest.fixture
def device(made_once):
    return made_once[1]


@pytest.fixture
def label(made_once):
    return made_once[2]


@pytest.fixture
def stranger(made_once):
    cache.clear()
    return Client()


@pytest.fixture
def report(label):
    return actions.report_found(label=label, place=PLACE, contact=CONTACT, by=None)


def close(report, desk, outcome=FoundOutcome.COLLECTED):
    return actions.close_found(report=report, outcome=outcome, remark="In the safe", by=desk)


# A stranger


def test_a_stranger_says_where_it_is_and_the_desk_has_a_task(stranger, label, device):
    answer = stranger.post(f"/d/{label.token}", {"place": PLACE, "contact": CONTACT})

    assert answer["Location"] == reverse("found_thanks")
    report = FoundReport.objects.get()
    assert (report.device, report.finder.place) == (device, PLACE)
    task = DeskTask.objects.get(kind=TaskKind.CHECK_FOUND)
    assert (task.device, task.address) == (device, report.get_absolute_url())


def test_how_to_reach_them_is_optional_and_where_it_is_is_not(stranger, label):
    shown = stranger.post(f"/d/{label.token}", {"place": " "})
    assert "Tell us where it is now" in shown.text

    stranger.post(f"/d/{label.token}", {"place": PLACE})

    assert FoundReport.objects.get().finder.contact == ""


def test_what_a_stranger_reads_on_the_label_is_enough(stranger, device):
    stranger.post(reverse("found"), {"number": "bc-00300 ", "place": PLACE})

    assert FoundReport.objects.get().device == device


@pytest.mark.parametrize("code", ["0000000000000000", "nonsense"])
def test_a_code_that_we_do_not_know_is_taken_just_the_same(stranger, code):
    answer = stranger.post(f"/d/{code}", {"place": PLACE})

    assert answer["Location"] == reverse("found_thanks")
    report = FoundReport.objects.get()
    assert (report.label, report.device, report.about) == (None, None, "")


def test_the_number_of_a_label_printed_ahead_leads_to_its_label(stranger, device, desk):
    from devices.labelling.actions import claim_label, print_unclaimed  # noqa: PLC0415

    how = {"sheet": Sheet.L7160, "start": 1, "by": desk}
    label = print_unclaimed(first="BC-09000", count=1, **how).labels.get()
    claim_label(label=label, device=device, by=desk)

    stranger.post(reverse("found"), {"number": "BC-09000", "place": PLACE})

    assert FoundReport.objects.get().device == device


def test_what_is_sent_twice_is_one_report_until_it_is_answered(stranger, label, desk):
    for _twice in range(2):
        answer = stranger.post(f"/d/{label.token}", {"place": PLACE, "contact": CONTACT})
        assert answer["Location"] == reverse("found_thanks")
    report = FoundReport.objects.get()
    assert DeskTask.objects.filter(kind=TaskKind.CHECK_FOUND).count() == 1

    close(report, desk)
    stranger.post(f"/d/{label.token}", {"place": PLACE, "contact": CONTACT})

    assert FoundReport.objects.count() == 2


def test_from_one_address_come_so_many_reports_in_an_hour(stranger, label):
    for number in range(REPORTS.most):
        stranger.post(f"/d/{label.token}", {"place": f"{PLACE}, {number}"})

    shown = stranger.post(f"/d/{label.token}", {"place": PLACE})

    assert shown.status_code == 429
    assert "Please ring" in shown.text
    assert FoundReport.objects.count() == REPORTS.most
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert stranger.post(f"/d/{label.token}", {"place": PLACE}).status_code == 302


def test_no_evidence_and_no_history_holds_a_word_about_the_finder(report, desk):
    close(report, desk)

    entries = Entry.objects.about(report)
    kept = [*entries.values_list("facts", flat=True), *report.history.values_list("remark")]
    assert CONTACT not in str(kept)
    assert PLACE not in str(kept)
    assert not EntryName.objects.filter(entry__in=entries).exists()
    assert not hasattr(Finder, "history")


def test_what_is_no_number_of_ours_is_forgotten_with_its_finder(stranger):
    stranger.post(reverse("found"), {"number": "07700 900123", "place": PLACE})

    report = FoundReport.objects.get()
    assert report.number == ""
    assert "07700 900123" not in str(list(report.history.values()))
    assert report.finder.place == f"{PLACE}\nThey read on it: 07700 900123"


def test_a_finder_who_is_signed_in_is_a_finder_like_any_other(client, label):
    cache.clear()
    client.force_login(given.councillor())

    client.post(f"/d/{label.token}", {"place": PLACE})

    report = FoundReport.objects.get()
    assert report.history.get().history_user is None
    assert Entry.objects.about(report).get().actor is None


# The desk


def test_the_desk_closes_a_report_with_what_came_of_it(client, report, desk):
    client.force_login(desk)
    shown = client.get(report.get_absolute_url()).text
    assert PLACE in shown
    assert CONTACT in shown

    client.post(report.get_absolute_url(), {"outcome": "collected", "remark": "In the safe"})

    report.refresh_from_db()
    assert (report.status, report.outcome, report.closed_by) == ("closed", "collected", desk)
    assert DeskTask.objects.get(kind=TaskKind.CHECK_FOUND).status == TaskStatus.DONE


def test_a_report_is_closed_once(report, desk):
    close(report, desk)

    with pytest.raises(Refused, match="is closed"):
        close(report, desk, FoundOutcome.NOT_FOUND)


def test_the_desk_is_told_if_the_device_is_missing(client, report, device, desk):
    client.force_login(desk)
    assert "recorded as" not in client.get(report.get_absolute_url()).text

    device.move("stolen", by=None, why="Test")

    shown = client.get(report.get_absolute_url()).text
    assert "This device is recorded as stolen" in shown
    assert device.get_absolute_url() in shown


def test_the_list_tells_which_reports_wait_and_nothing_about_finders(client, report, desk):
    client.force_login(desk)
    reports = reverse("devices:found_reports")

    shown = client.get(reports, {"status": "waiting"})

    assert shown.context["page"].paginator.count == 1
    assert PLACE not in shown.text
    assert CONTACT not in client.post(f"{reports}?", {"export": "csv"}).text
    assert "1 found device to answer" in client.get(reverse("home")).text


# Forgetting


@pytest.mark.parametrize(("days", "forgotten"), [(29, 0), (31, 1)])
def test_the_finder_is_forgotten_30_days_after_the_report_is_closed(report, desk, days, forgotten):
    close(report, desk)

    with time_machine.travel(timezone.now() + timedelta(days=days)):
        assert actions.forget_finders() == forgotten
        assert actions.forget_finders() == 0

    assert Finder.objects.count() == 1 - forgotten
    assert FoundReport.objects.exists()


@pytest.mark.parametrize(("days", "forgotten"), [(89, 0), (91, 1)])
def test_the_finder_of_an_open_report_is_forgotten_after_90_days(report, days, forgotten):
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        assert actions.forget_finders() == forgotten


def test_the_page_of_a_report_says_that_its_finder_is_forgotten(client, report, desk):
    close(report, desk)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        actions.forget_finders()
    client.force_login(desk)

    shown = client.get(report.get_absolute_url()).text

    assert "was deleted 30 days after" in shown
    assert PLACE not in shown


# The database


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"status": "lost"}, "status_known"),
        ({"status": FoundStatus.CLOSED}, "closed_when_so"),
        ({"closed_at": timezone.now()}, "closed_at_together"),
        ({"outcome": FoundOutcome.NOT_OURS}, "outcome_when_closed"),
    ],
)
def test_the_database_holds_a_report_together(report, change, name):
    rows = models.QuerySet(FoundReport).filter(pk=report.pk)

    with pytest.raises(IntegrityError, match=name):
        rows.update(**change)


def test_only_the_desk_sees_found_reports(report):
    others = given.councillor()

    assert not FoundReport.objects.visible_to(others).exists()
