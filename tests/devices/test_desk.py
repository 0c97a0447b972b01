"""What the desk has to do, and its tickets."""

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import letter, part_of
from councilgov.records import Refused
from devices.desk import actions
from devices.keeping.actions import change_device, change_kind
from devices.models import DeskTask, TaskKind, TaskStatus
from tests import given
from tests.devices import equipment
from tests.devices.losses import cases

TICKETS = "tickets@council.example"


def task(device=None, **details):
    device = device or equipment.device()
    usual = {"kind": TaskKind.WIPE, "about": device, "address": device.get_absolute_url()}
    return actions.open_task(**usual | details, device=device, by=None)


def test_the_same_is_to_be_done_once():
    given.council()
    device = equipment.device()

    assert task(device) == task(device)
    assert DeskTask.objects.count() == 1


def test_what_is_done_may_be_to_do_again():
    given.council()
    first = task()
    actions.end_tasks(about=first.device, by=None)

    assert task(first.device) != first


def test_what_is_done_says_when():
    given.council()
    row, officer = task(), equipment.desk()

    count = actions.end_tasks(about=row.device, by=officer)

    row.refresh_from_db()
    assert (count, row.status, row.ended_by) == (1, TaskStatus.DONE, officer)
    assert row.ended_at <= timezone.now()
    assert actions.end_tasks(about=row.device, by=officer) == 0


def test_another_kind_of_task_goes_on():
    given.council()
    row = task()

    assert actions.end_tasks(about=row.device, by=None, kinds=[TaskKind.REPAIR]) == 0


def test_without_a_ticket_address_nothing_is_mailed():
    given.council()
    equipment.desk()
    task()

    assert not Notice.objects.filter(kind="desk_task").exists()


def test_a_task_is_mailed_to_the_ticket_address_with_our_reference():
    given.council(desk_ticket_email=TICKETS)
    equipment.desk()
    row = task(equipment.device(asset_tag="BC-7"))

    notice = Notice.objects.get(kind="desk_task")
    mail = letter([part_of(notice)], notice)
    assert notice.email == TICKETS
    assert row.reference in mail.subject
    assert "BC-7" in mail.body
    assert "/devices/BC-7/" in mail.body


def test_a_task_that_was_done_meanwhile_makes_no_ticket():
    given.council(desk_ticket_email=TICKETS)
    equipment.desk()
    row = task()
    notice = Notice.objects.get(kind="desk_task")
    assert not unwanted(notice)

    actions.end_tasks(about=row.device, by=None)

    assert unwanted(notice) == "no_longer_true"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MONITORING_OFFICER])
def test_while_the_desk_has_no_account_its_ticket_is_mailed_all_the_same(role):
    given.council(desk_ticket_email=TICKETS)
    keeper = given.officer(role)
    task()

    assert Notice.objects.get(kind="desk_task").to == keeper


def test_a_ticket_outlives_the_account_of_the_officer_under_whose_name_it_goes():
    given.council(desk_ticket_email=TICKETS)
    officer = equipment.desk()
    task()

    officer.is_active = False
    officer.save()

    assert not unwanted(Notice.objects.get(kind="desk_task"))


def test_where_nobody_keeps_the_portal_the_task_stands_without_a_mail():
    given.council(desk_ticket_email=TICKETS)

    assert task().status == TaskStatus.OPEN
    assert not Notice.objects.exists()


def test_the_desk_notes_its_own_ticket(client):
    given.council()
    row = task()
    client.force_login(equipment.desk())

    page = client.post(row.get_absolute_url(), {"ticket": " INC-4711 "}, follow=True)

    row.refresh_from_db()
    assert row.ticket == "INC-4711"
    assert "The ticket number is saved" in page.text


def test_who_only_reads_the_tasks_is_told_that_they_may_not_change_one(client):
    given.council()
    row = task()
    client.force_login(given.officer(Role.MONITORING_OFFICER))

    response = client.post(row.get_absolute_url(), {"ticket": "INC-4711"})

    row.refresh_from_db()
    assert (response.status_code, row.ticket) == (403, "")
    page = client.get(row.get_absolute_url()).text
    assert "Open the page" not in page
    assert "no longer needed" not in page


def test_the_desk_says_why_a_task_is_no_longer_needed(client):
    given.council()
    row, officer = task(), equipment.desk()
    client.force_login(officer)

    page = client.post(
        reverse("devices:drop_task", args=[row.pk]), {"reason": " Sold as scrap "}, follow=True
    )

    row.refresh_from_db()
    assert (row.status, row.ended_by) == (TaskStatus.DROPPED, officer)
    assert "Sold as scrap" in page.text
    assert Entry.objects.about(row).get().kind == "devices.task_dropped"


def test_what_is_to_do_stands_before_what_is_done(client):
    given.council()
    done, later, soon = task(), task(), task(due_at=timezone.now())
    actions.end_tasks(about=done.device, by=None)
    client.force_login(equipment.desk())

    listed = client.get(reverse("devices:desk_tasks")).context["page"]

    assert [row.record for row in listed] == [soon, later, done]


def test_a_task_that_has_ended_is_not_dropped_as_well():
    given.council()
    row, officer = task(), equipment.desk()
    actions.end_tasks(about=row.device, by=officer)

    with pytest.raises(Refused):
        actions.drop_task(task=row, reason="Not needed", by=officer)


def test_only_a_dropped_task_says_why_it_was_dropped():
    given.council()
    row = task()
    row.dropped_because = "Not needed"

    with pytest.raises(IntegrityError, match="because_when_dropped"):
        row.keep(by=None, why="Test")


def test_what_went_missing_is_not_to_be_wiped_at_the_desk():
    device = equipment.returned().items.get().device
    assert DeskTask.objects.open().about(device).get().kind == TaskKind.WIPE

    cases.report(device, kind="stolen", by=equipment.desk())

    assert not DeskTask.objects.open().about(device).exists()


def test_what_holds_no_data_is_not_to_be_wiped():
    device, other = equipment.returned().items.get().device, equipment.returned().items.get().device
    kind, officer = equipment.kind("Dock", holds_data=False), equipment.desk()

    change_device(device=device, kind=kind, by=officer)
    change_kind(kind=other.kind, holds_data=False, by=officer)

    dropped = DeskTask.objects.filter(kind=TaskKind.WIPE).values_list("status", flat=True)
    assert [*dropped] == [TaskStatus.DROPPED, TaskStatus.DROPPED]


@pytest.mark.parametrize("asked", ["{}", "ict-{:06d}", "ICT-{}"])
def test_a_task_is_found_by_our_reference(asked, client):
    given.council()
    task()
    row = task()
    client.force_login(equipment.desk())

    page = client.get(reverse("devices:desk_tasks"), {"q": asked.format(row.pk)}).context["page"]

    assert row in [found.record for found in page.object_list]
    assert page.paginator.count == 1


def test_the_list_is_searched_by_ticket_and_its_queries_do_not_grow(
    client, django_assert_num_queries
):
    given.council()
    row = task()
    actions.enter_ticket(task=row, ticket="INC-4711", by=equipment.desk())
    client.force_login(equipment.desk())
    address = reverse("devices:desk_tasks")
    assert client.get(address, {"q": "inc-4711"}).context["page"].paginator.count == 1
    with django_assert_num_queries(QUERIES):
        client.get(address)
    for _ in range(3):
        task()

    with django_assert_num_queries(QUERIES):
        client.get(address)


QUERIES = 11
