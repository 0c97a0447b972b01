"""Labels are printed, put on devices, and replaced when they are lost.

A label says whose a device is and where to bring it. It tells nobody who holds it or what it is:
its QR code is a random token.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from councilgov.ledger.actions import record
from councilgov.ledger.statements import new_code
from councilgov.records import Refused, keep_all
from devices.keeping.actions import add_device
from devices.models import Device, Label, LabelBatch

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User
    from devices.labelling.layouts import Sheet

logger = logging.getLogger(__name__)

MOST_AHEAD = 650
"""Labels without devices that are printed at once: ten sheets of the small ones."""

MOST = 2_000
"""Labels of devices that are printed at once: 96 sheets of the large ones."""

LONGEST = 20
"""Letters of a tag, and so of a number that may become one."""


@transaction.atomic
def print_labels(
    *, devices: Iterable[Device], sheet: Sheet, start: int, by: User, anew: bool = False
) -> LabelBatch:
    """Labels for these devices on one batch of sheets, in the order of their tags.

    A device keeps its label: it is printed again, with the same code. With ``anew`` it gets
    another, and the old one no longer leads to it. A number of statements that does not grow with
    the devices. Raises ``Refused`` for none, and for what has left the council or is not its own.
    """
    asked = [device.pk for device in devices]
    held = Device.objects.filter(pk__in=asked).select_for_update().order_by("pk")
    rows = sorted(held, key=lambda device: device.asset_tag)
    check_labellable(rows)
    batch = _begin(sheet, start, by)
    live = Label.objects.live().filter(device__in=rows).select_for_update(of=("self",))
    had = {} if anew else {label.device_id: label for label in live.select_related("device")}
    if anew:
        _retire(list(live), by=by)
    again: list[Label] = []
    new: list[Label] = []
    for position, device in enumerate(rows):
        label = had.get(device.pk)
        (again if label else new).append(
            _placed(label or Label(token=new_code(), device=device), batch, position)
        )
    keep_all(again, by=by, why="Label printed again", fields=["batch", "position"])
    keep_all(new, by=by, why="Label printed")
    return _printed(batch, len(rows), by=by)


def check_labellable(devices: Sequence[Device]) -> None:
    """Raise ``Refused`` unless all of them are the council's and here to stay."""
    if not devices:
        raise Refused(_("Choose at least one device."))
    if len(devices) > MOST:
        raise Refused(_("Print at most 2,000 labels at once. Choose fewer devices."))
    for device in devices:
        if device.is_personal:
            raise Refused(
                _(
                    "%(device)s is the councillor’s own: it gets no label of the council. Filter "
                    "the register by whose they are first."
                )
                % {"device": device},
                way=device.own_page,
            )
        if device.is_gone:
            raise Refused(
                _("%(device)s has left the council: it gets no label.") % {"device": device},
                way=device.own_page,
            )


@transaction.atomic
def print_unclaimed(*, first: str, count: int, sheet: Sheet, start: int, by: User) -> LabelBatch:
    """Labels for devices that are still to come, with numbers that count up from the first.

    Whoever puts one on a device scans it and says on which. Raises ``Refused`` for a number that
    is on a label or is the tag of a device.
    """
    numbers = numbers_from(first, count)
    check_free(numbers)
    batch = _begin(sheet, start, by)
    rows = [
        _placed(Label(token=new_code(), number=number), batch, position)
        for position, number in enumerate(numbers)
    ]
    keep_all(rows, by=by, why="Label printed ahead")
    return _printed(batch, count, by=by)


def numbers_from(first: str, count: int) -> list[str]:
    """BC-02000, BC-02001 and so on. Raises ``Refused`` if it does not end with a figure."""
    found = re.fullmatch(r"([A-Z0-9._-]*?)([0-9]+)", first.strip().upper())
    if found is None:
        raise Refused(
            _("The first number must end with a figure, like BC-02000, so that it can count up."),
            field="first",
        )
    before, figures = found.groups()
    numbers = [f"{before}{int(figures) + n:0{len(figures)}d}" for n in range(count)]
    if len(numbers[-1]) > LONGEST:
        raise Refused(_("These numbers are too long for a label."), field="first")
    return numbers


def check_free(numbers: Sequence[str]) -> None:
    """Raise ``Refused`` if one of them is a device's tag or stands on a label already."""
    tags = Device.objects.filter(asset_tag__in=numbers).values_list("asset_tag", flat=True)
    labels = Label.objects.filter(number__in=numbers).values_list("number", flat=True)
    taken = sorted({*tags, *labels})
    if taken:
        told = ngettext(
            "%(n)s of these numbers is taken: %(first)s. Begin after the last one.",
            "%(n)s of these numbers are taken: %(first)s and others. Begin after the last one.",
            len(taken),
        )
        raise Refused(told % {"n": len(taken), "first": taken[0]}, field="first")


@transaction.atomic
def claim_label(*, label: Label, device: Device, by: User) -> Label:
    """A label that was printed ahead is put on a device. The label it had before is replaced.

    Raises ``Refused`` if somebody has put it on another device meanwhile, and if its number is the
    asset tag of another: whoever types the number would mean that one.
    """
    device = Device.objects.locked(device)
    label = Label.objects.locked(label)
    check_unclaimed(label)
    check_labellable([device])
    tagged = Device.objects.filter(asset_tag=label.number).exclude(pk=device.pk).first()
    if tagged:
        raise Refused(
            _("%(device)s has the number on this label as its asset tag. Take another label.")
            % {"device": tagged},
            way=tagged.own_page,
        )
    _retire(list(Label.objects.filter(device=device).live().select_for_update()), by=by)
    label.device, label.claimed_at, label.claimed_by = device, timezone.now(), by
    label.keep(by=by, why="Label put on a device")
    logger.info("Label claimed", extra={"label": label.pk, "device": device.pk})
    return label


def check_unclaimed(label: Label) -> None:
    """Raise ``Refused`` for a label that was put on a device. (One that is on none is not
    replaced either: a label is only replaced on a device.)
    """
    if label.device:
        raise Refused(
            _("This label is on %(device)s already. Take another one.") % {"device": label.device},
            way=label.device.own_page,
        )


@transaction.atomic
def add_labelled(*, label: Label, by: User, **details: Any) -> Device:
    """A new device enters the register under a label that was printed ahead: both or neither."""
    device = add_device(by=by, **details)
    claim_label(label=label, device=device, by=by)
    return device


def _begin(sheet: Sheet, start: int, by: User) -> LabelBatch:
    batch = LabelBatch(sheet=sheet, start=start, printed_at=timezone.now(), printed_by=by)
    if start > batch.layout.size:
        raise Refused(
            _("This sheet has %(n)s labels: begin at one of them.") % {"n": batch.layout.size},
            field="start",
        )
    return batch.keep(by=by, why="Labels printed")


def _placed(label: Label, batch: LabelBatch, position: int) -> Label:
    label.batch, label.position = batch, position
    return label


def _retire(labels: Sequence[Label], *, by: User) -> None:
    for label in labels:
        label.retired_at, label.retired_by = timezone.now(), by
    keep_all(labels, by=by, why="Label replaced", fields=["retired_at", "retired_by"])


def _printed(batch: LabelBatch, count: int, *, by: User) -> LabelBatch:
    facts: dict[str, JSON] = {"sheet": batch.sheet, "labels": count}
    record(kind="devices.labels_printed", actor=by, subject=batch, facts=facts)
    logger.info("Labels printed", extra={"batch": batch.pk, "labels": count})
    return batch
