"""A councillor's own device: set up, checked, freed of council data, released; never emptied."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.people.actions import end_term
from councilgov.people.models import EndReason
from councilgov.portal.equipment import equipment_to_do
from councilgov.records import Refused
from devices.desk.actions import drop_task
from devices.enrolling import actions
from devices.enrolling.steps import steps
from devices.enrolment import STATEMENT, statement_sha256
from devices.losses import ending
from devices.losses.steps import steps as loss_steps
from devices.models import (
    DeskTask,
    Device,
    DeviceStatus,
    Enrolment,
    EnrolmentEnd,
    Loss,
    Ownership,
    Platform,
    TaskKind,
    TaskStatus,
)
from tests import given
from tests.devices import equipment
from tests.devices.losses import cases


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        councillor = given.councillor()
        return equipment.desk(), councillor, equipment.pending(holder=councillor)

    return shared(make)


@pytest.fixture
def desk(made_once):
    return made_once[0]


@pytest.fixture
def councillor(made_once):
    return made_once[1]


@pytest.fixture
def pending(made_once):
    return Device.objects.get(pk=made_once[2].pk)


@pytest.fixture
def enrolled(pending, desk):
    return actions.enrol(device=pending, by=desk)


def tasks(kind, status=TaskStatus.OPEN):
    return DeskTask.objects.filter(kind=kind, status=status).count()


def leave(councillor):
    """A minute ago."""
    ago = timezone.now() - timedelta(minutes=1)
    end_term(term=councillor.terms.get(), ends_at=ago, reason=EndReason.RESIGNED, by=None)


def told(councillor):
    rows = Notice.objects.filter(kind="enrolment_told", to=councillor).order_by("pk")
    return [part_of(row).body for row in rows]


def page(name, *args):
    return reverse(f"devices:{name}", args=args)


def answers(**others):
    named = {
        "kind": equipment.kind("Mobile phone").pk,
        "platform": "ios",
        "model": "iPhone 15",
        "agreed": "on",
        "text_sha256": statement_sha256(),
    }
    return named | others


# Asking


def test_a_device_of_ones_own_is_asked_for_with_a_signature_and_without_a_serial_number(
    pending, councillor
):
    row = pending.enrolment

    assert (pending.status, pending.ownership) == (DeviceStatus.PENDING, Ownership.PERSONAL)
    assert (pending.holder, pending.serial, pending.imei) == (councillor, "", "")
    assert (row.typed_name, row.statement) == (councillor.full_name, str(STATEMENT))
    assert tasks(TaskKind.ENROL) == 1


def test_the_portal_gives_it_the_next_tag_of_its_own(pending):
    first = int(pending.asset_tag.removeprefix("P-"))
    equipment.device(asset_tag="P-99X1")

    assert re.fullmatch(r"P-\d{5}", pending.asset_tag)
    assert equipment.pending().asset_tag == f"P-{first + 1:05d}"


def test_after_a_hundred_thousand_the_tags_go_on(pending):
    models.QuerySet(Device).filter(pk=pending.pk).update(asset_tag="P-99999")
    assert equipment.pending().asset_tag == "P-100000"
    assert equipment.pending().asset_tag == "P-100001"


def test_the_same_device_is_asked_for_once_until_it_is_set_up(pending, councillor, desk):
    again = partial(equipment.pending, holder=councillor)

    with pytest.raises(Refused, match="asked for this already"):
        again(model=pending.model.upper())
    assert again(model="Pixel Fold").status == DeviceStatus.PENDING
    actions.enrol(device=pending, by=desk)
    assert again().status == DeviceStatus.PENDING


def test_where_the_council_does_not_allow_it_nobody_asks(councillor, client):
    given.council(allows_personal_devices=False)
    client.force_login(councillor)

    with pytest.raises(Refused, match="does not set up personal devices"):
        equipment.pending(holder=councillor)

    assert "does not set up personal devices" in client.get(page("my_enrolments")).text
    assert client.get(page("ask_enrolment")).status_code == 409


def test_who_is_not_in_office_is_refused(pending):
    with pytest.raises(Refused, match="Only councillors in office"):
        equipment.pending(holder=given.person())


@pytest.mark.parametrize(
    ("change", "told"),
    [({"typed_name": "Somebody Else"}, "Type your own name"), ({"text_sha256": "0" * 64}, "chang")],
)
def test_what_is_signed_is_what_was_read_under_ones_own_name(councillor, pending, change, told):
    signed = {"typed_name": councillor.full_name, "text_sha256": statement_sha256()} | change

    with pytest.raises(Refused, match=told):
        actions.ask_enrolment(
            kind=pending.kind,
            platform=Platform.IOS,
            model="iPhone",
            confirmed_with="password",
            by=councillor,
            **signed,
        )


def test_the_signature_is_evidence_with_a_receipt(pending, councillor, client):
    entry = Entry.objects.get(kind="devices.enrolment_signed")
    assert councillor.full_name not in entry.facts
    client.force_login(councillor)

    receipt = client.get(page("enrolment_receipt", pending.asset_tag))

    assert receipt.content.startswith(b"%PDF")
    client.force_login(given.councillor())
    assert client.get(page("enrolment_receipt", pending.asset_tag)).status_code == 404


# Set up or not


def test_its_councillor_is_told_that_it_is_set_up(enrolled, councillor):
    assert enrolled.status == DeviceStatus.ENROLLED
    assert tasks(TaskKind.ENROL, TaskStatus.DONE) == 1
    assert "can use it for council work now" in told(councillor)[0]
    assert enrolled in Device.objects.usable_by(councillor)


def test_it_is_set_up_once(enrolled, desk):
    with pytest.raises(Refused, match="does not wait to be set up: it is enrolled"):
        actions.enrol(device=enrolled, by=desk)


def test_it_is_refused_with_a_reason_and_released(pending, councillor, desk):
    device = actions.refuse_enrolment(device=pending, reason="Too old", by=desk)

    assert (device.status, device.holder) == (DeviceStatus.RELEASED, None)
    assert tasks(TaskKind.ENROL, TaskStatus.DROPPED) == 1
    assert "Too old" in told(councillor)[0]


def test_who_withdraws_is_told_nothing_they_know(pending, councillor):
    actions.refuse_enrolment(device=pending, reason="Withdrawn", by=councillor)

    assert told(councillor) == []


def test_what_was_set_up_is_neither_refused_nor_withdrawn(enrolled, councillor, desk, client):
    with pytest.raises(Refused, match="does not wait to be set up"):
        actions.refuse_enrolment(device=enrolled, reason="Too old", by=desk)
    client.force_login(councillor)
    for send in (client.get, client.post):
        assert send(page("withdraw_enrolment", enrolled.asset_tag)).status_code == 409


def test_what_was_released_is_nobodys_to_withdraw(enrolled, councillor, desk):
    actions.ask_removal(device=enrolled, because=EnrolmentEnd.ASKED, by=councillor)
    released = actions.confirm_removal(device=enrolled, by=desk)

    with pytest.raises(Refused, match="does not wait to be set up: it is released"):
        actions.refuse_enrolment(device=released, reason="Too old", by=councillor)


def test_who_left_office_since_they_asked_is_not_enrolled(pending, desk):
    leave(pending.holder)

    with pytest.raises(Refused, match="is not in office any more"):
        actions.enrol(device=Device.objects.get(pk=pending.pk), by=desk)


def test_the_councils_own_devices_are_not_enrolled(desk):
    with pytest.raises(Refused, match="is the council’s"):
        actions.enrol(device=equipment.device(), by=desk)


def test_one_that_was_set_up_before_the_portal_gets_its_row_when_something_happens(
    pending, councillor, desk
):
    old = Device(
        asset_tag="P-70000",
        kind=pending.kind,
        model="iPad",
        ownership=Ownership.PERSONAL,
        status=DeviceStatus.ENROLLED,
        holder=councillor,
    ).keep(by=None, why="Import")

    actions.ask_removal(device=old, because=EnrolmentEnd.LEFT_OFFICE, by=desk)

    assert (old.enrolment.signed_at, old.enrolment.councillor) == (None, councillor)


# Keeping to the rules


def test_what_is_wrong_is_said_with_a_day_and_ends_when_it_is_mended(enrolled, councillor, desk):
    device = actions.find_unsafe(
        device=enrolled, problem="iOS is too old", mend_before=date(2026, 12, 1), by=desk
    )
    assert device.status == DeviceStatus.NON_COMPLIANT
    assert "iOS is too old" in told(councillor)[-1]
    assert "1 December 2026" in told(councillor)[-1]
    assert device not in Device.objects.usable_by(councillor)

    device = actions.find_safe(device=device, by=desk)
    row = Enrolment.objects.get(device=device)
    assert (device.status, row.problem, row.mend_before) == (DeviceStatus.ENROLLED, "", None)


@pytest.mark.parametrize("way", ["safe", "removed", "checked", "imported"])
def test_the_desk_is_to_have_checked_what_is_unsafe_when_its_day_is_over(enrolled, desk, way):
    device = actions.find_unsafe(
        device=enrolled, problem="No PIN", mend_before=date(2026, 12, 1), by=desk
    )
    task = DeskTask.objects.open().get(kind=TaskKind.CHECK_MENDED)
    assert task.due_at == datetime(2026, 12, 2, tzinfo=UTC)

    if way == "safe":
        actions.find_safe(device=device, by=desk)
    elif way == "removed":
        actions.ask_removal(device=device, because=EnrolmentEnd.NOT_SAFE, by=desk)
        actions.confirm_removal(device=device, by=desk)
    elif way == "checked":
        loss = ending.mark_found(loss=cases.report(device, by=desk), reason="Here.", by=desk)
        assert tasks(TaskKind.CHECK_MENDED) == 1
        ending.back_in_use(loss=loss, reason="It has a PIN.", by=desk)
    else:
        actions.nothing_to_mend(devices=[device], by=desk)

    assert tasks(TaskKind.CHECK_MENDED, TaskStatus.DONE) == 1


def test_its_councillor_is_reminded_on_the_day_before_if_it_is_not_mended(enrolled, desk):
    actions.find_unsafe(device=enrolled, problem="No PIN", mend_before=date(2026, 12, 1), by=desk)

    notice = Notice.objects.get(kind="enrolment_to_mend")
    assert notice.due_at == datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
    assert unwanted(notice) == "no_longer_true"
    with time_machine.travel(notice.due_at):
        assert unwanted(notice) == ""
        assert "by 1 December 2026" in part_of(notice).body
        actions.find_safe(device=enrolled, by=desk)
        assert unwanted(Notice.objects.get(pk=notice.pk)) == "no_longer_true"


def test_what_is_to_be_mended_stands_on_the_home_page_until_it_is(enrolled, councillor, desk):
    actions.find_unsafe(device=enrolled, problem="No PIN", mend_before=date(2026, 12, 1), by=desk)

    (task,) = to_mend(councillor)
    assert task["hint"] == "Before the end of 1 December 2026. No PIN"
    assert task["href"] == enrolled.get_absolute_url()
    with time_machine.travel("2026-12-02 12:00Z"):
        assert to_mend(councillor)[0]["status"] == "Overdue"
    actions.find_safe(device=enrolled, by=desk)
    assert to_mend(councillor) == []


def test_its_page_warns_its_councillor_until_it_is_mended(client, enrolled, councillor, desk):
    client.force_login(councillor)
    warned = "Do not use it for council work now: No PIN"
    actions.find_unsafe(device=enrolled, problem="No PIN", mend_before=date(2026, 12, 1), by=desk)
    assert warned in client.get(enrolled.get_absolute_url()).text

    actions.find_safe(device=enrolled, by=desk)

    assert warned not in client.get(enrolled.get_absolute_url()).text


def to_mend(councillor):
    tasks = equipment_to_do(councillor, timezone.localdate())
    return [task for task in tasks if "safe" in task["title"]]


def test_of_what_is_to_be_mended_by_tomorrow_one_message_is_enough(enrolled, desk):
    tomorrow = timezone.localdate() + timedelta(days=1)

    actions.find_unsafe(device=enrolled, problem="No PIN", mend_before=tomorrow, by=desk)

    assert not Notice.objects.filter(kind="enrolment_to_mend").exists()


def test_a_second_problem_is_told_too(enrolled, councillor, desk):
    no_pin = partial(actions.find_unsafe, problem="No PIN", mend_before=date(2026, 12, 1), by=desk)
    no_pin(device=enrolled)
    actions.find_safe(device=enrolled, by=desk)
    before = len(told(councillor))

    no_pin(device=enrolled)

    assert len(told(councillor)) == before + 1


def test_what_is_not_set_up_is_neither_safe_nor_unsafe(pending, desk):
    with pytest.raises(Refused, match="not set up yet"):
        actions.find_safe(device=pending, by=desk)
    with pytest.raises(Refused, match="is to be enrolled"):
        actions.find_unsafe(device=pending, problem="x", mend_before=date(2026, 12, 1), by=desk)


# Council data


def test_removal_is_asked_for_and_confirmed_as_two_moments(enrolled, councillor, desk):
    device = actions.ask_removal(device=enrolled, because=EnrolmentEnd.ASKED, by=councillor)
    assert (device.status, tasks(TaskKind.REMOVE_DATA)) == (DeviceStatus.ENROLLED, 1)

    device = actions.confirm_removal(device=device, by=desk)

    row = Enrolment.objects.get(device=device)
    assert (row.removal_asked_by, row.removal_confirmed_by) == (councillor, desk)
    assert tasks(TaskKind.REMOVE_DATA) == 0


def test_what_is_freed_of_council_data_is_its_councillors_alone_who_is_told(
    enrolled, councillor, desk
):
    actions.ask_removal(device=enrolled, because=EnrolmentEnd.ASKED, by=councillor)

    device = actions.confirm_removal(device=enrolled, by=desk)

    assert (device.status, device.holder) == (DeviceStatus.RELEASED, None)
    assert DeviceStatus.DATA_REMOVED in device.history.values_list("status", flat=True)
    assert "yours alone again" in told(councillor)[-1]


def test_to_ask_twice_is_to_ask_once(enrolled, councillor, desk):
    actions.ask_removal(device=enrolled, because=EnrolmentEnd.ASKED, by=councillor)
    actions.ask_removal(device=enrolled, because=EnrolmentEnd.NOT_SAFE, by=desk)

    assert Enrolment.objects.get(device=enrolled).removal_because == EnrolmentEnd.ASKED
    assert tasks(TaskKind.REMOVE_DATA) == 1


def test_the_councillor_is_told_why_the_desk_removes_it(enrolled, councillor, desk):
    actions.ask_removal(device=enrolled, because=EnrolmentEnd.LEFT_OFFICE, by=desk)

    assert "the councillor has left office" in told(councillor)[-1]


def test_nothing_is_confirmed_that_nobody_asked_for(enrolled, desk):
    with pytest.raises(Refused, match="Nobody has asked"):
        actions.confirm_removal(device=enrolled, by=desk)


def test_there_is_no_council_data_on_what_is_not_set_up(pending, desk):
    with pytest.raises(Refused, match="Removing council data can’t be done"):
        actions.ask_removal(device=pending, because=EnrolmentEnd.ASKED, by=desk)


# Lost or stolen: then all is done in the case


@pytest.fixture
def case(enrolled, desk):
    return cases.report(enrolled, by=desk)


@pytest.mark.parametrize("is_found", [False, True])
@pytest.mark.parametrize(
    "act",
    [
        actions.find_safe,
        partial(actions.ask_removal, because=EnrolmentEnd.MISSING),
        actions.confirm_removal,
    ],
)
def test_what_is_lost_is_checked_and_freed_of_council_data_in_its_case(case, desk, act, is_found):
    if is_found:
        ending.mark_found(loss=case, reason="Here.", by=desk)
    device = Device.objects.get(pk=case.device_id)

    with pytest.raises(Refused, match="was reported lost or stolen") as refused:
        act(device=device, by=desk)

    assert refused.value.way[0] == case.get_absolute_url()
    assert steps(device, device.enrolment, desk) == []
    assert steps(device, device.enrolment, case.councillor) == []


def test_what_was_found_is_not_set_up_a_second_time(case, desk):
    ending.mark_found(loss=case, reason="Here.", by=desk)

    with pytest.raises(Refused, match="does not wait to be set up"):
        actions.enrol(device=case.device, by=desk)


def test_what_was_found_and_checked_can_be_lost_again_and_ended(case, desk, councillor):
    ending.back_in_use(
        loss=ending.mark_found(loss=case, reason="Here.", by=desk), reason="Fine.", by=desk
    )
    device = Device.objects.get(pk=case.device_id)
    assert device.status == DeviceStatus.ENROLLED
    actions.ask_removal(device=device, because=EnrolmentEnd.ASKED, by=councillor)

    again = cases.report(device, kind="stolen", by=desk)
    ending.let_go(loss=cases.wiped(again, by=desk), reason="Gone.", by=desk)

    assert tasks(TaskKind.REMOVE_DATA) == 0


def test_what_was_never_set_up_waits_for_that_again_once_it_is_found(pending, desk):
    loss = ending.mark_found(loss=cases.report(pending, by=desk), reason="Here.", by=desk)

    ending.back_in_use(loss=loss, reason="Fine.", by=desk)

    device = Device.objects.get(pk=pending.pk)
    assert device.status == DeviceStatus.PENDING
    assert actions.enrol(device=device, by=desk).status == DeviceStatus.ENROLLED


def test_what_was_checked_after_it_was_found_has_nothing_left_to_mend(enrolled, desk):
    actions.find_unsafe(device=enrolled, problem="No PIN", mend_before=date(2026, 12, 1), by=desk)
    loss = ending.mark_found(loss=cases.report(enrolled, by=desk), reason="Here.", by=desk)

    ending.back_in_use(loss=loss, reason="It has a PIN.", by=desk)

    row = Enrolment.objects.get(device=enrolled)
    assert (row.problem, row.mend_before) == ("", None)


@pytest.mark.parametrize("was_asked", [False, True])
def test_one_given_up_as_missing_keeps_the_moments_of_its_case_and_is_released(
    enrolled, councillor, desk, was_asked
):
    asked_at, confirmed_at = timezone.now() - timedelta(days=2), timezone.now() - timedelta(days=1)
    if was_asked:
        actions.ask_removal(device=enrolled, because=EnrolmentEnd.ASKED, by=councillor)
    enrolled.refresh_from_db()
    enrolled.move(DeviceStatus.STOLEN, by=None, why="Test")

    actions.remove_with_case(device=enrolled, asked_at=asked_at, confirmed_at=confirmed_at, by=desk)

    row = Enrolment.objects.get(device=enrolled)
    assert row.removal_confirmed_at == confirmed_at
    assert row.removal_because == ("asked" if was_asked else "missing")
    assert tasks(TaskKind.REMOVE_DATA) == 0
    assert row.device.status == DeviceStatus.RELEASED


@pytest.mark.parametrize("status", ["returned", "wiped", "in_stock", "disposed", "in_workshop"])
def test_it_is_never_returned_nor_wiped_nor_the_councils(enrolled, status):
    with pytest.raises(Refused):
        enrolled.move(status, by=None, why="Test")

    rows = models.QuerySet(Device).filter(pk=enrolled.pk)
    with pytest.raises(IntegrityError, match="personal_only_as_such"), transaction.atomic():
        rows.update(status=status, holder=None)


@pytest.mark.no_database
def test_no_word_about_ones_own_device_speaks_of_wiping_or_returning():
    folder = Path(settings.BASE_DIR)
    texts = [
        *folder.glob("templates/devices/*enrolment*.html"),
        *folder.glob("templates/notices/enrolment*.txt"),
        *folder.glob("devices/enrolling/*.py"),
        folder / "devices/enrolment.py",
    ]
    said = re.compile(r"_\(\s*\"[^\"]*(?i:wip(?:e|ing)|hand(?:ed)? back)|>[^<]*wip(?:e|ing)")

    assert len(texts) > 8
    assert [path.name for path in texts if said.search(path.read_text("utf-8"))] == []


# Pages


def test_a_councillor_asks_and_signs_on_one_page(client, councillor):
    given.sign_in(client, councillor)
    given.confirmed(client)
    assert "cannot see your photos" in client.get(page("ask_enrolment")).text

    answer = client.post(page("ask_enrolment"), answers(typed_name=councillor.full_name))

    assert answer["Location"] == page("my_enrolments")
    assert "iPhone 15" in client.get(page("my_enrolments")).text


def test_before_it_is_sent_they_confirm_who_they_are(councillor):
    client = Client()
    client.force_login(councillor)

    answer = client.post(page("ask_enrolment"), answers(typed_name=councillor.full_name))

    assert reverse("account_reauthenticate") in answer["Location"]


def test_without_the_tick_nothing_is_asked(client, councillor):
    client.force_login(councillor)
    sent = answers(typed_name=councillor.full_name)
    del sent["agreed"]

    assert "Tick the box to say that you agree" in client.post(page("ask_enrolment"), sent).text


def test_the_desk_goes_step_by_step(client, pending, desk):
    client.force_login(desk)
    tag = pending.asset_tag
    assert page("enrol", tag) in client.get(pending.get_absolute_url()).text
    assert "may use it for council work now" in client.get(page("enrol", tag)).text

    client.post(page("enrol", tag))
    client.post(
        page("find_unsafe", tag),
        {
            "problem": "No PIN",
            "mend_before_day": "1",
            "mend_before_month": "12",
            "mend_before_year": "2026",
        },
    )
    assert "No PIN" in client.get(pending.get_absolute_url()).text
    client.post(page("find_safe", tag))
    client.post(page("ask_removal", tag), {"because": "left_office"})
    client.post(page("confirm_removal", tag))

    pending.refresh_from_db()
    assert pending.status == DeviceStatus.RELEASED


def test_the_desk_says_why_not(client, pending, desk):
    client.force_login(desk)

    client.post(page("refuse_enrolment", pending.asset_tag), {"reason": "Too old"})

    assert Enrolment.objects.get(device=pending).refusal == "Too old"


def test_its_councillor_may_end_it_at_any_time(client, enrolled, councillor):
    client.force_login(councillor)
    assert page("end_enrolment", enrolled.asset_tag) in client.get(enrolled.get_absolute_url()).text

    client.post(page("end_enrolment", enrolled.asset_tag))

    assert tasks(TaskKind.REMOVE_DATA) == 1
    assert (
        page("end_enrolment", enrolled.asset_tag)
        not in client.get(enrolled.get_absolute_url()).text
    )


def test_what_the_desk_said_to_be_no_longer_needed_is_to_be_done_once_they_left(
    enrolled, councillor, desk
):
    remove = partial(actions.ask_removal, device=enrolled, by=councillor)
    remove(because=EnrolmentEnd.ASKED)
    task = DeskTask.objects.open().get(kind=TaskKind.REMOVE_DATA)
    drop_task(task=task, reason="They go on using it.", by=desk)
    leave(councillor)
    assert list(Device.objects.left_with_data(timezone.now())) == [enrolled]

    remove(because=EnrolmentEnd.LEFT_OFFICE)

    assert tasks(TaskKind.REMOVE_DATA) == 1
    assert not Device.objects.left_with_data(timezone.now()).exists()


def test_who_has_left_office_reads_what_became_of_it_and_may_end_it(
    client, enrolled, councillor, desk
):
    leave(councillor)
    client.force_login(councillor)
    mine = client.get(page("my_enrolments")).text
    assert enrolled.model in mine
    assert page("ask_enrolment") not in mine
    client.force_login(desk)
    waiting = f"{reverse('devices:devices')}?waiting=left"
    assert "with council data on it" in client.get(reverse("home")).text
    assert enrolled.asset_tag in client.get(waiting).text

    client.force_login(councillor)
    client.post(page("end_enrolment", enrolled.asset_tag))

    assert tasks(TaskKind.REMOVE_DATA) == 1
    assert not Device.objects.left_with_data(timezone.now()).exists()


def test_its_councillor_withdraws_while_it_is_not_set_up(client, pending, councillor):
    client.force_login(councillor)

    answer = client.post(page("withdraw_enrolment", pending.asset_tag), follow=True)

    assert "You have withdrawn the request" in answer.text
    assert "Withdrawn by the councillor" in answer.text


def test_the_pages_of_ones_own_device_are_not_there_for_the_councils(client, desk):
    device = equipment.device()
    client.force_login(desk)

    for name in ("enrol", "find_unsafe", "ask_removal", "refuse_enrolment"):
        assert client.get(page(name, device.asset_tag)).status_code == 404


@pytest.mark.parametrize(
    ("status", "is_asked", "buttons"),
    [
        ("pending", False, (["enrol", "refuse"], ["withdraw"])),
        ("enrolled", False, (["unsafe", "remove"], ["end"])),
        ("enrolled", True, (["unsafe", "data-removed"], [])),
        ("non_compliant", False, (["safe", "remove"], ["end"])),
        ("lost", False, ([], [])),
        ("stolen", True, ([], [])),
        ("data_removed", False, ([], [])),
        ("released", False, ([], [])),
    ],
)
def test_desk_and_holder_have_the_buttons_of_the_moment(
    pending, made_once, status, is_asked, buttons
):
    desk, councillor, _pending = made_once
    pending.status = status
    now = timezone.now()
    row = Enrolment(signed_at=now, removal_asked_at=now if is_asked else None)

    def words(person):
        return [href.split("/")[-2] for _text, href in steps(pending, row, person)]

    assert (words(desk), words(councillor)) == buttons
    assert words(given.officer(Role.AUDITOR)) == []


def test_one_set_up_before_the_portal_has_buttons_too(enrolled, desk):
    assert len(steps(enrolled, None, desk)) == 2


# The database


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"platform": "amiga"}, "platform_known"),
        ({"statement": ""}, "statement_when_signed"),
        ({"typed_name": ""}, "name_when_signed"),
        ({"enrolled_by": None}, "enrolled_at_together"),
        ({"problem": "No PIN"}, "problem_has_a_day"),
        ({"removal_asked_at": timezone.now()}, "removal_(asked_at_together|has_a_reason)"),
        ({"removal_because": "asked"}, "removal_has_a_reason"),
        ({"removal_confirmed_at": timezone.now()}, "removal_confirmed_at_together|confirmed_after"),
        ({"released_at": timezone.now()}, "released_(at_together|without)"),
        ({"refusal": "No"}, "refused_before_it_was_enrolled"),
    ],
)
def test_the_database_holds_an_enrolment_together(enrolled, change, name):
    rows = models.QuerySet(Enrolment).filter(device=enrolled)

    with pytest.raises(IntegrityError, match=name):
        rows.update(**change)


def test_the_database_confirms_only_what_was_asked(enrolled, desk):
    rows = models.QuerySet(Enrolment).filter(device=enrolled)

    with pytest.raises(IntegrityError, match="confirmed_after_it_was_asked"):
        rows.update(removal_confirmed_at=timezone.now(), removal_confirmed_by=desk)


def test_the_database_releases_nothing_with_council_data_on_it(enrolled, desk):
    row = Enrolment.objects.get(device=enrolled)
    row.released_at, row.released_by = timezone.now(), desk

    with pytest.raises(Refused, match="Council data is still on it"):
        row.keep(by=desk, why="Test")


def test_what_was_never_set_up_is_given_up_without_a_removal_that_never_was(pending, desk):
    loss = cases.report(pending, by=desk)
    assert tasks(TaskKind.SECURE) == 0
    assert not Loss.objects.waiting_for_wipe().exists()
    assert "End its enrolment" in [str(step.text) for step in loss_steps(loss, desk)]

    ending.let_go(loss=loss, reason="Left on a train.", by=desk)

    device = Device.objects.get(pk=pending.pk)
    assert (device.status, device.holder) == (DeviceStatus.RELEASED, None)
    assert device.enrolment.removal_confirmed_at is None
    assert tasks(TaskKind.ENROL) == 0
