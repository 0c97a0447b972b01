"""For whom the message was that went to the wrong person: what was in it may be about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from consent.models import USABLE, Constituent, ContactPermission

if TYPE_CHECKING:
    from breaches.models import Assessment
    from councilgov.people.models import User


def meant_for(row: Assessment, user: User) -> Constituent | None:
    """The contact from whose page the councillor reported it, until they are on the list; nobody
    else learns who that is.
    """
    kind, _colon, key = row.incident.about.partition(":")
    if row.councillor_id != user.pk or kind != ContactPermission._meta.label_lower:
        return None
    ways = ContactPermission.objects.visible_to(user).filter(pk=int(key))
    person = Constituent.objects.filter(pk__in=ways.values("constituent")).first()
    if person is None:
        return None
    there = Q(permission__constituent=person) | Q(full_name=person.full_name)
    return None if row.recipients.filter(there).exists() else person


def way_to(person: Constituent) -> ContactPermission | None:
    """One way to reach them that has not ended: the one they like best, if they said so."""
    usable = ContactPermission.objects.to_contact().filter(constituent=person, status__in=USABLE)
    return usable.order_by("-is_preferred", "-verified_on", "pk").first()
