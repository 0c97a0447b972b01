"""Who answers a complaint about ward work, and what stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from breaches.complaining.checks import is_for_councillor
from breaches.models import OWN_OUTCOMES, Acting, Complaint, WardComplaint
from councilgov.days import today
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

    from councilgov.people.models import User


def check_passable(complaint: Complaint) -> User:
    """Who answers it. Raises ``Refused`` where that is nobody whom the portal reaches."""
    whom = complaint.councillor
    if whom is None or complaint.capacity != Acting.WARD:
        way = reverse("breaches:direct_complaint", args=[complaint.reference])
        told = _("Say first which councillor it is about, and that it is about their ward work.")
        raise Refused(told, way=(way, _("Say whom it is about")))
    if not is_for_councillor(complaint):
        told = _(
            "%(name)s can’t sign in here. Send it to them by letter, and answer with “Passed on”."
        )
        raise Refused(told % {"name": whom.full_name}, way=complaint.own_page)
    return whom


def held_own(passed: WardComplaint, by: User) -> WardComplaint:
    """One's own, read afresh and held. Raises ``Refused`` for anybody else, and once it was taken
    back.
    """
    row = WardComplaint.objects.locked(passed)
    if row.councillor_id != by.pk:
        raise Refused(_("Only the councillor who answers it can do this."))
    if row.taken_back_at:
        raise Refused(_("The council took this back. You need not answer it."))
    return row


def check_day(row: WardComplaint, day: date, *, field: str) -> None:
    """Raise ``Refused`` for a day on which they can’t have been told."""
    if day > today():
        raise Refused(_("The day must be today or in the past."), field=field)
    if day < row.complaint.received_on:
        told = _("They can’t have been told before it came in. Check the day.")
        raise Refused(told, field=field)
    other = row.answered_on if field == "acknowledged_on" else row.acknowledged_on
    if other and (day > other if field == "acknowledged_on" else day < other):
        told = _("You can’t have answered before you said that you have it. Check the day.")
        raise Refused(told, field=field)


def check_own_outcome(outcome: str) -> None:
    """Raise ``Refused`` for what can’t come of it with a councillor."""
    if outcome not in OWN_OUTCOMES:
        raise Refused(_("Select what came of it."), field="outcome")
