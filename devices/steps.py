"""What can be done with a device now, by whom: the buttons on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from devices.models import PERSONAL, DeviceStatus

if TYPE_CHECKING:
    from collections.abc import Set

    from django_stubs_ext import StrOrPromise

    from councilgov.people.models import User
    from devices.models import Device


class Step(NamedTuple):
    """A button: its words, and the page to which it leads."""

    text: StrOrPromise
    href: str


class Rule(NamedTuple):
    """In which statuses which right offers which page.

    Its address takes the asset tag, or its form does where ``field`` names the box.
    """

    statuses: Set[str]
    right: Right
    text: StrOrPromise
    page: str
    field: str = ""

    def address(self, device: Device) -> str:
        if self.field:
            return reverse(self.page, query={self.field: device.asset_tag})
        return reverse(self.page, args=[device.asset_tag])


LABELLED = frozenset(DeviceStatus) - PERSONAL - {DeviceStatus.DISPOSED, DeviceStatus.WRITTEN_OFF}
"""Here, and the council’s."""

STEPS = (
    Rule(
        {DeviceStatus.IN_STOCK},
        Right.ISSUE_DEVICES,
        _("Issue it"),
        "devices:issue_devices",
        "devices",
    ),
    Rule(
        {DeviceStatus.IN_STOCK, DeviceStatus.WIPED, DeviceStatus.REPLACED},
        Right.KEEP_DEVICES,
        _("Dispose of it"),
        "devices:dispose",
    ),
    Rule(
        LABELLED,
        Right.PRINT_LABELS,
        _("Print its label"),
        "devices:print_label",
    ),
    Rule(
        frozenset(DeviceStatus) - {DeviceStatus.DISPOSED},
        Right.KEEP_DEVICES,
        _("Change the details"),
        "devices:change_device",
    ),
)
"""In the order of their buttons."""


def steps(device: Device, user: User) -> list[Step]:
    """What this person may do with it now."""
    return [
        Step(rule.text, rule.address(device))
        for rule in STEPS
        if device.status in rule.statuses and user.has_perm(rule.right)
    ]
