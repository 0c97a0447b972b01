"""What a file says of devices is done, in sets, with history, evidence and messages."""

import pytest
from django.urls import reverse
from django.utils import timezone

from councilgov.imports import actions, working
from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.portal.equipment import equipment_to_do
from councilgov.records import Refused
from devices.enrolling.actions import sign_enrolment
from devices.enrolment import STATEMENT, statement_sha256
from devices.models import Device, DeviceStatus, Enrolment, Issue, IssueKind
from tests import given
from tests.devices import equipment, spreadsheets
from tests.devices.importing import intune
from tests.devices.losses import cases

HELD = "Asset tag,Kind,Model,Holder’s email"


@pytest.fixture
def robin(db):
    given.council()
    equipment.terms()
    return given.councillor(email="robin@barchester.example", full_name="Robin Alder")


def test_new_devices_are_in_stock_with_history_and_evidence(robin):
    desk = equipment.desk()

    spreadsheets.applied("BC-1,Laptop,X", "BC-2,Tablet,Y", by=desk)

    first, second = Device.objects.order_by("asset_tag")
    assert (first.status, second.kind.name) == (DeviceStatus.IN_STOCK, "Tablet")
    kept = first.history.get()
    assert (kept.history_user, kept.history_change_reason) == (desk, "Import")
    added = Entry.objects.filter(kind="devices.added")
    assert [entry.facts for entry in added.order_by("pk")] == [
        '{"asset_tag":"BC-1"}',
        '{"asset_tag":"BC-2"}',
    ]


def test_what_changed_is_kept_with_its_history(robin):
    device = equipment.device(asset_tag="BC-1", model="X", make="Dell")

    spreadsheets.applied("BC-1,,Y")

    device.refresh_from_db()
    assert (device.model, device.make, device.status) == ("Y", "Dell", DeviceStatus.IN_STOCK)
    assert device.history.count() == 2


def test_several_devices_of_a_councillor_are_one_issue_to_accept(robin):
    sam = given.councillor(email="sam@barchester.example")
    equipment.device(asset_tag="BC-3")

    row = spreadsheets.applied(
        "BC-1,Laptop,X,robin@barchester.example",
        "BC-2,Tablet,Y,robin@barchester.example",
        "BC-3,,,sam@barchester.example",
        headings=HELD,
    )

    assert row.consequences == ["2 councillors are told, and asked to accept what they have."]
    issue = Issue.objects.get(councillor=robin)
    assert (issue.kind, issue.issued_by) == (IssueKind.HELD, row.uploaded_by)
    assert sorted(one.device.asset_tag for one in issue.assignments.all()) == ["BC-1", "BC-2"]
    assert {device.status for device in Device.objects.all()} == {DeviceStatus.ASSIGNED}
    told = Notice.objects.filter(kind="equipment_issued")
    assert {notice.to for notice in told} == {robin, sam}


def test_where_nobody_is_asked_nothing_is_said_of_it(robin):
    assert spreadsheets.checked("BC-1,Laptop,X").consequences == []


def test_an_export_of_intune_comes_in_as_it_is(robin):
    row = spreadsheets.applied(
        intune.row(Primary_user_UPN="Robin@Barchester.example"),
        intune.row(
            Device_name="Robin-iPhone-7",
            Serial_number="F2LXK0001",
            Manufacturer="Apple",
            Model="iPhone 15",
            IMEI="352099001761481",
            OS="iOS/iPadOS",
            Ownership="Personal",
            Compliance="Noncompliant",
            Phone_number="*********0982",
            Primary_user_UPN="robin@barchester.example",
        ),
        intune.row(Device_name="Spare-1", Serial_number="Default string", Model="Surface Go"),
        intune.row(Device_name="Galaxy S24-1", Serial_number="R5CX1", OS="Android (fully managed)"),
        headings=intune.HEAD,
    )

    assert [fault for one in row.found.all() for fault in one.faults] == [
        [
            "device_name",
            "An asset tag has up to 20 letters, digits, dots, underscores or hyphens, "
            "and at least one digit, like BC-01432.",
        ]
    ]
    devices = {device.asset_tag: device for device in Device.objects.all()}
    laptop, phone, spare = (devices[tag] for tag in ("BC-LT-0001", "ROBIN-IPHONE-7", "SPARE-1"))
    assert (laptop.kind.name, laptop.status, laptop.holder) == ("Laptop", "assigned", robin)
    assert (phone.kind.name, phone.status, phone.imei) == (
        "Mobile phone",
        "non_compliant",
        "",
    )
    assert (phone.phone_number, spare.serial, spare.status) == ("", "", "in_stock")


def test_intune_finds_again_what_has_a_tag_of_its_own(robin):
    device = equipment.device(asset_tag="BC-00007", serial="5CG2104XYZ", model="840")

    row = spreadsheets.applied(intune.row(), headings=intune.HEAD)

    device.refresh_from_db()
    assert (row.updated, row.created) == (1, 0)
    assert (device.asset_tag, device.make, device.kind.name) == ("BC-00007", "HP", "Tablet")


def test_a_name_of_intune_that_is_anothers_tag_is_refused(robin):
    equipment.device(asset_tag="BC-LT-0001", serial="OTHER1", model="840")

    row = spreadsheets.checked(intune.row(), headings=intune.HEAD)

    (one,) = row.found.all()
    assert one.faults == [
        [
            "device_name",
            "There is BC-LT-0001 (840). Add a column with the asset tags, or compare them.",
        ]
    ]


@pytest.mark.parametrize(
    ("system", "model", "kind"),
    [
        ("Windows", "Latitude", "Laptop"),
        ("macOS", "MacBook Air", "Laptop"),
        ("iOS/iPadOS", "iPad Air", "Tablet"),
        ("iOS/iPadOS", "iPhone 15", "Mobile phone"),
        ("Android (personally-owned)", "Pixel 8", "Mobile phone"),
        ("Android", "Galaxy Tablet", "Tablet"),
    ],
)
def test_the_operating_system_tells_the_kind(robin, system, model, kind):
    spreadsheets.applied(intune.row(OS=system, Model=model), headings=intune.HEAD)

    assert Device.objects.get().kind.name == kind


def test_an_unknown_system_tells_no_kind(robin):
    row = spreadsheets.checked(intune.row(OS="Tizen"), headings=intune.HEAD)

    (one,) = row.found.all()
    assert one.faults == [["kind", "A device that is new needs a kind."]]


def test_ten_times_the_rows_take_as_many_queries(robin, django_assert_max_num_queries):
    councillors = given.many_councillors(10)

    def rows(count):
        return [
            f"BC-{n:05},Laptop,X,{councillors[n % 10].email if n % 2 else ''}" for n in range(count)
        ]

    with django_assert_max_num_queries(420) as few:
        spreadsheets.applied(*rows(50), headings=HELD)
    more = [row.replace("BC-", "CB-") for row in rows(500)]
    with django_assert_max_num_queries(len(few) + 20):
        spreadsheets.applied(*more, headings=HELD)

    assert Device.objects.filter(status=DeviceStatus.ASSIGNED).count() == 275


def test_what_the_desk_did_after_the_check_is_left_as_it_is(robin):
    device = equipment.device(asset_tag="BC-1", model="X")
    row = spreadsheets.checked("BC-1,,Y,robin@barchester.example", "BC-2,Laptop,Z,", headings=HELD)
    other = equipment.issue(device).councillor

    actions.ask_to_apply(row=row, by=row.uploaded_by)
    working.work()

    row.refresh_from_db()
    device.refresh_from_db()
    assert (row.status, row.created, row.refused) == ("applied", 1, 1)
    assert (device.holder, device.model) == (other, "X")


def test_a_formula_is_kept_as_text_and_leaves_as_text(robin, client):
    desk = equipment.desk()
    spreadsheets.applied("BC-1,Laptop,=HYPERLINK(1)", by=desk)
    client.force_login(desk)

    taken = client.post("/devices/", {"export": "csv"}).content.decode("utf-8-sig")

    assert Device.objects.get().model == "=HYPERLINK(1)"
    assert "BC-1,'=HYPERLINK(1)," in taken


def test_a_list_without_tags_or_numbers_knows_a_personal_device_by_its_name(robin):
    row = {
        "Device_name": "Robin-iPhone-7",
        "Serial_number": "F2LX1",
        "Model": "iPhone 15",
        "OS": "iOS/iPadOS",
        "Ownership": "Personal",
        "Primary_user_UPN": "robin@barchester.example",
    }
    spreadsheets.applied(intune.row(**row), headings=intune.HEAD)

    row["Compliance"] = "Noncompliant"
    spreadsheets.applied(intune.row(**row), headings=intune.HEAD)

    assert Device.objects.get().status == "non_compliant"


def test_the_owner_of_a_personal_device_is_told_and_signs_for_it_themselves(robin, client):
    done = spreadsheets.applied(
        "BC-1,Tablet,iPad,Personal,robin@barchester.example",
        headings="Asset tag,Kind,Model,Ownership,Holder’s email",
    )
    assert done.consequences == [
        "1 councillor is told, and asked to sign for the council’s data on their own device."
    ]
    assert "read what that means and sign" in part_of(Notice.objects.get(to=robin)).body
    device = Device.objects.get()
    address = reverse("devices:sign_enrolment", args=[device.asset_tag])
    assert next(equipment_to_do(robin, timezone.localdate()))["href"] == address
    given.sign_in(client, robin)
    given.confirmed(client)
    assert address in client.get(device.get_absolute_url()).text
    assert "set this device up before this portal came" in client.get(address).text

    sent = {"agreed": "on", "typed_name": robin.full_name, "text_sha256": statement_sha256()}
    client.post(address, sent)

    row = Enrolment.objects.get()
    assert (row.typed_name, row.statement) == (robin.full_name, str(STATEMENT))
    assert not Enrolment.objects.to_sign().exists()
    assert client.get(address).status_code == 409
    receipt = client.get(reverse("devices:enrolment_receipt", args=[device.asset_tag]))
    assert receipt.content.startswith(b"%PDF")


def test_nobody_signs_for_somebody_elses_device(robin):
    sent = {"typed_name": "Sam Birch", "text_sha256": statement_sha256()}

    with pytest.raises(Refused, match="Only the councillor whose device it is"):
        sign_enrolment(
            device=cases.enrolled(robin),
            confirmed_with="password",
            by=given.councillor(full_name="Sam Birch"),
            **sent,
        )
