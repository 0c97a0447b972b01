"""Noting whose record somebody else saw, for its councillor to see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from consent.models import Extent, Reading
from councilgov.records import keep_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from consent.constituents import ConstituentQuerySet
    from consent.models import Constituent, Enquiry, Opening, Share
    from councilgov.people.models import User


def note_listed(
    people: Sequence[Constituent],
    *,
    among: ConstituentQuerySet,
    under: Opening | Enquiry,
    by: User,
) -> Sequence[Constituent]:
    """Those of them whose names may be shown now, in the same order: who is not ``among`` those
    that may be read any more is left out. Each is noted once under the same: lock that first.
    """
    held = among.filter(pk__in=[person.pk for person in people])
    held = held.select_for_update(of=("self",), no_key=True).order_by("pk")
    there = {person.pk: person for person in held}
    before = under.readings.filter(constituent__in=there).values_list("constituent", flat=True)
    seen = set(before)
    new = [_reading(one, Extent.LISTED, under, by) for pk, one in there.items() if pk not in seen]
    keep_all(new, by=by, why="Listed")
    _count(under, Extent.LISTED, len(new), by=by)
    return [there[person.pk] for person in people if person.pk in there]


def note_seen(
    person: Constituent,
    extent: Extent,
    *,
    among: ConstituentQuerySet,
    under: Opening | Enquiry,
    by: User,
) -> Reading:
    """One was read or copied: to be shown as ``constituent`` of what this gives. Raises ``Refused``
    if they are not ``among`` those that may be read any more. Lock what it is under first.
    """
    held = among.locked(person)
    is_first = not under.readings.filter(constituent=held, extent=extent).exists()
    reading = _reading(held, extent, under, by).keep(by=by, why=str(extent.value).capitalize())
    _count(under, extent, int(is_first), by=by)
    return reading


def note_shared(person: Constituent, *, share: Share, by: User) -> Reading:
    """One was read by who it is shared with: lock the person first."""
    return _reading(person, Extent.READ, share, by).keep(by=by, why="Read")


def _count(under: Opening | Enquiry, extent: Extent, people: int, *, by: User) -> None:
    """Of how many it was: a number outlives those whom it counts, each of them once."""
    if people:
        column = f"people_{extent.value}"
        setattr(under, column, getattr(under, column) + people)
        under.keep(by=by, why=str(extent.value).capitalize())


def _reading(
    person: Constituent, extent: Extent, under: Opening | Enquiry | Share, by: User
) -> Reading:
    way: dict[str, Any] = {under._meta.model_name or "": under}
    return Reading(
        councillor_id=person.councillor_id,
        capacity=person.capacity,
        constituent=person,
        extent=extent,
        read_at=timezone.now(),
        read_by=by,
        **way,
    )
