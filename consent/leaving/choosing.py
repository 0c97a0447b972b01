"""A choice is noted for people of a leaving: whoever said it, and however it came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from consent.models import Leaving, Parting
from councilgov.records import Refused, keep_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from consent.constituents import ConstituentQuerySet
    from councilgov.people.models import User

WHY = gettext_noop("This choice")


def choose(
    leaving: Leaving, people: ConstituentQuerySet, choice: str, *, by: User, **how: Any
) -> int:
    """Note it for these, under lock, with history: new choices, and those that are changed."""
    locked = list(people.select_for_update(of=("self",), no_key=True).order_by("pk"))
    if not locked:
        raise Refused(_("They are no longer there, or nothing is left to choose for them."))
    found = Parting.objects.filter(constituent__in=locked).select_for_update().order_by("pk")
    before: Sequence[Parting] = list(found)
    fields: Sequence[str] = ()
    for row in before:
        row.check_move(choice, WHY)
        fields = row.choose(choice, **how)
    keep_all(before, by=by, why=WHY, fields=[*fields])
    chosen = {row.constituent_id for row in before}
    new = [Parting(leaving=leaving, constituent=one) for one in locked if one.pk not in chosen]
    for row in new:
        row.choose(choice, **how)
    keep_all(new, by=by, why=WHY)
    return len(locked)
