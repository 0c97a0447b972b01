"""The pages of returns, as the desk and the councillor see them."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councilgov.days import day_in_words
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.people.actions import end_term
from councilgov.people.models import EndReason
from devices.models import (
    Cause,
    Condition,
    DeviceStatus,
    Return,
    ReturnRequest,
    ReturnStatus,
    Wipe,
)
from devices.reclaiming.actions import request_return
from devices.returning.actions import disagree
from tests import given
from tests.devices import equipment


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council(desk_place="Town Hall, room 4", desk_hours="9am to 5pm")
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
    return equipment.issued(holder=councillor, accessories=["charger"])


@pytest.fixture
def as_desk(client, desk):
    client.force_login(desk)
    given.confirmed(client)
    return client


@pytest.fixture
def as_councillor(client, councillor):
    client.force_login(councillor)
    given.confirmed(client)
    return client


def page(name, *args, **options):
    return reverse(f"devices:{name}", args=args, **options)


def answers(desk, *devices, **otherwise):
    """What the desk fills in: worn, whole, to be wiped."""
    sent = {"who": "member", "typed_name": desk.full_name}
    for device in devices:
        sent |= {
            f"condition_{device.pk}": Condition.WORN.value,
            f"accessories_{device.pk}": ["charger"],
            f"wipe_{device.pk}": Wipe.TO_DO.value,
        }
    return sent | otherwise


def test_the_desk_scans_the_tag_and_receives_the_device(as_desk, desk, device):
    scanned = as_desk.post(page("receive"), {"device": f" {device.asset_tag.lower()} "})
    assert scanned.url == page("receive_devices", device.asset_tag)

    answer = as_desk.post(scanned.url, answers(desk, device))

    row = Return.objects.get()
    assert answer.url == row.get_absolute_url()
    assert "The councillor signs here" in as_desk.get(answer.url).text


def test_a_tag_that_nobody_knows_is_said_so(as_desk):
    answer = as_desk.post(page("receive"), {"device": "BC-99999"})

    assert "There is no device BC-99999" in answer.text


def test_a_device_never_issued_is_refused_with_what_to_do_instead(as_desk):
    device = equipment.device()

    answer = as_desk.get(page("receive_devices", device.asset_tag))

    assert answer.status_code == 409
    assert "on nobody’s record (in stock)" in answer.text
    assert device.get_absolute_url() in answer.text


def test_another_device_of_theirs_is_added_and_signed_for_once(as_desk, desk, device, councillor):
    other = equipment.issued(holder=councillor)
    equipment.issued()
    address = page("receive_devices", device.asset_tag)
    assert f"?with={other.asset_tag}" in as_desk.get(address).text

    as_desk.post(f"{address}?with={other.asset_tag}", answers(desk, device, other))

    assert Return.objects.get().items.count() == 2


def test_the_officer_confirms_who_they_are_first(client, desk, device):
    client.force_login(desk)

    answer = client.post(page("receive_devices", device.asset_tag), answers(desk, device))

    assert "reauthenticate" in answer.url
    assert not Return.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"typed_name": "Somebody Else"}, "You are signed in as"),
        ({"typed_name": ""}, "Type your full name to sign for what you received"),
        ({"who": ""}, "Select who brought it"),
        ({"who": "another", "brought_by": " "}, "Enter the name of whoever brought it"),
    ],
)
def test_a_wrong_answer_says_what_to_do(as_desk, desk, device, wrong, told):
    address = page("receive_devices", device.asset_tag)

    answer = as_desk.post(address, answers(desk, device, **wrong))

    assert told in answer.text
    assert not Return.objects.exists()


def test_each_device_is_asked_about_by_its_tag(as_desk, desk, device):
    address = page("receive_devices", device.asset_tag)

    empty = as_desk.post(address, {"who": "member", "typed_name": desk.full_name}).text
    poor = {f"condition_{device.pk}": "damaged"}
    undescribed = as_desk.post(address, answers(desk, device, **poor)).text

    assert f"Select the condition of {device.asset_tag}" in empty
    assert f"Select what becomes of the data on {device.asset_tag}" in empty
    assert f"Say what is wrong with {device.asset_tag}" in undescribed


def test_who_brings_it_for_somebody_else_is_on_the_page(as_desk, desk, device):
    sent = answers(desk, device, who="another", brought_by="Ann Relative")

    answer = as_desk.post(page("receive_devices", device.asset_tag), sent, follow=True)

    assert "Brought on the councillor’s behalf by: Ann Relative" in answer.text
    assert "The councillor signs here" not in answer.text


def test_the_councillor_signs_on_the_desks_screen(as_desk, device):
    row = equipment.returned(device)
    sent = {
        "agreed": "on",
        "typed_name": row.councillor.full_name,
        "known_from": "council pass",
        "remark": "Thank you.",
        "text_sha256": row.fingerprint(),
    }

    answer = as_desk.post(page("sign_return_at_desk", row.pk), sent, follow=True)

    row.refresh_from_db()
    assert row.status == ReturnStatus.SIGNED
    assert "Signed by both sides" in answer.text
    assert "Thank you." in answer.text


def test_the_councillor_finds_it_at_home_and_signs(as_councillor, device):
    row = equipment.returned(device)
    home = as_councillor.get(reverse("home")).text
    assert "Sign the receipt of what you returned" in home
    assert row.get_absolute_url() in home
    sent = {
        "agreed": "on",
        "typed_name": row.councillor.full_name,
        "text_sha256": row.fingerprint(),
    }

    as_councillor.post(page("sign_return", row.pk), sent)

    row.refresh_from_db()
    assert row.status == ReturnStatus.SIGNED
    assert "Sign the receipt" not in as_councillor.get(reverse("home")).text
    receipt = as_councillor.get(page("return_receipt", row.pk))
    assert receipt["Content-Type"] == "application/pdf"


def test_who_has_signed_is_not_asked_again(as_councillor, device, desk):
    row = equipment.returned(device)
    sent = {
        "agreed": "on",
        "typed_name": row.councillor.full_name,
        "text_sha256": row.fingerprint(),
    }
    as_councillor.post(page("sign_return", row.pk), sent)

    assert as_councillor.get(page("sign_return", row.pk)).status_code == 409
    assert as_councillor.get(page("disagree", row.pk)).status_code == 409


def test_what_somebody_else_brought_the_councillor_is_not_asked_to_sign(as_councillor, device):
    row = equipment.returned(device, brought_by="Their daughter")

    shown = as_councillor.get(page("sign_return", row.pk))

    assert shown.status_code == 409
    assert "Somebody else brought it" in shown.text


def test_a_councillor_who_has_left_still_signs(as_councillor, device, councillor):
    row = equipment.returned(device)
    end_term(
        term=councillor.terms.get(), ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None
    )

    assert as_councillor.get(page("sign_return", row.pk)).status_code == 200


def test_who_does_not_agree_is_at_the_desks_home(client, desk, councillor, device):
    row = equipment.returned(device)
    client.force_login(councillor)
    client.post(page("disagree", row.pk), {"reason": "There was no crack."})

    client.force_login(desk)
    home = client.get(reverse("home")).text
    listed = client.get(f"{page('returns')}?to_answer=yes").text

    assert "1 return to answer: the councillor does not agree" in home
    assert f'href="{page("returns")}?to_answer=yes"' in home
    assert "1 return" in listed
    assert "There was no crack." in client.get(row.get_absolute_url()).text


def test_the_desk_answers_who_does_not_agree_once(as_desk, device):
    row = equipment.disputed(device)
    assert "No crack when I gave it." in as_desk.get(page("answer_return", row.pk)).text

    as_desk.post(page("answer_return", row.pk), {"reason": "The crack was in the photo."})

    shown = as_desk.get(row.get_absolute_url()).text
    assert "The crack was in the photo." in shown
    assert page("answer_return", row.pk) not in shown
    assert as_desk.get(page("answer_return", row.pk)).status_code == 409
    assert "1 return to answer" not in as_desk.get(reverse("home")).text
    assert "1 return" not in as_desk.get(f"{page('returns')}?to_answer=yes").text


def test_the_desk_may_stop_waiting(as_desk, device):
    row = equipment.returned(device)

    as_desk.post(page("close_return", row.pk), {"reason": "Moved away"})

    row.refresh_from_db()
    assert row.status == ReturnStatus.UNSIGNED
    assert as_desk.get(page("close_return", row.pk)).status_code == 409


def test_nobody_sees_the_return_of_another_councillor(client, device):
    row = equipment.returned(device)
    client.force_login(given.councillor())

    for name in ("returned", "sign_return", "disagree", "return_receipt"):
        assert client.get(page(name, row.pk)).status_code == 404


# The steps of a device


def test_the_steps_lead_from_the_desk_to_the_shelf(as_desk, device):
    equipment.returned(device)
    shown = as_desk.get(device.get_absolute_url()).text
    assert page("record_wipe", device.asset_tag) in shown
    assert page("put_in_stock", device.asset_tag) not in shown

    as_desk.post(page("record_wipe", device.asset_tag), {"reason": "Factory reset"})
    assert page("put_in_stock", device.asset_tag) in as_desk.get(device.get_absolute_url()).text
    unticked = as_desk.post(page("put_in_stock", device.asset_tag), {"is_checked": ""})
    assert "Check the device, then tick the box" in unticked.text
    as_desk.post(page("put_in_stock", device.asset_tag), {"is_checked": "on"})

    device.refresh_from_db()
    assert device.status == DeviceStatus.IN_STOCK


def test_a_device_with_data_on_it_is_not_asked_to_the_shelf(as_desk, device):
    equipment.returned(device)

    refused = as_desk.get(page("put_in_stock", device.asset_tag))

    assert (refused.status_code, "Wipe it first" in refused.text) == (409, True)


def test_who_leaves_a_question_empty_is_asked_that_question(as_desk, device):
    equipment.returned(device)

    shown = as_desk.post(page("record_wipe", device.asset_tag), {"reason": ""})

    assert "Say how it was wiped" in shown.text


@pytest.mark.parametrize("brought_by", ["", "Ann Relative"])
def test_only_who_brought_it_is_told_that_they_can_still_sign(
    client, councillor, desk, device, brought_by
):
    row = equipment.returned(device, brought_by=brought_by)
    client.force_login(councillor)
    shown = client.get(page("disagree", row.pk)).text
    assert ("You can still sign later" in shown) is not bool(brought_by)
    assert f"The return of {day_in_words(row.received_at)}" in shown
    disagree(row=row, reason="No crack.", by=councillor)

    client.force_login(desk)
    shown = client.get(page("answer_return", row.pk)).text

    assert ("They can still sign it" in shown) is not bool(brought_by)


def test_what_is_stored_is_not_wiped_or_stored_again(as_desk):
    device = equipment.device()

    assert as_desk.get(page("record_wipe", device.asset_tag)).status_code == 409
    assert as_desk.get(page("put_in_stock", device.asset_tag)).status_code == 409


def test_what_holds_no_data_goes_straight_to_the_shelf(as_desk, councillor):
    monitor = equipment.kind("Monitor", holds_data=False)
    device = equipment.issued(holder=councillor, kind=monitor)
    equipment.returned(device)

    shown = as_desk.get(device.get_absolute_url()).text

    assert page("put_in_stock", device.asset_tag) in shown
    assert page("dispose", device.asset_tag) in shown
    assert page("record_wipe", device.asset_tag) not in shown


def test_the_desk_asks_for_a_device_and_lets_them_keep_it(as_desk, device):
    address = page("request_return", device.asset_tag)
    assert "10 working days" in as_desk.get(address).text
    assert "Select why you ask for it" in as_desk.post(address, {"because": ""}).text

    as_desk.post(address, {"because": Cause.OTHER.value, "words": "The model is withdrawn."})
    assert ReturnRequest.objects.open().count() == 1
    as_desk.post(page("cancel_return", device.asset_tag), {"reason": "No need"})

    device.refresh_from_db()
    assert device.status == DeviceStatus.ACTIVE
    again = as_desk.post(page("cancel_return", device.asset_tag), {"reason": "No need"})
    assert "Cancelling the return can’t be done" in again.text
    assert as_desk.get(page("cancel_return", device.asset_tag)).status_code == 409


@pytest.mark.parametrize(
    ("day", "status"), [("2026-12-07", "To return"), ("2026-12-08", "Overdue")]
)
def test_who_is_asked_for_it_sees_where_and_by_when(client, councillor, device, day, status):
    request_return(devices=[device], because=Cause.LEAVING, by=None)

    with time_machine.travel(f"{day} 08:00Z"):
        client.force_login(councillor)
        home = client.get(reverse("home")).text
        equipment_page = client.get(page("equipment")).text

    assert f"Return {device}" in home
    assert status in home
    assert "by 7 December 2026" in home
    assert "Town Hall, room 4 (9am to 5pm)" in equipment_page


# Lists and messages


def test_the_list_takes_as_many_queries_for_many_as_for_one(as_desk, device):
    def queries():
        with CaptureQueriesContext(connection) as taken:
            as_desk.get(page("returns"))
        return len(taken)

    equipment.returned(device)
    before = queries()
    for _n in range(3):
        equipment.returned()

    assert queries() == before


def test_the_list_is_searched_by_tag(as_desk, device):
    equipment.returned(device)
    other = equipment.returned()

    found = as_desk.get(f"{page('returns')}?q={device.asset_tag}").text

    assert "1 return" in found
    assert other.councillor.full_name not in found


@pytest.mark.parametrize(
    ("brought_by", "kind"), [("", "return_to_sign"), ("Ann Relative", "return_received")]
)
def test_a_message_names_the_device_and_leads_to_its_receipt(device, brought_by, kind):
    row = equipment.returned(device, brought_by=brought_by)

    body = part_of(Notice.objects.get(kind=kind)).body

    assert str(device) in body
    assert row.get_absolute_url() in body
    assert brought_by in body
