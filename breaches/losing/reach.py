"""Whom somebody might reach through a device that its councillor no longer has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count

from breaches.models import Reach
from consent.constituents import KEPT
from consent.identifiers import Identifier
from consent.models import USABLE, Contact, ContactPermission
from councilgov.records import keep_all

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from breaches.models import Incident
    from councilgov.people.models import User
    from devices.models import Loss


def note_reach(incident: Incident, loss: Loss, *, by: User) -> None:
    """How many people stood in the contacts of whoever had it, for each channel and capacity, and
    with how many of them they were in touch on this very device. Three statements.
    """
    councillor = loss.councillor
    if councillor is None or not loss.holds_data:
        return
    kept, logged = _kept_by(councillor), _logged_on(loss)
    rows = [
        Reach(
            incident=incident,
            channel_id=channel,
            capacity=capacity,
            people=kept.get((channel, capacity), 0),
            logged=logged.get((channel, capacity), 0),
        )
        for channel, capacity in sorted({*kept, *logged})
    ]
    keep_all(rows, by=by, why="Reported")


def _kept_by(councillor: User) -> Mapping[tuple[int, str], int]:
    """Whom they may reach, by channel and capacity. A letter comes from no device."""
    rows = ContactPermission.objects.here().to_contact().filter(councillor=councillor)
    rows = rows.filter(status__in=USABLE).exclude(channel__identifier=Identifier.POSTAL)
    return _counted(rows, "constituent__capacity")


def _logged_on(loss: Loss) -> Mapping[tuple[int, str], int]:
    """With whom the log says that they were in touch on this device."""
    rows = Contact.objects.here().filter(councillor=loss.councillor, device=loss.device_id)
    return _counted(rows.filter(capacity__in=KEPT), "capacity")


def _counted(
    rows: QuerySet[ContactPermission] | QuerySet[Contact], capacity: str
) -> Mapping[tuple[int, str], int]:
    people = Count("constituent", distinct=True)
    found = rows.order_by().values_list("channel", capacity).annotate(people)
    return {(channel, said): count for channel, said, count in found}
