"""Who answers for an incident, as queries ask it: the council, and councillors alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from councilgov.capacity import Controller

if TYPE_CHECKING:
    from django.db.models import QuerySet

OTHERS = ~Q(controller=Controller.COUNCILLOR)
LET_IN = Q(authorised_at__isnull=False) | Q(shared_at__isnull=False)
"""A councillor lets officers see their part, or report for them."""


def parts_of(incident: str, *which: Q, **those: Any) -> QuerySet[Any]:
    """What its controllers answer for, of the incident by that name in a query: straight from
    their table, as a way there through that of incidents takes twice as long.
    """
    rows = apps.get_model("breaches", "Assessment")._default_manager
    found: QuerySet[Any] = rows.filter(*which, **those, incident=OuterRef(incident))
    return found


def of_councillors_alone(no_other: Q = OTHERS) -> Q:
    """Councillors answer for all of it, as somebody found: it stands in their own logs. Until then
    those who look into reports see whatever was reported.

    Asked from what councillors answer for: that is little, beside all that was reported.
    """
    theirs = parts_of("pk", controller=Controller.COUNCILLOR)
    return Q(Exists(theirs.filter(~Exists(parts_of("incident", no_other))))) & ~Q(finding="")


def shut() -> Q:
    """Councillors alone answer for it, and none of them has let officers in."""
    return of_councillors_alone(OTHERS | LET_IN)
