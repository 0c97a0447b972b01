"""The register of devices: adding, correcting, disposing."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.records import Refused
from devices.issuing.actions import decline
from devices.keeping import actions
from devices.models import Cause, Device, DeviceStatus, Kind, Ownership
from devices.reclaiming.actions import request_return
from devices.steps import steps
from tests import given
from tests.devices import equipment


@pytest.fixture
def desk(client):
    given.council()
    officer = equipment.desk()
    client.force_login(officer)
    return officer


def test_a_device_is_added_in_stock_with_its_tag_in_capitals():
    device = equipment.device(asset_tag=" bc-01432 ")

    assert (device.asset_tag, device.status) == ("BC-01432", DeviceStatus.IN_STOCK)
    assert Entry.objects.about(device).get().kind == "devices.added"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("asset_tag", "BC-1", "this asset tag already"),
        ("serial", "c0ffee1", "has this serial number already"),
        ("imei", "490154203237518", "this IMEI already"),
    ],
)
def test_a_number_that_is_there_is_refused(field, value, words):
    equipment.device(asset_tag="BC-1", serial="C0FFEE1", imei="490154203237518")

    with pytest.raises((Refused, ValidationError), match=words):
        equipment.device(**{field: value})


def test_a_serial_number_that_looks_like_another_is_compared_first():
    equipment.device(asset_tag="BC-1", serial="C0FFEE1")

    with pytest.raises(Refused, match="looks like this one") as refusal:
        equipment.device(serial="COFFEEI")

    assert refusal.value.field == "is_another"


def test_two_devices_whose_serial_numbers_look_alike_are_told_apart_by_a_person():
    equipment.device(serial="C0FFEE1")

    device = equipment.device(serial="COFFEEI", is_another=True)

    assert device.serial == "COFFEEI"


def test_even_a_person_can_t_give_two_devices_one_serial_number():
    equipment.device(serial="C0FFEE1")

    with pytest.raises(Refused, match="has this serial number already"):
        equipment.device(serial="C0FFEE1", is_another=True)


def test_two_devices_without_a_serial_number_are_two():
    equipment.device(serial="")
    equipment.device(serial="")

    assert Device.objects.count() == 2


def test_an_imei_with_a_wrong_check_digit_is_refused():
    with pytest.raises(ValidationError, match="does not fit"):
        equipment.device(imei="490154203237519")


def test_details_are_corrected_and_the_history_says_who(desk):
    device = equipment.device()

    actions.change_device(device=device, by=desk, model="iPad Pro", value=Decimal("799.00"))

    device.refresh_from_db()
    assert (device.model, device.history.first().history_user) == ("iPad Pro", desk)


def test_a_serial_number_that_stays_is_not_compared_again(desk):
    equipment.device(serial="C0FFEE1")
    device = equipment.device(serial="COFFEEI", is_another=True)

    actions.change_device(device=device, by=desk, serial="COFFEEI", notes="Scratched")

    device.refresh_from_db()
    assert device.notes == "Scratched"


def test_a_corrected_serial_number_is_compared(desk):
    equipment.device(serial="C0FFEE1")

    with pytest.raises(Refused, match="looks like this one"):
        actions.change_device(device=equipment.device(), by=desk, serial="COFFEE1")


def test_a_warranty_that_ends_before_the_purchase_is_refused():
    with pytest.raises(Refused, match="before the device was bought"):
        equipment.device(purchased_on=date(2026, 1, 2), warranty_ends_on=date(2026, 1, 1))


def test_a_new_device_is_disposed_of_without_being_wiped(desk):
    device = equipment.device()

    actions.dispose(device=device, how="Barset Recycling, certificate 12", by=desk)

    device.refresh_from_db()
    assert device.status == DeviceStatus.DISPOSED
    assert "Barset" not in Entry.objects.about(device).last().facts


def test_what_held_data_is_wiped_before_it_is_disposed_of(desk):
    device = equipment.issued()
    device.holder = None
    for status in (DeviceStatus.IN_WORKSHOP, DeviceStatus.IN_STOCK):
        device.move(status, by=None, why="Test")

    with pytest.raises(Refused, match="Wipe it first"):
        actions.dispose(device=device, how="Sold", by=desk)


def test_what_is_to_be_wiped_first_is_said_before_anything_is_typed(client, desk):
    device = equipment.issued()
    device.holder = None
    for status in (DeviceStatus.IN_WORKSHOP, DeviceStatus.REPLACED):
        device.move(status, by=None, why="Test")

    response = client.get(reverse("devices:dispose", args=[device.asset_tag]))

    assert (response.status_code, "Wipe it first" in response.text) == (409, True)


@pytest.mark.parametrize("is_declined", [True, False])
def test_the_desk_can_ask_for_what_was_declined_or_is_recalled(is_declined, desk):
    issue = equipment.issue() if is_declined else equipment.accepted()
    device = issue.assignments.get().device
    if is_declined:
        decline(issue=issue, reason="Broken", by=issue.councillor)
    else:
        equipment.recalled(device)
    device.refresh_from_db()
    assert "Ask for it back" in [step.text for step in steps(device, desk)]

    request_return(devices=[device], because=Cause.LEAVING, by=desk)

    device.refresh_from_db()
    assert device.status == DeviceStatus.RETURN_DUE
    assert "Ask for it back" not in [step.text for step in steps(device, desk)]


def test_what_holds_no_data_need_not_be_wiped(desk):
    device = equipment.issued(kind=equipment.kind("Monitor", holds_data=False))
    device.holder = None
    for status in (DeviceStatus.IN_WORKSHOP, DeviceStatus.IN_STOCK):
        device.move(status, by=None, why="Test")

    actions.dispose(device=device, how="Sold", by=desk)

    device.refresh_from_db()
    assert device.status == DeviceStatus.DISPOSED


def test_a_device_that_somebody_has_is_not_disposed_of(desk):
    with pytest.raises(Refused, match="Disposal can’t be done"):
        actions.dispose(device=equipment.issued(), how="Sold", by=desk)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"status": DeviceStatus.ACTIVE}, "somebody_has_it"),
        ({"holder": "councillor"}, "nobody_has_it"),
        ({"status": "nonsense"}, "status_known"),
        ({"ownership": "nonsense"}, "ownership_known"),
        ({"asset_tag": "bc-9"}, "tag_in_capitals"),
        ({"value": Decimal(-1)}, "value_is_no_debt"),
    ],
)
def test_the_database_refuses_what_can_t_be(values, constraint):
    given.council()
    device = equipment.device()
    if values.get("holder"):
        values = {"holder": given.councillor()}

    for name, value in values.items():
        setattr(device, name, value)

    with pytest.raises(IntegrityError, match=f"devices_device_{constraint}"):
        device.save()


@pytest.mark.parametrize(
    ("ownership", "status", "words"),
    [
        (Ownership.PERSONAL, DeviceStatus.RETURN_DUE, "the councillor’s own"),
        (Ownership.COUNCIL, DeviceStatus.ENROLLED, "only personal ones"),
    ],
)
def test_what_is_a_councillors_own_never_goes_where_the_councils_does(ownership, status, words):
    given.council()
    device = equipment.issued()
    device.ownership, device.status = ownership, status

    with pytest.raises(Refused, match=words):
        device.keep(by=None, why="Test")


def test_a_kind_of_a_name_is_there_once():
    equipment.kind("Tablet")

    with pytest.raises(Refused, match="a kind of this name"):
        actions.add_kind(
            name="TABLET",
            holds_data=True,
            has_imei=True,
            accessories=[],
            life_months=48,
            by=None,
        )


def test_a_kind_is_described_anew_and_devices_keep_what_came_with_them(desk):
    device = equipment.device(accessories=["charger"])

    actions.change_kind(kind=device.kind, by=desk, accessories=["charger", "pen"])

    assert Kind.objects.get(pk=device.kind_id).accessories == ["charger", "pen"]
    device.refresh_from_db()
    assert device.accessories == ["charger"]


def form(**changes):
    usual = {"asset_tag": "BC-77", "kind": equipment.kind().pk, "model": "iPad Air"}
    return usual | {"accessories": "charger\r\n\r\ncase"} | changes


def test_the_desk_adds_a_device(client, desk):
    response = client.post(reverse("devices:add_device"), form(value="599.00"))

    device = Device.objects.get()
    assert response["Location"] == device.get_absolute_url()
    assert (device.accessories, device.value) == (["charger", "case"], Decimal(599))


def test_the_desk_is_asked_whether_these_are_two_devices_once_there_are_two(client, desk):
    equipment.device(asset_tag="BC-1", serial="C0FFEE1")
    address, box = reverse("devices:add_device"), "I have compared both"
    assert box not in client.get(address).text

    asked = client.post(address, form(serial="COFFEEI", is_another="False"))
    client.post(address, form(serial="COFFEEI", is_another="on"))

    assert "looks like this one" in asked.text
    assert box in asked.text
    assert Device.objects.get(asset_tag="BC-77").serial == "COFFEEI"


@pytest.mark.parametrize("typed", ["1299.50", "1,299.50", "£1,299.50", " £ 1299.5 "])
def test_an_amount_is_read_as_people_write_it(client, desk, typed):
    client.post(reverse("devices:add_device"), form(value=typed))

    assert Device.objects.get().value == Decimal("1299.50")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"asset_tag": "TASKS"}, "at least one digit"),
        ({"imei": "490154203237519"}, "its last digit does not fit the others"),
        ({"model": ""}, "Enter the model"),
        ({"kind": "999999"}, "kind"),
        ({"value": "-1"}, "Value when it was bought must be 0"),
        ({"value": "1" * 12}, "Value when it was bought must have 9 digits or fewer"),
        ({"value": "12,50"}, "Enter an amount in pounds, like 349.99"),
        ({"value": "1.999"}, "Enter an amount in pounds and pence, like 349.99"),
        ({"value": "12345678"}, "must have 7 digits or fewer before the decimal point"),
        ({"accessories": "x" * 51}, "50 characters or fewer"),
        ({"serial": "a\0b"}, "contains a character that cannot be saved"),
    ],
)
def test_a_form_with_a_mistake_says_what_to_do(client, desk, changes, words):
    page = client.post(reverse("devices:add_device"), form(**changes))

    assert words in page.text
    assert Device.objects.count() == 0


def test_the_address_of_a_device_knows_no_case(client, desk):
    equipment.device(asset_tag="BC-12")

    assert client.get("/devices/bc-12/").status_code == 200


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "ipad"}, 2),
        ({"q": "bc-1"}, 1),
        ({"q": "alder"}, 1),
        ({"q": "c0ffee"}, 1),
        ({"status": ["active", "in_stock"]}, 2),
        ({"status": "active"}, 1),
        ({"ownership": "personal"}, 0),
        ({"q": "nothing like it"}, 0),
    ],
)
def test_the_register_is_searched_and_filtered(client, desk, query, found):
    equipment.device(asset_tag="BC-1", serial="C0FFEE1")
    equipment.issued(asset_tag="XX-7")

    page = client.get(reverse("devices:devices"), query)

    assert page.context["page"].paginator.count == found


def test_the_number_of_queries_of_the_register_does_not_grow(
    client, desk, django_assert_num_queries
):
    equipment.issued()
    address = reverse("devices:devices")
    client.get(address)
    with django_assert_num_queries(QUERIES):
        client.get(address)
    for _ in range(5):
        equipment.issued()

    with django_assert_num_queries(QUERIES):
        client.get(address)


QUERIES = 12


def test_somebody_elses_device_is_not_there(client):
    given.council()
    device = equipment.issued()
    client.force_login(given.councillor())

    assert client.get(device.get_absolute_url()).status_code == 404


def test_a_holder_sees_their_device_but_not_the_notes_of_the_desk(client):
    given.council()
    device = equipment.issued(notes="Bought with the April money.", value=Decimal(599))
    client.force_login(device.holder)

    page = client.get(device.get_absolute_url())

    assert device.asset_tag in page.text
    assert "April money" not in page.text
    assert "£599" not in page.text


def test_a_holder_reads_what_to_do_when_it_is_lost(client):
    given.council(desk_night_phone="01632 960127")
    device = equipment.issued()
    client.force_login(device.holder)

    for address in (device.get_absolute_url(), reverse("devices:equipment")):
        page = client.get(address)

        assert "If it is lost, stolen or damaged" in page.text
        assert "01632 960127" in page.text


def test_a_holder_is_led_from_a_device_to_what_they_are_asked_to_do(client):
    given.council()
    issue = equipment.issue(equipment.device())
    to_accept = issue.assignments.get().device
    recalled = equipment.recalled().lines.get().device
    asked_back = equipment.asked_back().device

    ways = []
    for device in (to_accept, recalled, asked_back):
        client.force_login(device.holder)
        ways.append(client.get(device.get_absolute_url()).context["steps"])

    assert [[step.href for step in steps] for steps in ways] == [
        [issue.get_absolute_url()],
        [reverse("devices:my_recalls")],
        [reverse("devices:equipment")],
    ]


def test_an_officer_reads_what_happened_to_a_device(client, desk):
    device = equipment.issued()

    page = client.get(device.get_absolute_url())

    assert [event.what for event in page.context["events"]] == [
        "Issued",
        "To be accepted",
        "In stock",
    ]


def test_an_auditor_reads_the_register_and_changes_nothing(client):
    given.council()
    device = equipment.device()
    client.force_login(given.officer(Role.AUDITOR))

    assert client.get(device.get_absolute_url()).context["steps"] == []
