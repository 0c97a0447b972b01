"""What became of a device, from its history."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.forms.timeline import Event, newest_first
from devices.models import DeviceStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.models import Device

MOST = 200
"""Rows of history that the page shows; the newest."""


def timeline(device: Device) -> list[Event]:
    """Newest first. A number of queries that does not grow with what happened."""
    return newest_first(_changes(device))


def _changes(device: Device) -> Iterator[Event]:
    rows = device.history.select_related("history_user", "holder").order_by("-history_id")
    newest = list(rows[: MOST + 1])
    shown = list(reversed(newest)) if len(newest) > MOST else [None, *reversed(newest)]
    for before, after in pairwise(shown):
        who = after.history_user.full_name if after.history_user else ""
        if before is None or before.status != after.status:
            status = str(DeviceStatus(after.status).label)
            yield Event(after.history_date, status, who, _(after.history_change_reason or ""))
        elif before.holder_id == after.holder_id:
            yield Event(after.history_date, _("Details changed"), who, is_routine=True)
