"""What the portal knows of the devices and people in a file: a few queries for all its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from councilgov.imports.cells import plain
from councilgov.people.models import Council, User
from devices.models import Device, Kind, Label, Loss, Terms
from devices.numbers import SerialKey, serial_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from django.db.models import QuerySet

    from councilgov.imports.importables import Row

AT_ONCE = 5_000
"""Numbers that one query looks for."""


@dataclass(frozen=True, slots=True)
class Known:
    """What there is, by what a row may call it."""

    kinds: Mapping[str, Kind]
    by_tag: Mapping[str, Device]
    by_serial: Mapping[str, Sequence[Device]]  # by what is left of one without look-alikes
    by_imei: Mapping[str, Device]
    on_labels: Mapping[str, Device]  # by the number on the label that was put on it
    people: Mapping[str, User]
    in_office: Set[int]
    has_terms: bool
    allows_personal: bool
    in_cases: Set[int]  # devices that are lost, or found and not checked


def find(rows: Sequence[Row], *, lock: bool) -> Known:
    """Everything that these rows may be about."""
    devices = _devices(rows, lock=lock)
    by_serial: dict[str, list[Device]] = {}
    for device in devices:
        by_serial.setdefault(serial_key(device.serial), []).append(device)
    by_serial.pop("", None)
    emails = _said(rows, "holder")
    people = {person.email: person for person in _in_parts(User.objects.all(), "email", emails)}
    serving = User.objects.councillors(timezone.now())
    return Known(
        kinds={plain(kind.name): kind for kind in Kind.objects.all()},
        by_tag={device.asset_tag: device for device in devices},
        by_serial=by_serial,
        by_imei={device.imei: device for device in devices if device.imei},
        on_labels=_on_labels(rows, lock=lock),
        people=people,
        in_office=set(serving.values_list("pk", flat=True)),
        has_terms=Terms.objects.exists(),
        allows_personal=Council.objects.the().allows_personal_devices,
        in_cases=set(Loss.objects.open().values_list("device_id", flat=True)),
    )


def _devices(rows: Sequence[Row], *, lock: bool) -> list[Device]:
    """The devices that have one of these tags, serial numbers or IMEIs, or nearly."""
    tags = _tags(rows)
    keys = {serial_key(serial) for serial in _said(rows, "serial")} - {""}
    keyed = Device.objects.alias(key=SerialKey("serial"))
    found = {
        *_in_parts(Device.objects.values_list("pk", flat=True), "asset_tag", tags),
        *_in_parts(keyed.values_list("pk", flat=True), "key", keys),
        *_in_parts(Device.objects.values_list("pk", flat=True), "imei", _said(rows, "imei")),
    }
    seen = Device.objects.with_row()
    held = seen.select_for_update(of=("self",)).order_by("pk") if lock else seen
    return list(_in_parts(held, "pk", found))


def _on_labels(rows: Sequence[Row], *, lock: bool) -> dict[str, Device]:
    """The devices with a label that says one of these tags. Free ones are held too: nobody puts
    them on a device meanwhile.
    """
    seen = Label.objects.prefetch_related("device")  # a join would be of before we waited
    held = seen.select_for_update().order_by("pk") if lock else seen
    labels = _in_parts(held, "number", _tags(rows))
    return {label.number: label.device for label in labels if label.device}


def _tags(rows: Iterable[Row]) -> set[str]:
    """What may be the tag of a device."""
    return {*_said(rows, "asset_tag"), *(name.upper() for name in _said(rows, "device_name"))}


def _said(rows: Iterable[Row], name: str) -> set[str]:
    return {row.values[name] for row in rows if name in row.values}


def _in_parts(rows: QuerySet[Any, Any], name: str, values: Set[Any]) -> Iterator[Any]:
    """The rows in which the column is one of these values, in order of the values."""
    wanted = sorted(values)
    for at in range(0, len(wanted), AT_ONCE):
        yield from rows.filter(**{f"{name}__in": wanted[at : at + AT_ONCE]})
