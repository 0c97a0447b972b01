"""That somebody else read what a councillor keeps about somebody: who, when, and what for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.constituents import Constituent
from consent.enquiries import Enquiry
from consent.openings import Opening
from consent.shares import Share
from councilgov.capacity import Capacity
from councilgov.constraints import holds, implies, one_of
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self

    from councilgov.people.models import User


class Extent(models.TextChoices):
    """How much was seen."""

    LISTED = "listed", _("Seen in a list, by name alone")
    READ = "read", _("Read")
    COPIED = "copied", _("Copied")


class ReadingQuerySet(RecordQuerySet["Reading"]):
    def visible_to(self, user: User) -> Self:
        """Those of a councillor's own records, in office, of no earlier term. To others only how
        many there are.
        """
        mine = self.filter(councillor=user, constituent__leaving=None)
        return mine if user.is_councillor else self.none()

    def in_full(self) -> Self:
        """More than a name was seen."""
        return self.exclude(extent=Extent.LISTED)

    def with_row(self) -> Self:
        return self.select_related("constituent", "opening", "enquiry", "share", "read_by")

    def of_council_work(self, since: datetime) -> Self:
        """Of council records, since then."""
        return self.filter(read_at__gt=since).exclude(enquiry=None)


class Reading(Record):
    """Somebody's record was read by who does not keep it: under an opening, an enquiry or a share.

    It goes when the person goes, and is part of what is held about them: who it was disclosed to is
    theirs to know (UK GDPR Article 15(1)(c)).
    """

    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="record_readings"
    )
    constituent = models.ForeignKey(Constituent, models.CASCADE, related_name="readings")
    capacity = models.CharField(max_length=15, choices=Capacity)
    opening = models.ForeignKey(
        Opening, models.PROTECT, related_name="readings", null=True, blank=True
    )
    enquiry = models.ForeignKey(
        Enquiry, models.PROTECT, related_name="readings", null=True, blank=True
    )
    share = models.ForeignKey(Share, models.CASCADE, related_name="readings", null=True, blank=True)
    extent = models.CharField(max_length=10, choices=Extent)
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-read_at", "-pk"]
        indexes = [models.Index(fields=["councillor", "-read_at"], name="consent_reading_of")]
        constraints = [
            one_of("extent", Extent),
            implies("opened_in_the_ward", ~Q(opening=None), Q(capacity=Capacity.WARD)),
            implies("looked_up_in_council_work", ~Q(enquiry=None), Q(capacity=Capacity.COUNCIL)),
            holds(
                "for_one_reason",
                Q(~Q(opening=None), enquiry=None, share=None)
                | Q(~Q(enquiry=None), opening=None, share=None)
                | Q(~Q(share=None), opening=None, enquiry=None),
            ),
        ]

    def __str__(self) -> str:
        return f"Reading {self.pk}"

    @property
    def reason(self) -> str:
        """What was written down before: by the officer, or by the councillor who shared it."""
        under = self.opening or self.enquiry or self.share
        return under.reason if under else ""
