"""How far people are who are newly elected, with what other parts of the portal know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from councilgov.access import Right
from councilgov.elections.declaring.newly import Step
from devices.models import Device
from policies.machines import SIGNED, UNSIGNED
from policies.models import Acknowledgement

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def signed(people: Collection[int]) -> Mapping[int, Step]:
    """What each has signed of what they are asked to sign: one query for all."""
    asked = Acknowledgement.objects.filter(councillor__in=people, status__in=SIGNED | UNSIGNED)
    counted = (
        asked.order_by()
        .values("councillor")
        .annotate(asked=Count("pk"), signed=Count("pk", Q(status__in=SIGNED)))
    )
    found = {row["councillor"]: (row["signed"], row["asked"]) for row in counted}
    return {person: _signed(person, *found.get(person, (0, 0))) for person in people}


def _signed(person: int, signed: int, asked: int) -> Step:
    title, href = _("Policies"), reverse("policies:person", args=[person])
    if not asked:
        return Step(title, _("Not asked to sign yet"), "grey", href, Right.SEE_REGISTER)
    told = _("%(signed)s of %(asked)s signed") % {"signed": signed, "asked": asked}
    colour = "green" if signed == asked else "yellow"
    return Step(title, told, colour, href, Right.SEE_REGISTER)


def equipped(people: Collection[int]) -> Mapping[int, Step]:
    """How many devices each has: one query for all."""
    held = Device.objects.filter(holder__in=people).order_by().values_list("holder")
    found = dict(held.annotate(Count("pk")))
    return {person: _equipped(found.get(person, 0)) for person in people}


def _equipped(count: int) -> Step:
    href = reverse("devices:issues")
    told = _("%(n)s issued") % {"n": count} if count else _("None issued yet")
    return Step(_("Equipment"), told, "green" if count else "grey", href, Right.SEE_DEVICES)
