"""Equipment is asked back by a day, reminded of, brought in, or kept after all."""

from datetime import date
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone

from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.records import Refused
from devices.issuing.actions import accept, decline
from devices.losses import ending
from devices.models import Cause, Device, DeviceStatus, RequestStatus, ReturnRequest
from devices.recalling import actions as recalling
from devices.reclaiming import actions
from devices.tasks import sweep
from tests import given
from tests.devices import equipment
from tests.devices.losses import cases


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return given.councillor(), equipment.desk(), equipment.terms()

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def desk(made_once):
    return made_once[1]


@pytest.fixture
def device(councillor):
    return equipment.issued(holder=councillor)


@pytest.fixture
def ask(desk):
    return lambda *devices, **fields: actions.request_return(
        **{"devices": devices, "because": Cause.LEAVING, "by": desk} | fields
    )


def status_of(device):
    return Device.objects.get(pk=device.pk).status


def told(kind):
    return [notice.to for notice in Notice.objects.filter(kind=kind).order_by("pk")]


def test_who_is_asked_has_the_councils_working_days(ask, device, councillor):
    (request,) = ask(device)

    assert status_of(device) == DeviceStatus.RETURN_DUE
    assert (request.holder, request.due_on) == (councillor, date(2026, 12, 7))
    assert told("return_asked") == [councillor]


def test_whoever_asks_may_name_the_day(ask, device):
    (request,) = ask(device, due_on=date(2026, 11, 30))

    assert request.due_on == date(2026, 11, 30)


def test_all_of_one_person_is_one_message(ask, device, councillor):
    others = [equipment.issued(holder=councillor), equipment.issued()]

    requests = ask(device, *others)

    assert sorted(person.pk for person in told("return_asked")) == sorted(
        {request.holder_id for request in requests}
    )
    text = part_of(Notice.objects.get(kind="return_asked", to=councillor)).body
    assert device.asset_tag in text
    assert others[0].asset_tag in text
    assert others[1].asset_tag not in text


@pytest.fixture
def lost(councillor):
    """On the councillor's record, and missing."""
    row = equipment.issued(holder=councillor)
    cases.report(row, kind="lost")
    return row


def test_what_is_missing_keeps_nobody_from_being_asked_for_the_rest(ask, device, lost):
    ask(lost, device)

    notice = Notice.objects.get(kind="return_asked")
    assert not unwanted(notice)
    body = part_of(notice).body
    assert device.asset_tag in body
    assert lost.asset_tag not in body


def test_who_is_asked_for_what_is_missing_only_is_not_told(ask, lost):
    ask(lost)

    assert unwanted(Notice.objects.get(kind="return_asked"))


def give_back(device, desk):
    recalling.give_back(device=device, by=desk)


def mark_repaired(device, desk):
    ending.mark_repaired(loss=device.losses.get(), reason="Mended.", by=desk)


def back_in_use(device, desk):
    loss = ending.mark_found(loss=device.losses.get(), reason="In a taxi.", by=desk)
    ending.back_in_use(loss=loss, reason="Looked at.", by=desk)


@pytest.mark.parametrize(
    ("away", "back"),
    [("workshop", give_back), ("damaged", mark_repaired), ("lost", back_in_use)],
)
def test_what_was_asked_back_while_away_is_asked_for_once_it_is_there(
    ask, device, desk, away, back
):
    if away == "workshop":
        equipment.taken_in(device)
    else:
        cases.report(device, kind=away)
    (request,) = ask(device)
    assert unwanted(Notice.objects.get(kind="return_asked"))

    with time_machine.travel("2026-12-14 12:00Z"):
        back(device, desk)
        again = Notice.objects.filter(kind="return_asked").latest("pk")
        assert not unwanted(again)
        assert device.asset_tag in part_of(again).body

    request.refresh_from_db()
    assert (status_of(device), request.due_on) == (DeviceStatus.RETURN_DUE, date(2026, 12, 30))
    assert told("return_asked") == [request.holder, request.holder]
    assert told("recall_given_back") == []
    assert Entry.objects.about(request).filter(kind="devices.return_asked").count() == 2


def test_a_later_day_to_return_it_stands_when_it_is_back(ask, device, desk):
    equipment.taken_in(device)
    (request,) = ask(device, due_on=date(2027, 3, 1))

    give_back(device, desk)

    request.refresh_from_db()
    assert request.due_on == date(2027, 3, 1)


def test_what_is_not_asked_back_is_given_back_as_before(device, desk, councillor):
    equipment.taken_in(device)

    give_back(device, desk)

    assert (told("return_asked"), told("recall_given_back")) == ([], [councillor])


def test_each_request_is_evidence(ask, device):
    (request,) = ask(device)

    assert Entry.objects.about(request).get().kind == "devices.return_asked"


def test_the_number_of_queries_does_not_grow_with_the_devices(
    ask, councillor, django_assert_max_num_queries
):
    devices = [equipment.issued(holder=councillor) for _n in range(12)]

    with django_assert_max_num_queries(30):
        ask(*devices)


def test_another_reason_is_said_in_words(ask, device):
    with pytest.raises(IntegrityError, match="devices_returnrequest_said_when_other"):
        ask(device, because=Cause.OTHER)

    (request,) = ask(device, because=Cause.OTHER, words="The model is withdrawn.")
    assert request.reason == "The model is withdrawn."


def test_without_words_the_cause_is_the_reason(ask, device):
    (request,) = ask(device)

    assert request.reason == "Leaving office"


def test_nothing_is_no_request(ask):
    with pytest.raises(Refused, match="Choose at least one device"):
        ask()


def test_what_nobody_has_is_not_asked_back(ask):
    with pytest.raises(Refused, match=r"Nobody has .*, so nobody can be asked"):
        ask(equipment.device())


def test_a_device_is_asked_back_once(ask, device):
    ask(device)

    with pytest.raises(Refused, match="asked back already"):
        ask(device)


def test_what_is_lost_is_asked_back_and_stays_lost(ask, device):
    device.status = DeviceStatus.LOST
    device.keep(by=None, why="Test")

    (request,) = ask(device)

    assert status_of(device) == DeviceStatus.LOST
    assert request not in ReturnRequest.objects.to_chase()


# Kept after all


@pytest.fixture
def cancel(desk):
    return partial(actions.cancel_return, reason="They were re-elected.", by=desk)


def test_who_may_keep_it_is_told_why(ask, device, cancel, councillor):
    (request,) = ask(device)

    cancel(request=request)

    assert status_of(device) == DeviceStatus.ACTIVE
    assert told("return_cancelled") == [councillor]
    assert "re-elected" in part_of(Notice.objects.get(kind="return_cancelled")).body
    assert unwanted(Notice.objects.get(kind="return_asked"))


def test_what_was_not_accepted_waits_again(ask, cancel, councillor):
    issue = equipment.issue(holder=councillor)
    device = issue.assignments.get().device

    (request,) = ask(device)
    cancel(request=request)

    assert status_of(device) == DeviceStatus.ASSIGNED


def test_what_was_declined_is_still_to_be_handed_back(ask, cancel, councillor):
    issue = equipment.issue(holder=councillor)
    decline(issue=issue, reason="Broken", by=councillor)
    device = issue.assignments.get().device

    (request,) = ask(device)
    with pytest.raises(Refused, match="They declined it"):
        cancel(request=request)

    assert status_of(device) == DeviceStatus.RETURN_DUE
    assert told("return_cancelled") == []


def test_what_is_lost_meanwhile_stays_lost(ask, cancel, device):
    (request,) = ask(device)
    device.refresh_from_db()
    device.status = DeviceStatus.LOST
    device.keep(by=None, why="Test")

    cancel(request=request)

    assert status_of(device) == DeviceStatus.LOST


def test_nobody_is_said_to_use_what_is_away(ask, client, device, desk):
    ask(device)
    client.force_login(desk)
    page = reverse("devices:cancel_return", args=[device.asset_tag])
    assert "goes on using it" in client.get(page).text

    cases.report(Device.objects.get(pk=device.pk), kind="lost")

    assert "need not return it" in client.get(page).text


def test_a_request_is_cancelled_once(ask, cancel, device):
    (request,) = ask(device)
    cancel(request=request)

    with pytest.raises(Refused, match="Cancelling the return can’t be done"):
        cancel(request=request)


def test_who_accepts_what_is_asked_back_has_to_return_it_all_the_same(ask, councillor):
    issue = equipment.issue(holder=councillor)
    device = issue.assignments.get().device
    ask(device)

    accept(
        issue=issue,
        by=councillor,
        typed_name=councillor.full_name,
        text_sha256=issue.fingerprint(),
        confirmed_with="password",
    )

    assert status_of(device) == DeviceStatus.RETURN_DUE


# Reminders


@pytest.mark.parametrize(
    ("day", "stages"),
    [
        ("2026-12-06", []),
        ("2026-12-07", ["0"]),
        ("2026-12-13", ["0"]),
        ("2026-12-14", ["7"]),
        ("2027-01-08", ["28"]),
    ],
    ids=["before", "the day", "six days late", "a week late", "the worker was down"],
)
def test_they_are_reminded_on_the_day_and_every_week(ask, device, day, stages):
    (request,) = ask(device)

    with time_machine.travel(f"{day} 12:00Z"):
        sweep()
        sweep()

    reminders = Notice.objects.filter(kind="return_reminder")
    due = f"{request.pk}:2026-12-07"
    assert [notice.cause for notice in reminders] == [f"{due}:{stage}" for stage in stages]


def test_nobody_is_reminded_of_what_is_back_or_missing(ask, device, councillor):
    other = equipment.issued(holder=councillor)
    ask(device, other)
    equipment.returned(device)
    other.refresh_from_db()
    other.status = DeviceStatus.LOST
    other.keep(by=None, why="Test")

    with time_machine.travel("2027-01-08 12:00Z"):
        sweep()

    assert told("return_reminder") == []


BROKEN: dict[str, dict[str, Any]] = {
    "status_known": {"status": "lost", "ended_at": timezone.now()},
    "because_known": {"because": "theft"},
    "ended_when_not_open": {"status": "met"},
    "cancelled_with_reason": {"cancel_reason": "x"},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_a_request_that_makes_no_sense(ask, device, name):
    (request,) = ask(device)

    with pytest.raises(IntegrityError, match=f"devices_returnrequest_{name}"), transaction.atomic():
        models.QuerySet(ReturnRequest).filter(pk=request.pk).update(**BROKEN[name])


def test_the_words_of_a_request_without_its_row_are_left_out(ask, device):
    (request,) = ask(device)
    assert request.status == RequestStatus.OPEN
    assert request.asked_at <= timezone.now()
    assert request.get_absolute_url() == device.get_absolute_url()
