"""Whether something may be deleted, and what is said if not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from consent.holds import Covers, Hold, PersonHold, RecordsHold, free
from consent.models import TermsAcceptance
from councilgov.access import Right
from councilgov.records import Refused

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from consent.models import Constituent
    from councilgov.people.models import User


def own_hold(person: Constituent) -> PersonHold | None:
    """What their councillor set on them, in force."""
    return PersonHold.objects.in_force().filter(constituent=person).first()


def holds_on(person: Constituent) -> list[Hold]:
    """All because of which somebody is not deleted; none if they may be."""
    own = own_hold(person)
    covering = RecordsHold.objects.on(person.councillor_id, person.capacity)
    return [*([own] if own else []), *covering]


def is_released(hold: Hold, owner: User) -> bool:
    """Whether of what it kept of a councillor's something is not kept by another."""
    if isinstance(hold, RecordsHold):
        return not RecordsHold.objects.on(owner, hold.capacity).exists()
    return free(hold.people()).exists()


def check_officer(hold: RecordsHold, by: User) -> None:
    """Raise ``Refused`` for who has not the right, and where it is on what they noted themselves as
    a councillor: nobody decides on themselves.
    """
    if not by.has_perm(Right.HOLD_RECORDS):
        raise Refused(_("Only an information management officer does so."))
    if hold.covers_own(by):
        raise Refused(_("It covers what you noted as a councillor. Another officer decides on it."))


def check_foreseen(hold: RecordsHold) -> None:
    """Raise ``Refused`` for ward records of which the councillor is the controller, unless they
    accepted terms that say that they can be kept (UK GDPR Article 28(3)(a)).
    """
    if hold.covers != Covers.EVERYTHING or hold.councillor is None:
        return
    accepted = TermsAcceptance.objects.filter(councillor=hold.councillor)
    if not accepted.foreseeing_holding().exists():
        raise Refused(
            _(
                "%(name)s has accepted no terms of ward records that say that they can be kept. "
                "Ask them to keep who it is about themselves."
            )
            % {"name": hold.councillor.full_name},
            field="covers",
        )


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
    if hold := RecordsHold.objects.on(councillor, capacity).first():
        raise Refused(
            _(
                "%(reason)s, so nothing of this may be deleted for now. You can use it as before, "
                "and you are told when that ends. The information management team can tell you "
                "more: its reference is %(reference)s."
            )
            % {"reason": hold, "reference": hold.reference}
        )
