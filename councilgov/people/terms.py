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
    from collections.abc import Iterable
    from datetime import date, datetime


def check_meets_no_other(term: TermOfOffice, ends_at: datetime | None) -> None:
    """Raise ``Refused`` if the term, with that end or none, would end before it starts, or go on
    into a later one for the same ward. On the day of retirement the two meet: that is no overlap.
    """
    if ends_at is not None and last_day_before(ends_at) < term.starts_on:
        raise Refused(_("A term can’t end before it starts."), field="ends_at")
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


def back_after(councillor: int, last_day: date) -> date | None:
    """The first day of the term that somebody has, or will have, after leaving with that day."""
    later = TermOfOffice.objects.filter(councillor=councillor, starts_on__gt=last_day)
    return later.order_by("starts_on").values_list("starts_on", flat=True).first()


def check_begins_alone(new: TermOfOffice, others: Iterable[TermOfOffice]) -> None:
    """Raise ``Refused`` if a term without an end would begin within one of these others for the
    same ward, or before it.
    """
    for other in others:
        if other.last_day is not None and new.starts_on < other.last_day:
            told = (
                _("They have a term for this ward already, until %(day)s.")
                if other.starts_on <= new.starts_on
                else _("They have another term for this ward, from %(first)s to %(day)s.")
            )
            days = {"first": day_in_words(other.starts_on), "day": day_in_words(other.last_day)}
            raise Refused(told % days, field="starts_on")


def another_goes_on(term: TermOfOffice, ends_at: datetime) -> bool:
    """Whether they stay in office if this term ends then: another goes on, or follows at once. As
    ``departures`` tells it of ends that were entered.
    """
    others = TermOfOffice.objects.filter(councillor=term.councillor_id).exclude(pk=term.pk)
    begun = others.filter(starts_on__lte=timezone.localdate(ends_at))
    return begun.unfinished(ends_at).exists()
