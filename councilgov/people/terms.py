"""What a term of office meets where it ends: the next one for its ward, or another that goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.days import day_in_words
from councilgov.deadlines import last_day_before
from councilgov.people.models import TermOfOffice
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import datetime


def check_meets_no_other(term: TermOfOffice, ends_at: datetime | None) -> None:
    """Raise ``Refused`` if the term, with that end or none, would go on into a later one for the
    same ward. On the day of retirement the two meet: that is no overlap.
    """
    others = TermOfOffice.objects.filter(councillor=term.councillor_id, ward=term.ward_id)
    later = others.filter(starts_on__gt=term.starts_on).exclude(pk=term.pk)
    if ends_at is not None:
        later = later.filter(starts_on__lt=last_day_before(ends_at))
    if found := later.order_by("starts_on").first():
        raise Refused(
            _("They have another term for this ward from %(day)s.")
            % {"day": day_in_words(found.starts_on)},
            field="ends_at",
        )


def another_goes_on(term: TermOfOffice, ends_at: datetime) -> bool:
    """Whether they stay in office if this term ends then: another goes on, or follows at once. As
    ``departures`` tells it of ends that were entered.
    """
    others = TermOfOffice.objects.filter(councillor=term.councillor_id).exclude(pk=term.pk)
    begun = others.filter(starts_on__lte=timezone.localdate(ends_at))
    return begun.unfinished(ends_at).exists()
