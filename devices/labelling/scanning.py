"""What a scan leads to, for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse

from councilgov.access import Right
from councilgov.forms.text import is_storable
from devices.labels import code_of, last_part
from devices.models import Device, Label

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.contrib.auth.models import AnonymousUser

    from councilgov.people.models import User


class Scanned(NamedTuple):
    """The page that is meant; none if there is nothing that this person may see."""

    page: str = ""
    is_replaced: bool = False


def scanned(typed: str, user: User) -> Scanned:
    """Of a tag, a serial number, an IMEI, the number on a label, or the address in its QR code."""
    if not is_storable(typed):
        return Scanned()
    label = Label.objects.with_row().of_code(typed).first()
    if label is None:
        tag = typed.upper()
        exact = Q(asset_tag=tag) | Q(serial__iexact=typed) | Q(imei=typed)
        device = Device.objects.visible_to(user).filter(exact).first() if typed else None
        if device:
            return Scanned(device.get_absolute_url())
        label = Label.objects.with_row().filter(number=tag).first() if typed else None
    return page_of(label, user) if label else Scanned()


def devices_of(scans: Collection[str]) -> Mapping[str, Device]:
    """The device that each of these scans means, read as ``scanned`` reads one, also from a whole
    address; nothing for what means none, or for a label that was replaced. As many queries for
    many scans as for one.
    """
    codes = {scan: code_of(scan) for scan in scans}
    tags = {scan: last_part(scan).upper() for scan in scans}
    on_labels = Label.objects.live().exclude(device=None).with_row()
    by_code = {row.token: row.device for row in on_labels.filter(token__in=set(codes.values()))}
    by_tag = _by_tag({tag for tag in tags.values() if tag})
    found = {scan: by_code.get(codes[scan]) or by_tag.get(tags[scan]) for scan in scans}
    return {scan: device for scan, device in found.items() if device}


def _by_tag(tags: Collection[str]) -> Mapping[str, Device]:
    """Devices by their tag; else by their serial number or IMEI, or the number on their label."""
    numbered = Label.objects.live().exclude(device=None).with_row().filter(number__in=tags)
    known = {row.number: row.device for row in numbered if row.device}
    spoken = Q(asset_tag__in=tags) | Q(serial_upper__in=tags) | Q(imei__in=tags)
    rows = list(Device.objects.alias(serial_upper=Upper("serial")).filter(spoken).with_row())
    known |= {row.imei: row for row in rows} | {row.serial.upper(): row for row in rows}
    return known | {row.asset_tag: row for row in rows}


def page_of(label: Label, user: User | AnonymousUser) -> Scanned:
    """Staff see the device, its holder theirs, and who prints labels one that is on none yet.

    Nobody else learns whether there is such a label.
    """
    if not user.is_authenticated:
        return Scanned()
    device = label.device
    if device is None:
        is_free = user.has_perm(Right.PRINT_LABELS) and not label.retired_at
        return Scanned(reverse("devices:claim_label", args=[label.pk]) if is_free else "")
    seen = Device.objects.visible_to(user).filter(pk=device.pk).exists()
    if not seen:
        return Scanned()
    is_staff = user.has_perm(Right.SEE_DEVICES)
    if label.retired_at and not is_staff:
        return Scanned()
    return Scanned(device.get_absolute_url(), is_replaced=bool(label.retired_at))
