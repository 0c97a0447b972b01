"""What becomes of each row of a file about devices."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from councilgov.imports.importables import Row
from councilgov.people import actions as people
from councilgov.people.models import EndReason
from devices.enrolling.actions import find_unsafe
from devices.importing.judging import judge
from devices.labelling.actions import claim_label
from devices.losses.ending import mark_found
from devices.models import Device, DeviceStatus, Enrolment, Kind
from tests import given
from tests.devices import equipment, spreadsheets
from tests.devices.losses import cases

EVERYTHING = (
    "Asset tag,Kind,Make,Model,Serial number,IMEI,Telephone number of the SIM,"
    "Number of the SIM card,What comes with it,Value when it was bought,Bought on,Warranty until,"
    "Ownership,Holder’s email,Notes of the desk"
)
IMEI = "352099001761481"


@pytest.fixture(autouse=True)
def _kinds(db):
    given.council()
    equipment.terms()


@pytest.fixture
def robin():
    return given.councillor(email="robin@barchester.example", full_name="Robin Alder")


def found(*rows, **options):
    """Of each row: its outcome, what it changes and what is wrong with it."""
    row = spreadsheets.checked(*rows, **options)
    return [
        (one.outcome, one.changes, [tuple(fault) for fault in one.faults])
        for one in row.found.all()
    ]


def changes(*rows, **options):
    ((outcome, changed, faults),) = found(*rows, **options)
    assert faults == []
    return outcome, [tuple(change) for change in changed]


def faults(*rows, **options):
    return [refused for _outcome, _changes, refused in found(*rows, **options)]


def refusal(*rows, **options):
    """The only fault of the only row: the column, and the words."""
    (((column, told),),) = faults(*rows, **options)
    return column, told


# New devices


def test_a_device_that_the_register_lacks_is_new(robin):
    row = (
        f'bc-00001,LAPTOP,Dell,Latitude,5CG1,{IMEI},07700 900982,8944,"charger, case",'
        '"£1,234.50",1/4/2026,31/3/2029,Council,robin@barchester.example,Scratched'
    )

    assert changes(row, headings=EVERYTHING) == (
        "create",
        [
            ("Kind", "", "Laptop"),
            ("Make", "", "Dell"),
            ("Model", "", "Latitude"),
            ("Serial number", "", "5CG1"),
            ("IMEI", "", IMEI),
            ("Telephone number of the SIM", "", "07700 900982"),
            ("Number of the SIM card", "", "8944"),
            ("What comes with it", "", "charger, case"),
            ("Value when it was bought", "", "£1,234.50"),
            ("Bought on", "", "1 Apr 2026"),
            ("Warranty until", "", "31 Mar 2029"),
            ("Notes of the desk", "", "Scratched"),
            ("Issued to", "", "Robin Alder"),
        ],
    )


@pytest.mark.parametrize(
    ("row", "column", "told"),
    [
        ("BC-00001,,Latitude", "kind", "A device that is new needs a kind."),
        ("BC-00001,Laptop,", "model", "A device that is new needs a model."),
        (",Laptop,Latitude", "asset_tag", "A device that is new needs an asset tag."),
    ],
)
def test_a_new_device_needs_a_tag_a_kind_and_a_model(row, column, told):
    assert refusal(row) == (column, told)


def test_what_is_there_and_wrong_is_not_said_to_be_missing():
    headings = "Asset tag,Kind,Model"

    ((tag,), (model,)) = faults("laptop,Laptop,X", f"BC-1,Laptop,{'x' * 81}", headings=headings)

    assert "at least one digit" in tag[1]
    assert "80 characters" in model[1]


@pytest.mark.parametrize("heading", ["Asset tag", "Device name"])
def test_a_number_on_the_label_of_a_device_is_the_tag_of_no_new_one(heading):
    label = equipment.free_label("BC-70000")
    claim_label(label=label, device=equipment.device(asset_tag="BC-16"), by=equipment.desk())

    _column, told = refusal("BC-70000,Laptop,X", headings=f"{heading},Kind,Model")

    assert told == "This number stands on the label of BC-16 (iPad Air). Compare them."


def test_a_kind_that_the_council_does_not_have_is_refused_with_those_that_it_has():
    column, told = refusal("BC-00001,Fridge,Cold 5")

    assert column == "kind"
    assert told.startswith("There is no kind of this name. The kinds are: Accessory, Docking")


def test_a_warranty_that_ends_before_the_purchase_is_refused():
    headings = "Asset tag,Kind,Model,Bought on,Warranty until"

    assert refusal("BC-1,Laptop,X,1/4/2026,31/3/2026", headings=headings) == (
        "warranty_ends_on",
        "The warranty can’t end before the device was bought.",
    )


@pytest.mark.parametrize(
    ("model", "what"), [("EliteBook", "BC-1 HP EliteBook"), ("HP EliteBook", "BC-1 HP EliteBook")]
)
def test_a_device_is_named_by_tag_make_and_model(model, what):
    row = spreadsheets.checked(f"BC-1,Laptop,HP,{model}", headings="Asset tag,Kind,Make,Model")

    assert row.found.get().what == what


# Devices that are there


@pytest.fixture
def laptop():
    return equipment.device(
        asset_tag="BC-00001",
        kind=Kind.objects.get(name="Laptop"),
        make="Dell",
        model="Latitude",
        serial="5CG2104XO",
        imei=IMEI,
        value=Decimal(400),
        accessories=["charger"],
        purchased_on=date(2026, 4, 1),
    )


def test_a_device_of_the_same_tag_is_changed_where_the_file_says_so(laptop):
    headings = "Asset tag,Kind,Model,Value when it was bought,What comes with it,Notes of the desk"

    assert changes("bc-00001,Tablet,Latitude,450,,New screen", headings=headings) == (
        "update",
        [
            ("Kind", "Laptop", "Tablet"),
            ("Value when it was bought", "£400.00", "£450.00"),
            ("Notes of the desk", "", "New screen"),
        ],
    )


def test_what_the_file_says_already_is_unchanged(laptop):
    headings = "Asset tag,Kind,Make,Model,Serial number,IMEI,Value,Accessories,Bought on"
    row = f"BC-00001,laptop,Dell,Latitude,5cg2104xo,{IMEI},£400.00,charger,01/04/2026"

    assert changes(row, headings=headings) == ("unchanged", [])


def test_without_a_tag_a_device_is_known_by_its_serial_number(laptop):
    assert changes("5CG2104XO,Latitude 2", headings="Serial number,Model") == (
        "update",
        [("Model", "Latitude", "Latitude 2")],
    )


def test_a_serial_number_may_be_corrected(laptop):
    assert changes("BC-00001,5CG2104X0", headings="Asset tag,Serial number") == (
        "update",
        [("Serial number", "5CG2104XO", "5CG2104X0")],
    )


def test_a_device_that_is_disposed_of_is_not_changed_any_more(laptop):
    laptop.move(DeviceStatus.DISPOSED, by=None, why="Test")

    column, told = refusal("BC-00001,,Latitude 2")

    assert (column, told) == (
        "asset_tag",
        "BC-00001 (Latitude) is disposed of, and is not changed any more.",
    )


# Numbers that are easily mistaken


@pytest.mark.parametrize(
    ("serial", "told"),
    [
        ("5cg2104xo", "BC-00001 (Latitude) has this serial number. Compare the labels of both."),
        (
            "5CG2104X0",
            "BC-00001 (Latitude) has the serial number 5CG2104XO. O and 0, I and 1 look alike: "
            "compare them. If they are two devices, add this one by hand.",
        ),
        (
            "5CG-2I04-XO",
            "BC-00001 (Latitude) has the serial number 5CG2104XO. O and 0, I and 1 look alike: "
            "compare them. If they are two devices, add this one by hand.",
        ),
    ],
)
def test_a_serial_number_of_another_device_or_nearly_is_refused(laptop, serial, told):
    headings = "Asset tag,Kind,Model,Serial number"

    assert refusal(f"BC-00002,Laptop,Latitude,{serial}", headings=headings) == ("serial", told)


def test_a_tag_and_a_serial_number_of_two_devices_are_refused(laptop):
    equipment.device(asset_tag="BC-00002")

    column, told = refusal("BC-00002,5CG2104XO", headings="Asset tag,Serial number")

    assert (column, told[:38]) == ("serial", "BC-00001 (Latitude) has this serial nu")


def test_an_imei_of_another_device_is_refused(laptop):
    headings = "Asset tag,Kind,Model,IMEI"

    assert refusal(f"BC-2,Tablet,iPad,{IMEI}", headings=headings) == (
        "imei",
        "BC-00001 (Latitude) has this IMEI.",
    )


@pytest.mark.parametrize(
    ("one", "other", "column"),
    [
        ("BC-1,A1,", "bc-1,B2,", "asset_tag"),
        ("BC-1,SO1,", "BC-2,S0I,", "serial"),
        (f"BC-1,A1,{IMEI}", f"BC-2,B2,{IMEI}", "imei"),
    ],
    ids=["tag", "serial numbers that look alike", "IMEI"],
)
def test_two_rows_that_stand_in_each_others_way_are_both_refused(one, other, column):
    headings = "Asset tag,Serial number,IMEI,Kind,Model"
    rows = [f"{row},Laptop,X" for row in (one, other, "BC-3,C3,")]

    first, second, third = faults(*rows, headings=headings)

    assert [name for name, _told in first] == [name for name, _told in second] == [column]
    assert "Row 3" in first[0][1]
    assert "Row 2" in second[0][1]
    assert third == []


def test_a_device_called_by_its_tag_and_by_its_serial_number_is_found_twice(laptop):
    rows = ["BC-00001,,X", ",5CG2104XO,Y"]

    (first,), (second,) = faults(*rows, headings="Asset tag,Serial number,Model")

    assert first == ("asset_tag", "Row 3 is about the same device. Leave one of them out.")
    assert second == ("asset_tag", "Row 2 is about the same device. Leave one of them out.")


def test_rows_without_any_number_do_not_stand_in_each_others_way():
    told = faults(",Laptop,X", ",Laptop,Y")

    assert [[column for column, _told in one] for one in told] == [["asset_tag"], ["asset_tag"]]
    assert "needs an asset tag" in told[0][0][1]


# Who has it

HELD = "Asset tag,Kind,Model,Holder’s email"


@pytest.mark.parametrize("tag", ["BC-00001", "BC-00002"], ids=["in stock", "new"])
def test_whoever_the_file_names_is_asked_to_accept(laptop, robin, tag):
    _outcome, told = changes(f"{tag},Laptop,Latitude,Robin@Barchester.example", headings=HELD)

    assert told[-1] == ("Issued to", "", "Robin Alder")


def test_who_has_it_already_is_not_asked_again(laptop, robin):
    equipment.accepted(laptop, holder=robin)

    assert changes("BC-00001,,,robin@barchester.example", headings=HELD) == ("unchanged", [])


def holder(email="robin@barchester.example", tag="BC-00001"):
    column, told = refusal(f"{tag},Laptop,Latitude,{email}", headings=HELD)
    assert column == "holder"
    return told


def test_an_address_that_nobody_has_is_refused():
    assert holder("nobody@x.example").startswith("Nobody has an account with this address.")


def test_somebody_whose_term_ended_is_refused(laptop, robin):
    people.end_term(
        term=robin.terms.get(), ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None
    )

    assert holder() == "Robin Alder is not in office now."


def test_an_officer_is_refused(laptop):
    officer = equipment.desk()

    assert holder(officer.email) == f"{officer.full_name} is not in office now."


def test_somebody_else_than_the_holder_is_refused(laptop, robin):
    other = equipment.accepted(laptop).councillor

    assert holder() == f"{other.full_name} has it. Record that it was handed back first."


@pytest.mark.parametrize("keeps_holder", [True, False])
@pytest.mark.parametrize("status", ["lost", "stolen", "written_off"])
def test_what_is_lost_or_written_off_is_not_held(laptop, robin, status, keeps_holder):
    equipment.accepted(laptop, holder=robin)
    laptop.refresh_from_db()
    if status == "written_off" or not keeps_holder:
        laptop.holder = None
    laptop.move(DeviceStatus(status), by=None, why="Test")

    word = laptop.get_status_display().lower()
    assert holder() == f"BC-00001 (Latitude) is {word}. If it was found, record that first."


@pytest.mark.parametrize("status", ["in_workshop", "damaged"])
def test_what_is_not_in_stock_is_not_issued(laptop, robin, status):
    laptop.move(DeviceStatus(status), by=None, why="Test")

    word = laptop.get_status_display().lower()
    assert holder() == f"BC-00001 (Latitude) is {word}. Put it in stock first."


# Without terms


@pytest.mark.parametrize("has_terms", [True, False])
def test_before_there_are_terms_nothing_is_issued(monkeypatch, robin, has_terms):
    monkeypatch.setattr(type(equipment.Terms.objects), "exists", lambda _rows: has_terms)

    (told,) = faults("BC-1,Laptop,X,robin@barchester.example", headings=HELD)

    assert told == ([] if has_terms else [("holder", "Publish the terms of equipment first.")])


# Personal devices

OWN = "Asset tag,Kind,Model,Ownership,Holder’s email,Compliance"


@pytest.mark.parametrize(
    ("compliance", "status"),
    [
        ("", "enrolled"),
        ("Compliant", "enrolled"),
        ("Noncompliant", "non_compliant"),
        ("Not evaluated", "enrolled"),
    ],
)
def test_a_personal_device_stands_as_it_is_and_nobody_signs_for_its_owner(
    robin, compliance, status
):
    row = f"BC-1,Tablet,iPad,Personal,robin@barchester.example,{compliance}"

    spreadsheets.applied(row, headings=OWN)

    device = Device.objects.get()
    assert (device.ownership, device.status, device.holder) == ("personal", status, robin)
    assert not device.assignments.exists()
    assert (device.enrolment.councillor, device.enrolment.signed_at) == (robin, None)


def test_where_the_council_sets_up_no_personal_devices_none_is_taken_in(robin):
    given.council(allows_personal_devices=False)

    assert refusal("BC-1,Tablet,iPad,Personal,robin@barchester.example,", headings=OWN) == (
        "ownership",
        "This council does not set up personal devices.",
    )


def test_no_number_of_a_personal_device_or_of_its_contract_is_taken_over(robin):
    headings = f"{OWN},Serial number,IMEI,Telephone number of the SIM,Number of the SIM card"
    row = "BC-1,Tablet,iPad,Personal,robin@barchester.example,,R5CX1,352099001761481,07700900001,89"

    spreadsheets.applied(row, headings=headings)

    device = Device.objects.get()
    assert (device.serial, device.imei, device.phone_number, device.sim_number) == ("", "", "", "")


def test_a_personal_device_needs_its_owner():
    assert refusal("BC-1,Tablet,iPad,Personal,,", headings=OWN) == (
        "holder",
        "A personal device needs its owner’s email.",
    )


@pytest.fixture
def own(robin):
    spreadsheets.applied("BC-1,Tablet,iPad,Personal,robin@barchester.example,", headings=OWN)
    return Device.objects.get()


def test_that_it_no_longer_keeps_the_rules_is_taken_over(own):
    assert changes("BC-1,,,,,Noncompliant", headings=OWN) == (
        "update",
        [("Compliance", "Enrolled", "Enrolled, not compliant")],
    )


def test_what_was_found_is_checked_in_its_case_and_by_no_file(own):
    mark_found(loss=cases.report(own), reason="Here.", by=equipment.desk())

    assert changes("BC-1,,,,,Compliant", headings=OWN) == ("unchanged", [])


def test_what_waits_to_be_set_up_is_set_up_by_the_desk_and_by_no_file(robin):
    device = equipment.pending(holder=robin)

    assert changes(f"{device.asset_tag},,,,,Compliant", headings=OWN) == ("unchanged", [])


def test_what_keeps_the_rules_again_has_nothing_left_to_mend(own):
    find_unsafe(device=own, problem="No PIN", mend_before=timezone.localdate(), by=equipment.desk())

    spreadsheets.applied("BC-1,,,,,Compliant", headings=OWN)

    row = Enrolment.objects.get()
    assert (row.device.status, row.problem, row.mend_before) == ("enrolled", "", None)


@pytest.mark.parametrize("says", ["Compliant", "Noncompliant"])
@pytest.mark.parametrize("status", ["data_removed", "lost", "stolen"])
def test_what_is_lost_or_given_up_stays_so_whatever_the_file_says(own, status, says):
    own.move(status, by=None, why="Test")

    assert changes(f"BC-1,,,,,{says}", headings=OWN) == ("unchanged", [])


def test_what_keeps_the_rules_already_is_unchanged(own):
    assert changes("BC-1,,,,,Compliant", headings=OWN) == ("unchanged", [])


def test_compliance_of_what_is_the_councils_is_nobodys_business(laptop):
    assert changes("BC-00001,,,,,Noncompliant", headings=OWN) == ("unchanged", [])


def test_a_personal_device_of_somebody_else_is_refused(own):
    given.councillor(email="sam@barchester.example")

    column, told = refusal("BC-1,,,,sam@barchester.example,", headings=OWN)

    assert (column, told) == ("holder", "Robin Alder has it. Record that it was handed back first.")


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ("Personal", "In the register it is the council’s. That is not changed by a file."),
        ("Council", None),
    ],
)
def test_whose_a_device_is_never_changes(laptop, says, told):
    (found,) = faults(f"BC-00001,,,{says},,", headings=OWN)

    assert found == ([("ownership", told)] if told else [])


def test_the_preview_names_the_owner_of_a_personal_device(robin):
    _outcome, told = changes("BC-1,Tablet,iPad,Personal,robin@barchester.example,", headings=OWN)

    assert told[-1] == ("Owner", "", "Robin Alder")


# Twice the same


def test_a_row_is_judged_alike_to_check_and_to_import(laptop):
    by = equipment.desk()
    (first,) = judge([Row(2, [], {"asset_tag": "BC-00001", "model": "X"})], by=by, lock=False)
    (second,) = judge([Row(2, [], {"asset_tag": "BC-00001", "model": "X"})], by=by, lock=True)

    assert first.fingerprint == second.fingerprint
