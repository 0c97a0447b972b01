"""Devices enter the register and are described in it. What happens to them stands elsewhere."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from councilgov.ledger.actions import record, record_all
from councilgov.records import Refused, move_all
from devices.desk.actions import drop_tasks, end_tasks
from devices.machines import DEVICE_MOVES
from devices.models import (
    Assignment,
    AssignmentEnd,
    DeskTask,
    Device,
    DeviceStatus,
    Kind,
    Label,
    Loss,
    Ownership,
    TaskKind,
    TaskStatus,
)
from devices.numbers import tidy_imei

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User
    from devices.device import DeviceQuerySet

logger = logging.getLogger(__name__)

MOST = 2_000
"""Devices that are disposed of at once: one request moves them all."""
FIELDS = (
    "kind",
    "make",
    "model",
    "serial",
    "imei",
    "phone_number",
    "sim_number",
    "accessories",
    "value",
    "purchased_on",
    "warranty_ends_on",
    "notes",
)
"""What is described of a device and may be corrected at any time."""


@transaction.atomic
def add_device(
    *, asset_tag: str, by: User | None, is_another: bool = False, **details: Any
) -> Device:
    """A device of the council enters the register, in stock.

    ``details`` are of ``FIELDS``. Raises ``Refused`` for a tag, serial number or IMEI that is
    there, for a tag that stands on the label of another device, and for a serial number that
    differs from one only by what is misread on a label, unless ``is_another`` says that these are
    two devices.
    """
    device = Device(asset_tag=asset_tag.strip().upper(), ownership=Ownership.COUNCIL)
    check_tag(device.asset_tag)
    _describe(device, details)
    check_serial(device, is_another=is_another)
    device.keep(by=by, why="Added")
    record(kind="devices.added", actor=by, subject=device, facts={"asset_tag": device.asset_tag})
    logger.info("Device added", extra={"device": device.pk})
    return device


@transaction.atomic
def change_device(*, device: Device, by: User, is_another: bool = False, **details: Any) -> Device:
    """The description of a device is corrected. Raises ``Refused`` as ``add_device`` does.

    What turns out to hold no data is not to be wiped.
    """
    device = Device.objects.locked(device)
    before = device.serial
    _describe(device, details)
    if device.serial != before:
        check_serial(device, is_another=is_another)
    if not device.kind.holds_data:
        end_tasks(about=device, kinds=[TaskKind.WIPE], to=TaskStatus.DROPPED, by=by)
    return device.keep(by=by, why="Details changed")


def _describe(device: Device, details: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in details:
            value = details[name]
            setattr(device, name, value.strip() if isinstance(value, str) else value)
    device.imei = tidy_imei(device.imei)


def check_tag(asset_tag: str) -> None:
    """Raise ``Refused`` if a label with this number was put on a device. A free label with it is
    held until the transaction ends, so that nobody puts it on another device meanwhile.
    """
    numbered = Label.objects.filter(number=asset_tag).exclude(number="")
    label = numbered.select_for_update().first()  # a join would be of before we waited
    if label and label.device:
        raise Refused(
            _("The number %(tag)s stands on the label of %(device)s. Choose another asset tag.")
            % {"tag": asset_tag, "device": label.device},
            field="asset_tag",
            way=label.device.own_page,
        )


def check_serial(device: Device, *, is_another: bool) -> None:
    """Raise ``Refused`` if the serial number is that of another device, or is easily taken for it:
    O and 0, I and 1 look alike on a label.
    """
    twins = Device.objects.like_serial(device.serial).exclude(pk=device.pk)
    twin = twins.first()
    if twin is None:
        return
    if any(row.serial.upper() == device.serial.upper() for row in twins):
        told = _("%(device)s has this serial number already.")
        raise Refused(told % {"device": twin}, field="serial", way=twin.own_page)
    if not is_another:
        raise Refused(
            _(
                "%(device)s has the serial number %(serial)s, which looks like this one. "
                "Compare them letter by letter. If they are two devices, tick this box."
            )
            % {"device": twin, "serial": twin.serial},
            field="is_another",
            way=twin.own_page,
        )


@transaction.atomic
def dispose(*, device: Device, how: str, by: User) -> Device:
    """A device leaves the council for good, wiped if it held data ("Wiped" to "Disposed of").

    ``how`` says by whom, and the number of the certificate of destruction if there is one. Raises
    ``Refused`` for one that was not wiped, and for what was written off as missing.
    """
    device = Device.objects.locked(device)
    check_may_go(device)
    device.move(DeviceStatus.DISPOSED, by=by, why=gettext_noop("Disposal"))
    record(
        kind="devices.disposed",
        actor=by,
        subject=device,
        facts={"asset_tag": device.asset_tag},
        names={"how": how.strip()},
    )
    return device


def check_may_go(device: Device) -> None:
    """Raise ``Refused`` unless it may go as it is: here, and wiped if it held data."""
    device.check_move(DeviceStatus.DISPOSED, gettext_noop("Disposal"))
    check_somewhere(Device.objects.filter(pk=device.pk))
    if is_to_be_wiped(device):
        raise Refused(
            _("Wipe it first: a device that held data is disposed of only when it is wiped."),
            way=device.own_page,
        )


def check_somewhere(devices: DeviceQuerySet) -> None:
    """Raise ``Refused`` for what was lost or stolen and then written off: nobody has it here."""
    gone = devices.filter(pk__in=Loss.objects.never_found().values("device"))
    if first := gone.order_by("asset_tag").first():
        raise Refused(
            _("%(device)s was written off as missing. If it was found, say so in its case first.")
            % {"device": first},
            way=first.own_page,
        )


def is_to_be_wiped(device: Device) -> bool:
    """Whether the data of somebody who had it may be on it: then nobody else may have it."""
    return device.kind.holds_data and device.status != DeviceStatus.WIPED and was_held(device)


def was_held(device: Device) -> bool:
    """Whether anybody had it since it was last wiped, or ever."""
    return held_since_wiped(Device.objects.filter(pk=device.pk)).exists()


def held_since_wiped(devices: DeviceQuerySet) -> DeviceQuerySet:
    """Those that somebody had since they were last wiped, or ever. On record by mistake, nobody had
    them.
    """
    of_it = Device.history.filter(id=OuterRef("pk"), status=DeviceStatus.WIPED)
    wiped = Subquery(of_it.order_by("-history_date").values("history_date")[:1])
    had = Assignment.objects.exclude(ended_because=AssignmentEnd.CORRECTED)
    held = had.filter(device=OuterRef("pk"))
    since = held.filter(began_at__gt=OuterRef("wiped_at"))
    return devices.alias(wiped_at=wiped).filter(
        Q(wiped_at=None) & Exists(held) | Q(wiped_at__isnull=False) & Exists(since)
    )


@transaction.atomic
def dispose_all(*, devices: DeviceQuerySet, how: str, by: User) -> int:
    """Many devices leave the council for good, by the rules of ``dispose``: all of them, or none.

    A number of statements that does not grow with them. How many. Raises ``Refused`` for the
    first that may not go, and how many there are, and for more than ``MOST``.
    """
    held = devices.order_by("pk").values_list("pk", flat=True)[: MOST + 1]
    chosen = Device.objects.filter(pk__in=list(held))
    list(chosen.select_for_update(of=("self",)).order_by("pk"))  # judged as they are moved
    check_disposable(chosen)
    rows = move_all(chosen, DeviceStatus.DISPOSED, by=by, why=gettext_noop("Disposal"))
    together = record(
        kind="devices.disposal",
        actor=by,
        subject=rows[0],
        facts={"devices": len(rows)},
        names={"how": how.strip()},
    )
    facts: list[tuple[Device, dict[str, JSON]]] = [
        (row, {"asset_tag": row.asset_tag, "disposal": together.pk}) for row in rows
    ]
    record_all(kind="devices.disposed", actor=by, facts=facts)
    logger.info("Devices disposed of", extra={"devices": len(rows)})
    return len(rows)


def check_disposable(devices: DeviceQuerySet) -> None:
    """Raise ``Refused`` unless each of them may leave the council as it is."""
    chosen = devices.count()
    if not chosen:
        raise Refused(_("Choose at least one device."))
    if chosen > MOST:
        raise Refused(_("Dispose of at most 2,000 devices at once. Choose fewer."))
    may_go = [status for status, to in DEVICE_MOVES.items() if DeviceStatus.DISPOSED in to]
    stuck = devices.exclude(status__in=may_go)
    if count := stuck.count():
        told = ngettext(
            "%(n)s of them can’t be disposed of as it is: %(first)s is %(status)s. "
            "Filter the register by status first.",
            "%(n)s of them can’t be disposed of as they are: %(first)s is %(status)s. "
            "Filter the register by status first.",
            count,
        )
        raise Refused(told % _first_of(stuck, count))
    check_somewhere(devices)
    holding = devices.filter(kind__holds_data=True).exclude(status=DeviceStatus.WIPED)
    unwiped = held_since_wiped(holding)
    if count := unwiped.count():
        told = ngettext(
            "%(n)s of them held data and was not wiped: %(first)s. Wipe it first.",
            "%(n)s of them held data and were not wiped: %(first)s and others. Wipe them first.",
            count,
        )
        raise Refused(told % _first_of(unwiped, count))


def _first_of(devices: DeviceQuerySet, count: int) -> dict[str, object]:
    first = devices.order_by("asset_tag")[0]
    return {"n": count, "first": first, "status": first.get_status_display().lower()}


@transaction.atomic
def add_kind(
    *,
    name: str,
    holds_data: bool,
    has_imei: bool,
    accessories: Sequence[str],
    life_months: int,
    by: User | None,
) -> Kind:
    """A kind of device, with what usually comes with it and how long it lasts."""
    return Kind(
        name=name.strip(),
        holds_data=holds_data,
        has_imei=has_imei,
        accessories=list(accessories),
        life_months=life_months,
    ).keep(by=by, why="Kind added")


@transaction.atomic
def change_kind(*, kind: Kind, by: User, **details: Any) -> Kind:
    """A kind is described anew. Devices keep what came with them. Where it turns out to hold no
    data, none of them is to be wiped.
    """
    kind = Kind.objects.locked(kind)
    for name, value in details.items():
        setattr(kind, name, value)
    if not kind.holds_data:
        to_wipe = DeskTask.objects.open().filter(kind=TaskKind.WIPE)
        drop_tasks(about=list(Device.objects.filter(kind=kind, desk_tasks__in=to_wipe)), by=by)
    return kind.keep(by=by, why="Kind changed")
