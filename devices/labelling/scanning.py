"""What a scan leads to, for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.urls import reverse

from councilgov.access import Right
from devices.models import Device, Label

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from councilgov.people.models import User


class Scanned(NamedTuple):
    """The page that is meant; none if there is nothing that this person may see."""

    page: str = ""
    is_replaced: bool = False


def scanned(typed: str, user: User) -> Scanned:
    """Of a tag, a serial number, an IMEI, the number on a label, or the address in its QR code."""
    label = Label.objects.with_row().of_code(typed).first()
    if label is None:
        tag = typed.upper()
        exact = Q(asset_tag=tag) | Q(serial__iexact=typed) | Q(imei=typed)
        device = Device.objects.visible_to(user).filter(exact).first() if typed else None
        if device:
            return Scanned(device.get_absolute_url())
        label = Label.objects.with_row().filter(number=tag).first() if typed else None
    return page_of(label, user) if label else Scanned()


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
