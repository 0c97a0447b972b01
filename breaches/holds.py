"""Reports that are kept whole while a request or a case is open that may need them."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from breaches.incidents import Incident
from consent.holds import Covers, Hold, HoldQuerySet, RecordsHold
from councilgov.constraints import NAME


class IncidentHoldQuerySet(HoldQuerySet["IncidentHold"]):
    """Those in force, and those to be looked at again."""


class IncidentHold(Hold):
    """Nobody's details in this report are erased until it ends."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="holds")

    objects = IncidentHoldQuerySet.as_manager()

    class Meta(Hold.Meta):
        constraints = [
            *Hold.Meta.constraints,
            UniqueConstraint(
                "incident",
                Lower("reference"),
                name=NAME + "once_for_each_request",
                condition=Q(ended_at=None),
                violation_error_message=_("It is kept for this reference already."),
            ),
        ]


def is_held() -> Q:
    """Of a report: it is kept itself, or all that a councillor noted is, who reported it or answers
    for a part of it.
    """
    own = IncidentHold.objects.in_force().filter(incident=OuterRef("pk"))
    everything = RecordsHold.objects.in_force().filter(covers=Covers.EVERYTHING)
    theirs = everything.filter(councillor=OuterRef("reported_by"))
    answered = everything.filter(councillor__breach_assessments__incident=OuterRef("pk"))
    return Q(Exists(own)) | Q(Exists(theirs)) | Q(Exists(answered))


def is_owner_held() -> Q:
    """Of a safety report: all that its councillor noted is kept."""
    everything = RecordsHold.objects.in_force().filter(covers=Covers.EVERYTHING)
    return Q(Exists(everything.filter(councillor=OuterRef("councillor"))))
