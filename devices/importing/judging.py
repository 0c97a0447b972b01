"""What becomes of each row of a file about devices: judged alike to check and to import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.imports.cells import in_words, plain
from councilgov.imports.importables import Change, Outcome, Verdict, refuse_repeated, twins
from devices.importing.columns import (
    COMPLIANCE,
    DETAILS,
    HOLDER,
    IMEI,
    KIND,
    MODEL,
    OWNERSHIP,
    SERIAL,
    TAG,
    WARRANTY,
    Compliance,
    sentence,
)
from devices.importing.finding import find
from devices.models import MISSING, Device, DeviceStatus, Ownership
from devices.numbers import serial_key, validate_tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.imports.importables import Row
    from councilgov.people.models import User
    from devices.importing.finding import Known

SYSTEMS = (
    ("iphone", "mobilephone"),
    ("ipad", "tablet"),
    ("tablet", "tablet"),
    ("android", "mobilephone"),
    ("ios", "mobilephone"),
    ("windows", "laptop"),
    ("macos", "laptop"),
    ("chromeos", "laptop"),
)
"""A word in the model or operating system, and the kind that it tells of: the first that fits."""
STATUSES = {
    Compliance.COMPLIANT.value: DeviceStatus.ENROLLED,
    Compliance.NON_COMPLIANT.value: DeviceStatus.NON_COMPLIANT,
}
"""Where a personal device stands that is, or is not, as the council's rules want it."""
AT_HAND = frozenset(STATUSES.values())
"""The desk alone says that a device is set up which a councillor asked it to set up."""
NEVER_OF_OWN = frozenset({"serial", "imei", "phone_number", "sim_number"})
"""Numbers of a councillor's own device and contract, for which the council does not ask."""
LOST_TO_US = MISSING | {DeviceStatus.WRITTEN_OFF, DeviceStatus.DISPOSED, DeviceStatus.RELEASED}


@dataclass(slots=True)
class Plan:
    """A device as it will be, and to whom it is then issued."""

    device: Device
    issue_to: User | None = None


def judge(rows: Sequence[Row], *, by: User, lock: bool) -> Sequence[Verdict]:  # noqa: ARG001  # the register is everybody's
    """What becomes of each row, with a few queries for all of them."""
    refuse_repeated(rows, IMEI)
    for one, twin in twins(rows, lambda row: serial_key(row.values.get(SERIAL.name, ""))):
        told = {"row": twin.number, "serial": twin.values[SERIAL.name]}
        alike = _("Row %(row)d has the serial number %(serial)s. O and 0, I and 1 look alike.")
        one.refuse(alike % told, SERIAL.name)
    known = find(rows, lock=lock)
    verdicts = [Judging(row, known).verdict() for row in rows]
    tags = {id(verdict.row): verdict.plan.device.asset_tag for verdict in verdicts}
    for one, twin in twins(rows, lambda row: tags[id(row)]):
        told_of = _("Row %(row)d is about the same device. Leave one of them out.")
        one.refuse(told_of % {"row": twin.number}, TAG.name)
    return verdicts


class Judging:
    """One row, held against what is known."""

    def __init__(self, row: Row, known: Known) -> None:
        self.row, self.known = row, known
        self.values = row.values
        self.changes: list[Change] = []

    def verdict(self) -> Verdict:
        device, is_new = self.device()
        self.whose(device, is_new=is_new)
        self.describe(device, is_new=is_new)
        self.comply(device, is_new=is_new)
        self.compare_numbers(device)
        plan = Plan(device, self.issue_to(device))
        outcome = Outcome.UPDATE if self.changes else Outcome.UNCHANGED
        make = "" if device.model.startswith(device.make) else device.make
        what = " ".join(word for word in (device.asset_tag, make, device.model) if word)
        return Verdict(self.row, Outcome.CREATE if is_new else outcome, what, self.changes, plan)

    def need(self, told: str, column: str) -> None:
        """Say what is missing, unless something is there, and wrong."""
        if all(fault.column != column for fault in self.row.faults):
            self.row.refuse(told, column)

    # Which device

    def device(self) -> tuple[Device, bool]:
        """The device that the row is about, and whether it is new."""
        tag, serial = self.values.get(TAG.name), self.values.get(SERIAL.name)
        same = self.of_serial(serial) if serial else None
        if tag is None:
            found = same or self.own_by_name()
            return (found, False) if found else (self.named_device(), True)
        tagged = self.known.by_tag.get(tag)
        if same and same is not tagged:
            told = _("%(device)s has this serial number. Compare the labels of both.")
            self.row.refuse(told % {"device": same}, SERIAL.name)
        return (tagged, False) if tagged else (self.tagged_anew(tag, TAG.name), True)

    def tagged_anew(self, tag: str, column: str) -> Device:
        """A new device of this tag, unless the tag stands on the label of another."""
        if other := self.known.on_labels.get(tag):
            told = _("This number stands on the label of %(device)s. Compare them.")
            self.row.refuse(told % {"device": other}, column)
        return Device(asset_tag=tag)

    def of_serial(self, serial: str) -> Device | None:
        alike = self.known.by_serial.get(serial_key(serial), ())
        return next((one for one in alike if one.serial.upper() == serial.upper()), None)

    def own_by_name(self) -> Device | None:
        """A personal device has no serial number here: a list without tags knows it by its name."""
        named = self.known.by_tag.get(self.values.get("device_name", "").upper())
        asked = self.values.get(OWNERSHIP.name), self.values.get(HOLDER.name)
        is_same = named and named.holder and asked == (Ownership.PERSONAL, named.holder.email)
        return named if is_same else None

    def named_device(self) -> Device:
        """A new device without a tag gets its name as its tag, if it can be one."""
        name = self.values.get("device_name", "").upper()
        if not name:
            self.need(_("A device that is new needs an asset tag."), TAG.name)
            return Device()
        try:
            validate_tag(name)
        except ValidationError as error:
            self.row.refuse(sentence(error), "device_name")
        if other := self.known.by_tag.get(name):
            told = _("There is %(device)s. Add a column with the asset tags, or compare them.")
            self.row.refuse(told % {"device": other}, "device_name")
        return self.tagged_anew(name, "device_name")

    # What it is

    def describe(self, device: Device, *, is_new: bool) -> None:
        """Take over what the row says of it."""
        if device.is_gone:
            told = _("%(device)s is %(status)s, and is not changed any more.")
            self.row.refuse(told % told_of(device), TAG.name)
        self.kind(device, is_new=is_new)
        for column in DETAILS:
            is_kept = not (device.is_personal and column.name in NEVER_OF_OWN)
            if is_kept and column.name in self.values:
                self.change(device, column.name, column.label, self.values[column.name])
        if not device.model:
            self.need(_("A device that is new needs a model."), MODEL.name)
        if is_backwards(device):
            told = _("The warranty can’t end before the device was bought.")
            self.row.refuse(told, WARRANTY.name)

    def kind(self, device: Device, *, is_new: bool) -> None:
        asked = self.values.get(KIND.name)
        kind = self.known.kinds.get(
            plain(asked) if asked else self.kind_of_system() if is_new else ""
        )
        if asked and kind is None:
            told = _("There is no kind of this name. The kinds are: %(kinds)s.")
            kinds = ", ".join(kind.name for kind in self.known.kinds.values())
            self.row.refuse(told % {"kinds": kinds}, KIND.name)
        elif kind is None and is_new:
            self.need(_("A device that is new needs a kind."), KIND.name)
        elif kind and (is_new or kind.pk != device.kind_id):
            before = "" if is_new else device.kind.name
            self.changes.append(Change(str(KIND.label), before, kind.name))
            device.kind = kind

    def kind_of_system(self) -> str:
        words = f"{self.values.get('model', '')} {self.values.get('system', '')}".casefold()
        return next((kind for word, kind in SYSTEMS if word in words), "")

    def change(self, device: Device, name: str, label: object, after: object) -> None:
        before = getattr(device, name)
        is_same = same_words(before, after) if name == SERIAL.name else before == after
        if not is_same:
            self.changes.append(Change(str(label), shown(before), shown(after)))
            setattr(device, name, after)

    def compare_numbers(self, device: Device) -> None:
        """No other device has this IMEI, or a serial number that is taken for this one."""
        for other in self.known.by_serial.get(serial_key(self.values.get(SERIAL.name, "")), ()):
            if other is not device and not same_words(other.serial, self.values[SERIAL.name]):
                told = _(
                    "%(device)s has the serial number %(serial)s. O and 0, I and 1 look alike: "
                    "compare them. If they are two devices, add this one by hand."
                )
                facts = {"device": other, "serial": other.serial}
                self.row.refuse(told % facts, SERIAL.name)
        twin = self.known.by_imei.get(self.values.get(IMEI.name, ""))
        if twin and twin is not device:
            self.row.refuse(_("%(device)s has this IMEI.") % {"device": twin}, IMEI.name)

    # Whose it is, and who has it

    def whose(self, device: Device, *, is_new: bool) -> None:
        """Whose it is never changes. A personal device that is new was set up before the portal
        came: it stands there as it is, its owner is told, and asked to sign or to end it. Where the
        council has decided against personal devices, none is taken in.
        """
        asked = self.values.get(OWNERSHIP.name)
        if is_new:
            device.ownership = asked or Ownership.COUNCIL
            if device.is_personal:
                device.status = DeviceStatus.ENROLLED
            if device.is_personal and not self.known.allows_personal:
                told = _("This council does not set up personal devices.")
                self.row.refuse(told, OWNERSHIP.name)
        elif asked and asked != device.ownership:
            told = _("In the register it is %(owner)s. That is not changed by a file.")
            owner = {"owner": device.get_ownership_display().lower()}
            self.row.refuse(told % owner, OWNERSHIP.name)

    def comply(self, device: Device, *, is_new: bool) -> None:
        """A personal device keeps to the council's rules, or does not."""
        to = STATUSES.get(self.values.get(COMPLIANCE.name, ""))
        if to and device.is_personal and (is_new or self.may_go(device, to)):
            before = "" if is_new else device.get_status_display()
            device.status, device.moved_at = to, timezone.now()
            self.changes.append(Change(str(COMPLIANCE.label), before, str(to.label)))

    def may_go(self, device: Device, to: DeviceStatus) -> bool:
        """What is lost, or released, or was found and is to be checked stays so, whatever another
        system says of it.
        """
        if device.pk in self.known.in_cases:
            return False
        return device.status in AT_HAND and to in device.MOVES[device.status]

    def issue_to(self, device: Device) -> User | None:
        """Who is asked to accept it; a personal device is simply theirs."""
        asked = self.values.get(HOLDER.name)
        person = self.known.people.get(asked or "")
        if refusal := self.why_not(device, asked, person):
            self.row.refuse(refusal, HOLDER.name)
            return None
        if person is None or device.holder_id == person.pk:
            return None
        label = _("Owner") if device.is_personal else _("Issued to")
        self.changes.append(Change(label, "", person.full_name))
        if device.is_personal:
            device.holder = person
            return None
        return person

    def why_not(self, device: Device, asked: str | None, person: User | None) -> str:
        """Why this person can't have it, in words; empty if nothing stands in the way."""
        if asked is None:
            is_nobodys = device.is_personal and device.holder is None
            return _("A personal device needs its owner’s email.") if is_nobodys else ""
        if person is None:
            return _("Nobody has an account with this address. Correct it, or leave it empty.")
        if device.status in LOST_TO_US:
            told = _("%(device)s is %(status)s. If it was found, record that first.")
            return told % told_of(device)
        if device.holder_id == person.pk:
            return ""
        return self.why_not_issued(device, person)

    def why_not_issued(self, device: Device, person: User) -> str:
        if device.holder:
            told = _("%(name)s has it. Record that it was handed back first.")
            return told % {"name": device.holder.full_name}
        if person.pk not in self.known.in_office:
            told = _("%(name)s is not in office now.")
            return told % {"name": person.full_name}
        if device.is_personal:
            return ""
        if device.status != DeviceStatus.IN_STOCK:
            told = _("%(device)s is %(status)s. Put it in stock first.")
            return told % told_of(device)
        return "" if self.known.has_terms else _("Publish the terms of equipment first.")


def told_of(device: Device) -> dict[str, object]:
    return {"device": device, "status": device.get_status_display().lower()}


def is_backwards(device: Device) -> bool:
    bought, ends = device.purchased_on, device.warranty_ends_on
    return bool(bought and ends and ends < bought)


def same_words(one: object, other: object) -> bool:
    """Alike but for capitals."""
    return str(one).upper() == str(other).upper()


def shown(value: object) -> str:
    return ", ".join(value) if isinstance(value, list) else in_words(value)
