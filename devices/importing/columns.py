"""What a row of a spreadsheet may say of a device, and what Intune calls it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councilgov.days import today
from councilgov.imports import cells
from councilgov.imports.importables import Column, KnownExport
from councilgov.records import Refused
from devices.models import Ownership
from devices.numbers import tidy_imei, validate_imei, validate_tag

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

LONGEST_ACCESSORY = 50
NO_SERIALS = frozenset(
    {
        "0",
        "defaultstring",
        "na",
        "none",
        "notspecified",
        "systemserialnumber",
        "tobefilledbyoem",
        "unknown",
    }
)
"""What makers and Intune write where there is no serial number."""
MASKED = "*"
"""Intune shows only the last digits of a personal telephone's number."""


class Compliance(TextChoices):
    """Whether a personal device keeps to the council's rules, as Intune says it."""

    COMPLIANT = "compliant", _("Compliant")
    NON_COMPLIANT = "non_compliant", _("Not compliant")
    UNKNOWN = "unknown", _("Not known")


def _checked(check: Callable[[str], None], text: str) -> str:
    try:
        check(text)
    except ValidationError as error:
        raise Refused(sentence(error)) from error
    return text


def sentence(error: ValidationError) -> str:
    """What is wrong, with its full stop: in a file of errors others follow."""
    return f"{error.messages[0]}."


def tag(cell: str) -> str:
    """An asset tag in capitals."""
    return _checked(validate_tag, cells.identifier(cell).upper())


def serial(cell: str) -> str | None:
    """A serial number; None for what stands where there is none."""
    return None if cells.plain(cell) in NO_SERIALS else cells.identifier(cell, most=60)


def imei(cell: str) -> str | None:
    """The 15 digits of an IMEI, the last of which fits."""
    number = tidy_imei(cells.identifier(cell))
    return _checked(validate_imei, number) if number.strip("0") else None


def phone(cell: str) -> str | None:
    """A telephone number, if all of it is there."""
    return None if MASKED in cell else cells.phone(cell)


def bought(cell: str) -> date:
    """A day that is not yet to come."""
    day = cells.day(cell)
    if day > today():
        raise Refused(gettext("The date must be today or in the past."))
    return day


def accessories(cell: str) -> list[str]:
    """What comes with it, between commas or semicolons."""
    found = [word.strip() for word in cell.replace(";", ",").replace("\n", ",").split(",")]
    if any(len(word) > LONGEST_ACCESSORY for word in found):
        told = gettext("Each thing must be %(most)d characters or less, with a comma after it.")
        raise Refused(told % {"most": LONGEST_ACCESSORY})
    return [word for word in found if word]


TAG = Column(
    name="asset_tag",
    label=_("Asset tag"),
    hint=_("By which it is found. A device that is new needs one."),
    example="BC-01432",
    synonyms=("Tag", "Asset number", "Asset no", "Asset ID", "Asset", "Barcode"),
    read=tag,
)
SERIAL = Column(
    name="serial",
    label=_("Serial number"),
    hint=_("By which it is found where there is no asset tag."),
    example="C02XL0AAJGH5",
    synonyms=("Serial", "Serial no", "S/N", "Service tag"),
    read=serial,
)
KIND = Column(
    name="kind",
    label=_("Kind"),
    hint=_("One of the council’s kinds of device. A device that is new needs one."),
    example="Laptop",
    synonyms=("Type", "Category", "Device type", "Asset type", "Asset category"),
    read=cells.words(50),
)
MODEL = Column(
    name="model",
    label=_("Model"),
    hint=_("A device that is new needs one."),
    example="Latitude 5440",
    synonyms=("Model name", "Device model"),
    read=cells.words(80),
)
IMEI = Column(
    name="imei",
    label=_("IMEI"),
    hint=_("15 digits. Format the column as text, or the spreadsheet cuts it short."),
    synonyms=("IMEI number", "IMEI 1"),
    read=imei,
)
WARRANTY = Column(
    name="warranty_ends_on",
    label=_("Warranty until"),
    example="31/3/2029",
    synonyms=("Warranty", "Warranty end", "Warranty ends", "Warranty expires", "Warranty expiry"),
    read=cells.day,
    reads_days=True,
)
OWNERSHIP = Column(
    name="ownership",
    label=_("Ownership"),
    hint=_("Council, or personal for a councillor’s own. Council, if it does not say."),
    example="Council",
    synonyms=("Owner", "Owned by", "Owner type"),
    read=cells.choice(
        Ownership,
        {
            "corporate": Ownership.COUNCIL,
            "company": Ownership.COUNCIL,
            "unknown": Ownership.COUNCIL,
            "byod": Ownership.PERSONAL,
            "own": Ownership.PERSONAL,
        },
    ),
)
HOLDER = Column(
    name="holder",
    label=_("Holder’s email"),
    hint=_("Of the councillor who has it. They are asked to accept a device that is in stock."),
    example="c.smart@council.example",
    synonyms=(
        "Holder",
        "Email",
        "User",
        "Assigned to",
        "Councillor",
        "Primary user UPN",
        "Primary user email address",
    ),
    read=cells.email,
)
COMPLIANCE = Column(
    name="compliance",
    label=_("Compliance"),
    hint=_("Of a personal device: compliant or not compliant."),
    read=cells.choice(
        Compliance,
        {
            "noncompliant": Compliance.NON_COMPLIANT,
            "in grace period": Compliance.COMPLIANT,
            "not evaluated": Compliance.UNKNOWN,
            "config manager": Compliance.UNKNOWN,
            "error": Compliance.UNKNOWN,
        },
    ),
)
NAME = Column(
    name="device_name",
    label=_("Device name"),
    hint=_("Becomes the asset tag of a device that is new and has none."),
    synonyms=("Computer name", "Hostname"),
    read=cells.words(100),
)
SYSTEM = Column(
    name="system",
    label=_("Operating system"),
    hint=_("Says what kind a device is, where nothing else does."),
    synonyms=("OS",),
    read=cells.words(100),
)
DETAILS = (
    Column(
        name="make",
        label=_("Make"),
        example="Dell",
        synonyms=("Manufacturer", "Brand", "Vendor"),
        read=cells.words(50),
    ),
    MODEL,
    SERIAL,
    IMEI,
    Column(
        name="phone_number",
        label=_("Telephone number of the SIM"),
        synonyms=("Phone number", "Telephone number", "Mobile number", "Phone", "MSISDN"),
        read=phone,
    ),
    Column(
        name="sim_number",
        label=_("Number of the SIM card"),
        synonyms=("SIM", "SIM number", "SIM card", "ICCID"),
        read=cells.named(22),
    ),
    Column(
        name="accessories",
        label=_("What comes with it"),
        hint=_("With commas between."),
        example="charger, case",
        synonyms=("Accessories",),
        read=accessories,
    ),
    Column(
        name="value",
        label=_("Value when it was bought"),
        example="£849.99",
        synonyms=("Value", "Cost", "Price", "Purchase cost", "Purchase price"),
        read=partial(cells.money, most=10_000_000),
    ),
    Column(
        name="purchased_on",
        label=_("Bought on"),
        example="1/4/2026",
        synonyms=("Purchased", "Purchased on", "Purchase date", "Date bought"),
        read=bought,
        reads_days=True,
    ),
    WARRANTY,
    Column(
        name="notes",
        label=_("Notes of the desk"),
        hint=_("Never about people or their cases."),
        synonyms=("Notes", "Comments"),
        read=cells.words(4_000),
    ),
)
"""What is described of a device in words of its own row."""
COLUMNS = (TAG, KIND, *DETAILS, OWNERSHIP, HOLDER, COMPLIANCE, NAME, SYSTEM)

INTUNE = KnownExport(
    title=_("Microsoft Intune: Devices, All devices, Export"),
    headings=["Device name", "Serial number", "Primary user UPN", "Ownership", "Compliance", "OS"],
    columns=[
        ("Device name", "device_name"),
        ("Serial number", "serial"),
        ("Manufacturer", "make"),
        ("Model", "model"),
        ("IMEI", "imei"),
        ("Phone number", "phone_number"),
        ("ICCID", "sim_number"),
        ("Ownership", "ownership"),
        ("Primary user UPN", "holder"),
        ("Compliance", "compliance"),
        ("OS", "system"),
    ],
)
