"""What the page of an incident shows of a device: its case, and whom one might reach through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from consent.models import Constituent
from devices.models import Loss

if TYPE_CHECKING:
    from collections.abc import Sequence

    from breaches.models import Incident, Reach
    from councilgov.people.models import User

MOST = 50
"""People whom the page names; more are a page of its own, which their councillor has."""


class Device(NamedTuple):
    """Of the device of an incident, as far as this person may know it."""

    loss: Loss | None
    reaches: Sequence[Reach]
    people: Sequence[Constituent]


def of_device(incident: Incident, user: User) -> Device | None:
    """Numbers to everybody who sees the incident; names only to the councillor whose people they
    are. None where no device is lost.
    """
    if incident.loss_id is None:
        return None
    loss = Loss.objects.visible_to(user).filter(pk=incident.loss_id).first()
    reaches = list(incident.reaches.select_related("channel"))
    mine = Constituent.objects.visible_to(user).filter(contacts__device=incident.device_id)
    return Device(loss, reaches, list(mine.distinct()[:MOST]))
