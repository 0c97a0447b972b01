"""Noting whose record somebody else saw, for its councillor to see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from consent.models import Constituent, Extent, Reading
from councilgov.records import keep_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from consent.models import Enquiry, Opening, Share
    from councilgov.people.models import User


def note_listed(
    people: Sequence[Constituent], *, under: Opening | Enquiry, by: User
) -> Sequence[Reading]:
    """Their names were seen in a list, each noted once under the same: lock that first. Of who is
    deleted at the same moment nothing is noted.
    """
    before = under.readings.filter(constituent__in=people).values("constituent")
    new = Constituent.objects.filter(pk__in=[person.pk for person in people]).exclude(pk__in=before)
    held = new.select_for_update(of=("self",), no_key=True).order_by("pk")
    rows = [_reading(person, Extent.LISTED, under, by) for person in held]
    return keep_all(rows, by=by, why="Listed")


def note_seen(
    person: Constituent, extent: Extent, *, under: Opening | Enquiry | Share, by: User
) -> Reading:
    """One was read or copied. Raises ``Refused`` if they are deleted at the same moment."""
    held = Constituent.objects.locked(person)
    return _reading(held, extent, under, by).keep(by=by, why=str(extent.value).capitalize())


def _reading(
    person: Constituent, extent: Extent, under: Opening | Enquiry | Share, by: User
) -> Reading:
    way: dict[str, Any] = {under._meta.model_name or "": under}
    return Reading(
        councillor_id=person.councillor_id,
        constituent=person,
        extent=extent,
        read_at=timezone.now(),
        read_by=by,
        **way,
    )
