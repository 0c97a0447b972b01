"""The pages of labels, and what a scan leads to."""

import io
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader

from councilgov.access import Role
from devices.labelling import actions
from devices.labelling.fields import DevicesField
from devices.labelling.layouts import Sheet
from devices.models import Device, Label, LabelBatch
from tests import given
from tests.devices import equipment


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council(desk_place="Town Hall, room 12")
        return equipment.desk(), equipment.issued(asset_tag="BC-00200", serial="SN0200")

    return shared(make)


@pytest.fixture
def desk(made_once):
    return made_once[0]


@pytest.fixture
def device(made_once):
    return made_once[1]


@pytest.fixture
def at_desk(client, desk):
    client.force_login(desk)
    return client


@pytest.fixture
def label(device, desk):
    batch = actions.print_labels(devices=[device], sheet=Sheet.L7160, start=1, by=desk)
    return batch.labels.get()


@pytest.fixture
def free(desk):
    batch = actions.print_unclaimed(first="BC-05000", count=1, sheet=Sheet.L7160, start=1, by=desk)
    return batch.labels.get()


def page(name, *args):
    return reverse(f"devices:{name}", args=args)


def scan(client, label):
    return client.get(f"/d/{label.token}")


SHEET = {"sheet": "l7160", "start": "1"}


def test_the_desk_prints_the_label_of_a_device_from_its_page(at_desk, device):
    assert page("print_label", device.asset_tag) in at_desk.get(device.get_absolute_url()).text

    answer = at_desk.post(page("print_label", device.asset_tag), SHEET)

    batch = LabelBatch.objects.get()
    assert answer["Location"] == batch.get_absolute_url()
    assert page("label_sheets", batch.pk) in at_desk.get(answer["Location"]).text


def test_who_has_a_label_is_asked_whether_it_is_lost(at_desk, device, label):
    assert "It has a label" in at_desk.get(page("print_label", device.asset_tag)).text

    at_desk.post(page("print_label", device.asset_tag), SHEET | {"anew": "yes"})

    label.refresh_from_db()
    assert label.retired_at


def test_the_sheets_say_whose_it_is_and_where_to_bring_it(at_desk, device, label, settings):
    settings.SITE_URL = "https://portal.barchester.example"

    answer = at_desk.get(page("label_sheets", label.batch_id))

    reader = PdfReader(io.BytesIO(answer.content))
    said = reader.pages[0].extract_text()
    assert device.asset_tag in said
    assert "Property of Barchester Borough Council" in " ".join(said.split())
    assert "portal.barchester.example/found" in said
    assert device.serial not in said
    assert device.holder.full_name not in said


def test_sheets_have_as_many_pages_as_they_need_and_are_tagged(at_desk, desk):
    batch = actions.print_unclaimed(
        first="BC-07000", count=30, sheet=Sheet.L7160, start=20, by=desk
    )

    reader = PdfReader(io.BytesIO(at_desk.get(page("label_sheets", batch.pk)).content))

    numbers = [re.findall("BC-070[0-9]+", one.extract_text()) for one in reader.pages]
    assert [len(found) for found in numbers] == [2, 21, 7]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_qr_code_is_the_address_of_the_scan_in_capitals(label, settings, client):
    settings.SITE_URL = "https://portal.barchester.example"

    from devices.labelling.sheets import address_of  # noqa: PLC0415

    assert address_of(label) == f"HTTPS://PORTAL.BARCHESTER.EXAMPLE/D/{label.token}"
    assert client.get(f"/D/{label.token}").status_code == 200


def test_labels_are_printed_ahead_and_wait_in_their_list(at_desk):
    sent = SHEET | {"first": "bc-06000", "count": "2"}

    at_desk.post(page("print_ahead"), sent)

    shown = at_desk.get(page("labels"), {"state": "unclaimed"}).text
    assert "BC-06000" in shown
    assert "BC-06001" in shown
    assert "2 labels" in shown


def test_the_list_tells_labels_apart_by_where_they_are(at_desk, label, free, device, desk):
    actions.print_labels(devices=[device], sheet=Sheet.L7160, start=1, by=desk, anew=True)

    def listed(state):
        return at_desk.get(page("labels"), {"state": state}).context["page"].paginator.count

    assert [listed(state) for state in ("", "unclaimed", "on_device", "replaced")] == [3, 1, 1, 1]


# Scanning


def test_staff_who_scan_a_label_see_the_device(at_desk, label, device):
    assert scan(at_desk, label)["Location"] == device.get_absolute_url()


def test_its_holder_who_scans_it_sees_their_device(client, label, device):
    client.force_login(device.holder)

    assert scan(client, label)["Location"] == device.get_absolute_url()


@pytest.mark.parametrize("role", [None, Role.COUNCILLOR, Role.DATA_PROTECTION_OFFICER])
def test_anybody_else_sees_how_to_give_it_back(client, label, device, role):
    if role:
        client.force_login(given.somebody(role))

    shown = scan(client, label)

    assert shown.status_code == 200
    assert "You found something of Barchester Borough Council" in shown.text
    assert "Town Hall, room 12" in shown.text
    main = shown.text[shown.text.index("<main") :]
    for secret in (device.asset_tag, device.serial, device.model, device.holder.full_name):
        assert secret not in main


def test_a_stranger_cannot_tell_which_labels_there_are(client, label, free, device, desk):
    actions.print_labels(devices=[device], sheet=Sheet.L7160, start=1, by=desk, anew=True)
    codes = [
        device.labels.live().get().token,  # on a device
        label.token,  # replaced
        free.token,  # on none
        "0" * 16,  # unknown
        "nonsense",
    ]

    shown = {re.sub(r'value="[^"]+"', "", client.get(f"/d/{code}").text) for code in codes}

    assert len(shown) == 1


def test_a_holder_whose_label_was_replaced_is_a_stranger_to_the_old_one(
    client, label, device, desk
):
    actions.print_labels(devices=[device], sheet=Sheet.L7160, start=1, by=desk, anew=True)
    client.force_login(device.holder)

    assert scan(client, label).status_code == 200


def test_staff_who_scan_a_replaced_label_are_told_to_take_it_off(at_desk, label, device, desk):
    actions.print_labels(devices=[device], sheet=Sheet.L7160, start=1, by=desk, anew=True)

    shown = at_desk.get(f"/d/{label.token}", follow=True)

    assert "This label was replaced" in shown.text
    assert device.asset_tag in shown.text


# Claiming


@pytest.mark.parametrize("typed", ["sn0200", "https://x.example/D/{token}"])
def test_the_desk_that_scans_a_free_label_says_on_which_device_it_is(
    at_desk, free, label, device, typed
):
    asked = scan(at_desk, free)
    assert asked["Location"] == page("claim_label", free.pk)

    answer = at_desk.post(asked["Location"], {"device": typed.format(token=label.token)})

    assert answer["Location"] == device.get_absolute_url()
    assert Label.objects.get(pk=free.pk).device == device


def test_a_free_label_takes_a_new_device_with_its_number(at_desk, free):
    add = page("add_labelled", free.pk)
    assert 'value="BC-05000"' in at_desk.get(add).text

    at_desk.post(add, {"asset_tag": "BC-05000", "kind": equipment.kind().pk, "model": "iPad"})

    assert Device.objects.get(asset_tag="BC-05000").labels.get() == free


def test_a_device_that_is_not_there_is_said_at_the_box(at_desk, free):
    shown = at_desk.post(page("claim_label", free.pk), {"device": "BC-404"})

    assert "There is no device BC-404" in shown.text


@pytest.mark.parametrize("act", ["claim_label", "add_labelled"])
def test_a_label_that_is_on_a_device_is_said_to_be(at_desk, label, act):
    answer = at_desk.post(page(act, label.pk), {"device": "sn0200"})

    assert answer.status_code == 409
    assert "on BC-00200 (" in answer.text
    assert "already. Take another one." in answer.text


# The box for scanners


@pytest.mark.parametrize(
    "typed", ["BC-00200", " bc-00200 ", "sn0200", "https://x.example/D/{token}", "{token}"]
)
def test_the_box_takes_a_tag_a_serial_number_or_a_scanned_address(at_desk, label, device, typed):
    answer = at_desk.get(page("find_device"), {"tag": typed.format(token=label.token)})

    assert answer["Location"] == device.get_absolute_url()


def test_the_box_takes_the_number_of_a_label_printed_ahead(at_desk, free):
    answer = at_desk.get(page("find_device"), {"tag": "bc-05000"})

    assert answer["Location"] == page("claim_label", free.pk)


@pytest.mark.parametrize("typed", ["BC-404", "", "BC\0404", "https://x.example/D/0000000000000000"])
def test_what_is_not_found_is_said_in_words_with_the_box(at_desk, typed):
    shown = at_desk.get(page("find_device"), {"tag": typed})

    assert shown.status_code == 404
    assert "No such device" in shown.text
    assert 'name="tag"' in shown.text


def test_who_reads_the_register_and_prints_no_labels_claims_none(client, free):
    client.force_login(given.officer(Role.AUDITOR))

    assert client.get(page("find_device"), {"tag": "BC-05000"}).status_code == 404
    assert client.get(page("claim_label", free.pk)).status_code == 403


def test_the_desk_issues_what_it_scans_by_label_as_well_as_by_tag(at_desk, free, desk):
    stored, other = equipment.device(), equipment.device()
    actions.claim_label(label=free, device=other, by=desk)
    code = (
        actions.print_labels(devices=[stored], sheet=Sheet.L7160, start=1, by=desk)
        .labels.get()
        .token
    )

    typed = f"https://x.example/D/{code}\n{stored.asset_tag}\nBC-05000"

    assert DevicesField().clean(typed) == [stored, other]
