"""Whether a councillor has accepted the terms on which the council keeps ward records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from consent.models import ProcessingTerms, TermsAcceptance
from councilgov.capacity import Capacity
from councilgov.records import Refused

if TYPE_CHECKING:
    from councilgov.people.models import User


def terms_in_force() -> ProcessingTerms | None:
    """The latest, if there are any."""
    return ProcessingTerms.objects.first()


def is_to_accept(councillor: User, capacity: str) -> bool:
    """Whether the terms come before the next ward record: of those the councillor is controller,
    and the council their processor (UK GDPR Article 28). Of no other capacity.
    """
    if capacity != Capacity.WARD:
        return False
    return not TermsAcceptance.objects.visible_to(councillor).standing().exists()


def check_accepted(councillor: User, capacity: str) -> None:
    """Raise ``Refused``, with the way to the terms, before they are accepted."""
    if is_to_accept(councillor, capacity):
        raise Refused(
            _("Read and accept the terms of ward records first. Nothing was saved."),
            way=(
                reverse("consent:accept_terms", query={"capacity": capacity}),
                _("Read the terms"),
            ),
        )


def check_ever_accepted(councillor: User, capacity: str) -> None:
    """Raise the same before the first time alone: what happened is kept also under terms that
    changed, and the page says that they have to be accepted anew.
    """
    if not TermsAcceptance.objects.visible_to(councillor).exists():
        check_accepted(councillor, capacity)
