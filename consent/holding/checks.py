"""Whether something may be deleted, and what is said if not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from consent.holds import Hold, PersonHold, RecordsHold
from councilgov.records import Refused

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from consent.models import Constituent
    from councilgov.people.models import User


def own_hold(person: Constituent) -> PersonHold | None:
    """What their councillor set on them, in force."""
    return PersonHold.objects.in_force().filter(constituent=person).first()


def hold_on(person: Constituent) -> Hold | None:
    """Because of which somebody is not deleted; None if they may be."""
    return own_hold(person) or covering(person.councillor_id, person.capacity)


def covering(councillor: User | int, capacity: str = "") -> RecordsHold | None:
    """Because of which nothing of what a councillor holds in that capacity is deleted."""
    return RecordsHold.objects.on(councillor, capacity).first()


def kept_by(councillor: User) -> QuerySet[PersonHold]:
    """Those of their people whom a councillor keeps, with whom, the first to be looked at first."""
    own = PersonHold.objects.visible_to(councillor).in_force()
    return own.select_related("constituent")


def check_not_held(person: Constituent) -> None:
    """Raise ``Refused``, with what helps, for somebody who is kept for a request or a case."""
    if own_hold(person):
        raise Refused(
            _("You keep this person for a request or a case. End that first."),
            way=(reverse("consent:hold_person", args=[person.pk]), _("See why they are kept")),
        )
    check_records_free(person.councillor_id, person.capacity)


def check_records_free(councillor: User | int, capacity: str = "") -> None:
    """Raise ``Refused`` where an information officer keeps the councillor's records for now."""
    if hold := covering(councillor, capacity):
        raise Refused(
            _(
                "%(reason)s, so nothing of this may be deleted for now. You can use it as before, "
                "and you are told when that ends. The information management team can tell you "
                "more: its reference is %(reference)s."
            )
            % {"reason": hold, "reference": hold.reference}
        )
