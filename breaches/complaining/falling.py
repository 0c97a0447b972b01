"""Which complaints fall to somebody, and not only may be read by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breaches.complaining.sweeping import alike
from breaches.models import Complaint, handlers_of
from councilgov.access import Role

if TYPE_CHECKING:
    from breaches.complaints import ComplaintQuerySet
    from councilgov.people.models import User

USUAL = frozenset({Role.INFORMATION_OFFICER, Role.DATA_PROTECTION_OFFICER})


def falling_to(user: User) -> ComplaintQuerySet:
    """Open complaints that this person handles. To the Information Management Team and the Data
    Protection Officer falls whatever they see; to others what all of those are shut out of.
    """
    seen = Complaint.objects.visible_to(user).open()
    if USUAL & user.roles:
        return seen
    keys: list[int] = []
    for (about, parties), rows in alike(list(seen.values_list("pk", flat=True))).items():
        if handlers_of(about, parties).filter(pk=user.pk).exists():
            keys += rows
    return seen.filter(pk__in=keys)
