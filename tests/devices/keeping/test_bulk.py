"""Many devices at once: ticked rows or all that match, confirmed by page, done in one act."""

import re
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.records import Refused, move_all
from devices.issuing.actions import end_assignment
from devices.keeping import actions
from devices.models import AssignmentEnd, Device, DeviceStatus, Label
from tests import given
from tests.devices import equipment

REGISTER = reverse("devices:devices")
DISPOSE = reverse("devices:dispose_chosen")
PRINT = reverse("devices:print_chosen")


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        desk, held = equipment.desk(), equipment.issued(asset_tag="BC-00900")
        devices = [equipment.device(asset_tag=f"BC-008{n:02d}") for n in range(30)]
        return desk, held, devices

    return shared(make)


@pytest.fixture
def desk(made_once):
    return made_once[0]


@pytest.fixture
def held(made_once):
    return made_once[1]


@pytest.fixture
def devices(made_once):
    return made_once[2]


@pytest.fixture
def at_desk(client, desk):
    client.force_login(desk)
    return client


def some(*rows):
    return Device.objects.filter(pk__in=[row.pk for row in rows])


def confirm(client, page, **answers):
    """Send the page of an act as it is shown, with these answers."""
    (shown,) = re.findall(r'name="fingerprint" value="(\w+)"', client.get(page).text)
    return client.post(page, {"fingerprint": shown, **answers})


def back_at_the_desk(device):
    """Brought back after somebody had it."""
    row = Device.objects.locked(device)
    end_assignment(device=row, because=AssignmentEnd.RETURNED, by=None)
    return row.move(DeviceStatus.RETURNED, by=None, why="Test")


# Choosing in the register


def test_ticked_rows_go_along_to_the_page_of_the_act(at_desk, devices):
    first, second, *_others = devices

    answer = at_desk.post(f"{REGISTER}?page=2", {"act": "labels", "row": [first.pk, second.pk]})

    assert answer["Location"] == f"{PRINT}?row={first.pk}&row={second.pk}"


def test_all_that_match_go_along_as_the_filters_not_as_rows(at_desk, devices):
    sent = {"act": "dispose", "all": "1", "row": [devices[0].pk]}

    answer = at_desk.post(f"{REGISTER}?q=BC-008&status=in_stock&page=2", sent)

    assert answer["Location"] == f"{DISPOSE}?q=BC-008&status=in_stock&all=1"


def test_without_a_tick_the_register_says_what_to_do(at_desk, devices):
    shown = at_desk.post(REGISTER, {"chosen": "1", "act": "labels"})

    assert shown.status_code == 200
    assert shown.text.count("Tick the rows that you mean, or all of them") == 2
    assert 'href="#choose-all"' in shown.text


def test_without_a_tick_no_file_leaves(at_desk, devices):
    shown = at_desk.post(REGISTER, {"chosen": "1", "export": "csv"})

    assert "Tick the rows that you mean" in shown.text
    assert not Entry.objects.filter(kind__endswith="register_exported").exists()


def test_an_act_that_there_is_not_leads_nowhere(at_desk, devices):
    assert at_desk.post(REGISTER, {"act": "burn", "all": "1"}).status_code == 200


def test_each_row_has_a_box_that_says_what_it_chooses(at_desk, devices):
    shown = at_desk.get(REGISTER).text

    assert f'value="{devices[0].pk}" id="row-{devices[0].pk}"' in shown
    assert f"Choose {devices[0]}" in unescape(shown)
    assert "All that match: 31 devices, on every page" in shown


def test_who_only_reads_the_register_has_no_boxes(client, devices):
    client.force_login(given.officer(Role.AUDITOR))

    shown = client.get(REGISTER).text

    assert 'name="row"' not in shown
    assert client.get(f"{DISPOSE}?all=1").status_code == 403


def test_ticked_rows_are_downloaded_alone(at_desk, devices):
    sent = {"export": "csv", "row": [devices[3].pk]}

    file = at_desk.post(f"{REGISTER}?q=BC-008", sent).text

    assert re.findall("BC-008[0-9]+", file) == ["BC-00803"]


def test_the_register_asks_no_more_of_the_database_for_its_boxes(at_desk, devices):
    with CaptureQueriesContext(connection) as few:
        at_desk.get(REGISTER, {"q": "BC-0080"})
    with CaptureQueriesContext(connection) as many:
        at_desk.get(REGISTER, {"q": "BC-008"})

    assert len(few) == len(many)


# Confirming


def test_the_page_names_how_many_they_are_and_the_first_ten(at_desk, devices):
    shown = at_desk.get(f"{DISPOSE}?q=BC-008&all=1").text

    assert "30 devices" in shown
    assert len(re.findall("<li>BC-008", shown)) == 10
    assert "and 20 others" in shown


def test_what_is_confirmed_is_what_was_shown(at_desk, devices):
    page = f"{DISPOSE}?q=BC-008&all=1"
    (shown,) = re.findall(r'name="fingerprint" value="(\w+)"', at_desk.get(page).text)
    equipment.device(asset_tag="BC-00850")

    answer = at_desk.post(page, {"fingerprint": shown, "how": "Recycled"})

    assert "The list has changed since you looked" in answer.text
    assert "31 devices" in answer.text
    assert not Device.objects.filter(status="disposed").exists()
    (fresh,) = re.findall(r'name="fingerprint" value="(\w+)"', answer.text)
    assert at_desk.post(page, {"fingerprint": fresh, "how": "Recycled"}).status_code == 302


def test_all_that_match_are_disposed_of_and_no_others(at_desk, devices, held):
    answer = confirm(at_desk, f"{DISPOSE}?q=BC-008&all=1", how="Recycled by Grey & Co")

    assert answer["Location"] == REGISTER
    assert Device.objects.filter(status="disposed").count() == 30
    held.refresh_from_db()
    assert held.status == DeviceStatus.ACTIVE


def test_a_filter_that_is_wrong_chooses_nothing(at_desk, devices):
    shown = at_desk.get(f"{DISPOSE}?kind=nonsense&all=1")

    assert shown.status_code == 409
    assert "Choose at least one device" in shown.text


def test_labels_are_printed_for_the_ticked_devices(at_desk, devices):
    page = f"{PRINT}?row={devices[0].pk}&row={devices[1].pk}"

    answer = confirm(at_desk, page, sheet="l7160", start="1")

    assert set(Label.objects.values_list("device", flat=True)) == {devices[0].pk, devices[1].pk}
    assert "/labels/" in answer["Location"]


@pytest.mark.parametrize("row", ["x", "-1", "9" * 30, ""])
def test_an_address_that_somebody_made_up_chooses_nothing(at_desk, row):
    assert at_desk.get(f"{DISPOSE}?row={row}").status_code == 409


# Disposing of many


def test_one_that_may_not_go_keeps_all_of_them(devices, held, desk):
    with pytest.raises(Refused, match=r"1 of them can’t be disposed of as it is: BC-00900"):
        actions.dispose_all(devices=some(devices[0], held), how="Recycled", by=desk)

    devices[0].refresh_from_db()
    assert devices[0].status == DeviceStatus.IN_STOCK


def test_several_that_may_not_go_are_counted(devices, held, desk):
    rows = [held, equipment.issued(asset_tag="BC-00901"), devices[0]]

    with pytest.raises(Refused, match=r"2 of them .* as they are: BC-00900"):
        actions.dispose_all(devices=some(*rows), how="Recycled", by=desk)


def test_what_held_data_is_wiped_first(held, desk, devices):
    back_at_the_desk(held)

    with pytest.raises(Refused, match=r"1 of them held data and was not wiped: BC-00900"):
        actions.dispose_all(devices=some(held, devices[0]), how="Recycled", by=desk)


def test_what_was_wiped_and_stored_again_may_go(held, desk):
    row = back_at_the_desk(held)
    for status in (DeviceStatus.WIPED, DeviceStatus.IN_STOCK):
        row.move(status, by=None, why="Test")
    assert not actions.was_held(row)

    assert actions.dispose_all(devices=some(row), how="Recycled", by=desk) == 1


def test_what_somebody_had_after_it_was_wiped_is_wiped_again(held, desk):
    with time_machine.travel("2026-11-24 10:00Z"):
        row = back_at_the_desk(held)
        row.move(DeviceStatus.WIPED, by=None, why="Test")
        row.move(DeviceStatus.IN_STOCK, by=None, why="Test")
    with time_machine.travel("2026-11-25 10:00Z"):
        equipment.accepted(row)
        row = back_at_the_desk(row)

        assert actions.was_held(row)
        with pytest.raises(Refused, match="not wiped"):
            actions.dispose_all(devices=some(row), how="Recycled", by=desk)


def test_no_more_are_disposed_of_at_once_than_one_request_can_move(
    at_desk, devices, desk, monkeypatch
):
    monkeypatch.setattr(actions, "MOST", 2)

    with pytest.raises(Refused, match="at most 2,000 devices at once"):
        actions.dispose_all(devices=some(*devices[:3]), how="Recycled", by=desk)

    assert "at most 2,000 devices" in at_desk.get(DISPOSE, {"all": "1"}).text
    assert actions.dispose_all(devices=some(*devices[:2]), how="Recycled", by=desk) == 2


def test_several_unwiped_are_counted(held, desk):
    other = equipment.issued(asset_tag="BC-00902")
    back_at_the_desk(held)
    back_at_the_desk(other)

    with pytest.raises(Refused, match="2 of them held data and were not wiped"):
        actions.dispose_all(devices=some(held, other), how="Recycled", by=desk)


def test_how_they_were_disposed_of_is_evidence_of_each(devices, desk):
    actions.dispose_all(devices=some(*devices[:3]), how="Certificate 77", by=desk)

    together = Entry.objects.get(kind="devices.disposal")
    each = Entry.objects.filter(kind="devices.disposed")
    assert each.count() == 3
    assert all(f'"disposal":{together.pk}' in entry.facts for entry in each)
    assert "Certificate 77" not in together.facts


def test_many_take_as_many_statements_as_few(devices, desk):
    with CaptureQueriesContext(connection) as few:
        actions.dispose_all(devices=some(*devices[:2]), how="Recycled", by=desk)
    with CaptureQueriesContext(connection) as many:
        actions.dispose_all(devices=some(*devices[2:]), how="Recycled", by=desk)

    assert len(few) == len(many)


def test_when_many_are_moved_each_says_since_when_it_stands_there(devices):
    with time_machine.travel("2026-12-01 10:00Z", tick=False):
        move_all(some(*devices[:2]), DeviceStatus.IN_WORKSHOP, by=None, why="Test")

    since = some(*devices[:2]).values_list("moved_at", flat=True)
    assert {moment.isoformat() for moment in since} == {"2026-12-01T10:00:00+00:00"}
