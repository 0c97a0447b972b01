"""A complaint and a report that are about the same thing: each page leads to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from breaches.complaints import Complaint
from breaches.incidents import Incident
from councilgov.constraints import NAME
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from typing import Self

    from councilgov.people.models import User


class ComplaintReportQuerySet(RecordQuerySet["ComplaintReport"]):
    def visible_to(self, user: User) -> Self:
        """To who may see the complaint and looks into the report: others learn of neither."""
        complaints = Complaint.objects.visible_to(user).order_by().values("pk")
        reports = Incident.objects.looked_into_by(user).order_by().values("pk")
        return self.filter(complaint__in=complaints, incident__in=reports)

    def with_row(self) -> Self:
        return self.select_related("complaint", "incident", "linked_by")


class ComplaintReport(Record):
    """That an officer found them to be about the same thing."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="reports")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="complaints")
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ComplaintReportQuerySet.as_manager()

    class Meta:
        ordering = ["linked_at", "pk"]
        constraints = [
            UniqueConstraint(
                "complaint",
                "incident",
                name=NAME + "once_each",
                violation_error_message=_("They are linked already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint.reference}, {self.incident.reference}"
