"""Whom a breach of the council's own systems may be about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consent.models import Constituent
from councilgov.capacity import Capacity
from councilgov.people.models import User

if TYPE_CHECKING:
    from breaches.models import Incident
    from councilgov.people.models import UserQuerySet


def whom_it_may_affect(incident: Incident) -> UserQuerySet:
    """The councillors of the day on which it was noticed, those of today, and all whose ward
    records are still here: for these the council is the processor, also once their term has ended
    (UK GDPR Article 33(2)). Without whom no message reaches any more.
    """
    kept = Constituent.objects.filter(capacity=Capacity.WARD).values("councillor")
    people: UserQuerySet = incident.who_may_answer() | User.objects.filter(pk__in=kept)
    found: UserQuerySet = people.filter(is_active=True)
    return found
