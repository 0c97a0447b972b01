"""What a row may say of a device, in one cell each."""

from datetime import date

import pytest

from councilgov.imports.mapping import guessed, known_export
from councilgov.records import Refused
from devices.importing import columns
from devices.importing.importable import IMPORTABLES, counted
from devices.models import Ownership
from tests.devices.importing import intune

pytestmark = pytest.mark.no_database
(DEVICES,) = IMPORTABLES
OWNERSHIP = columns.OWNERSHIP.read
COMPLIANCE = columns.COMPLIANCE.read


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (columns.tag, "bc-01432", "BC-01432"),
        (columns.serial, "C02XL0AAJGH5", "C02XL0AAJGH5"),
        (columns.serial, "To be filled by O.E.M.", None),
        (columns.serial, "0", None),
        (columns.imei, "35-209900-176148-1", "352099001761481"),
        (columns.imei, "0", None),
        (columns.phone, "+44 7700 900982", "+44 7700 900982"),
        (columns.phone, "*********0982", None),
        (columns.accessories, "charger, case;pen,,", ["charger", "case", "pen"]),
        (OWNERSHIP, "Corporate", Ownership.COUNCIL),
        (OWNERSHIP, "Unknown", Ownership.COUNCIL),
        (OWNERSHIP, "BYOD", Ownership.PERSONAL),
        (OWNERSHIP, "personal", Ownership.PERSONAL),
        (COMPLIANCE, "Compliant", "compliant"),
        (COMPLIANCE, "Noncompliant", "non_compliant"),
        (COMPLIANCE, "Not compliant", "non_compliant"),
        (COMPLIANCE, "In grace period", "compliant"),
        (COMPLIANCE, "Not evaluated", "unknown"),
    ],
)
def test_a_cell_is_read_as_what_it_means(read, cell, value):
    assert read(cell) == value


@pytest.mark.parametrize(
    ("read", "cell", "told"),
    [
        (columns.tag, "laptop", "at least one digit"),
        (columns.tag, "BC 01432", "letters, digits"),
        (columns.tag, "B1" * 11, "up to 20"),
        (columns.tag, "1.4E+7", "cut this number short"),
        (columns.serial, "x" * 61, "60 characters"),
        (columns.imei, "352099001761482", "last digit does not fit"),
        (columns.imei, "35209900176148", "15 digits"),
        (columns.imei, "3.52099E+14", "cut this number short"),
        (columns.phone, "none", "telephone number"),
        (columns.accessories, "x" * 51, "50 characters or less"),
        (OWNERSHIP, "mine", "The council’s, The councillor’s own"),
        (COMPLIANCE, "maybe", "Enter one of these"),
    ],
)
def test_a_cell_that_is_wrong_says_what_to_write(read, cell, told):
    with pytest.raises(Refused, match=told):
        read(cell)


def test_nothing_was_bought_tomorrow():
    assert columns.bought("23/11/2026") == date(2026, 11, 23)
    with pytest.raises(Refused, match="today or in the past"):
        columns.bought("24/11/2026")


def test_the_columns_of_other_inventories_are_known():
    headings = [
        "Asset No",
        "Category",
        "Manufacturer",
        "Model name",
        "Serial",
        "Assigned To",
        "Cost",
    ]

    assert list(guessed(DEVICES, headings)) == [
        "asset_tag",
        "kind",
        "make",
        "model",
        "serial",
        "value",
        "holder",
    ]


def test_every_heading_of_ours_is_known_again():
    headings = [str(column.label) for column in DEVICES.columns]

    assert len(guessed(DEVICES, headings)) == len(DEVICES.columns)


def test_an_export_of_intune_is_known_by_its_headings():
    found = guessed(DEVICES, intune.HEADINGS)

    assert known_export(DEVICES, intune.HEADINGS) == columns.INTUNE
    assert {name: intune.HEADINGS[at] for name, at in found.items()} == {
        "device_name": "Device name",
        "serial": "Serial number",
        "make": "Manufacturer",
        "model": "Model",
        "imei": "IMEI",
        "phone_number": "Phone number",
        "sim_number": "ICCID",
        "ownership": "Ownership",
        "holder": "Primary user UPN",
        "compliance": "Compliance",
        "system": "OS",
    }


@pytest.mark.parametrize(
    ("number", "told"), [(1, "1 device"), (54, "54 devices"), (10_000, "10,000 devices")]
)
def test_devices_are_counted(number, told):
    assert counted(number) == told
