"""What is kept whole while a request or a case is open that may need it: a report, a complaint of
the public, or a matter of conduct.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q, UniqueConstraint, Value
from django.db.models.functions import Cast, Concat, Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from breaches.complaints import Complaint
from breaches.incidents import Incident
from breaches.referrals import Referral
from consent.holds import Covers, Hold, HoldQuerySet, RecordsHold
from councilgov.access import Right
from councilgov.constraints import NAME, holds

if TYPE_CHECKING:
    from typing import Any, Self

    from councilgov.people.models import User

Case = Incident | Complaint | Referral
CASES = ("incident", "complaint", "referral")


class CaseHoldQuerySet(HoldQuerySet["CaseHold"]):
    """Those in force, and those to be looked at again."""

    def open_to(self, user: User) -> Self:
        """Those of what this person may keep: whoever may look into the report, sees the complaint,
        or reads the matter of conduct. One query.
        """
        rows = Q(incident__in=_keys(Incident.objects.own_of(user)))
        if user.has_perm(Right.HANDLE_INCIDENT):
            rows |= Q(incident__in=_keys(Incident.objects.open_to(user)))
        rows |= Q(complaint__in=_keys(Complaint.objects.visible_to(user)))
        return self.filter(rows | Q(referral__in=_keys(Referral.objects.visible_to(user))))

    def with_row(self) -> Self:
        return self.select_related(*CASES, "held_by")


def _keys(rows: Any) -> Any:
    return rows.order_by().values("pk")


class CaseHold(Hold):
    """Nobody's details in it are erased until this ends."""

    incident = models.ForeignKey(
        Incident, models.PROTECT, related_name="holds", null=True, blank=True
    )
    complaint = models.ForeignKey(
        Complaint, models.PROTECT, related_name="holds", null=True, blank=True
    )
    referral = models.ForeignKey(
        Referral, models.PROTECT, related_name="holds", null=True, blank=True
    )

    objects = CaseHoldQuerySet.as_manager()

    class Meta(Hold.Meta):
        constraints = [
            *Hold.Meta.constraints,
            holds(
                "of_one_case",
                Q(incident__isnull=False, complaint=None, referral=None)
                | Q(incident=None, complaint__isnull=False, referral=None)
                | Q(incident=None, complaint=None, referral__isnull=False),
            ),
            UniqueConstraint(
                *CASES,
                Lower("reference"),
                name=NAME + "once_for_each_request",
                condition=Q(ended_at=None),
                nulls_distinct=False,
                violation_error_message=_("It is kept for this reference already."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("breaches:case_hold", args=[self.pk])

    @property
    def case(self) -> Case:
        """What it keeps."""
        found = self.incident or self.complaint or self.referral
        assert found  # noqa: S101  # by its constraint
        return found


def is_held() -> Q:
    """Of a report: it is kept itself, or another of the same that was closed when they were joined;
    or all that a councillor noted is, who reported it or answers for a part of it.
    """
    everything = RecordsHold.objects.in_force().filter(covers=Covers.EVERYTHING)
    theirs = everything.filter(councillor=OuterRef("reported_by"))
    answered = everything.filter(councillor__breach_assessments__incident=OuterRef("pk"))
    joined = CaseHold.objects.in_force().filter(incident__same_as=OuterRef("pk"))
    return Q(Exists(_own("incident"))) | Q(Exists(joined)) | Q(Exists(theirs)) | Q(Exists(answered))


def is_complaint_held() -> Q:
    """Of a complaint: it is kept."""
    return Q(Exists(_own("complaint")))


def is_referral_held() -> Q:
    """Of a matter of conduct: it is kept itself, or the report from which it was handed over is."""
    subject = Concat(
        Value(f"{Incident._meta.label_lower}:"),
        Cast("pk", models.CharField()),
        output_field=models.CharField(),
    )
    reports = Incident.objects.filter(is_held()).order_by().annotate(subject=subject)
    return Q(Exists(_own("referral"))) | Q(about__in=reports.values("subject"))


def _own(case: str) -> CaseHoldQuerySet:
    return CaseHold.objects.in_force().filter(**{case: OuterRef("pk")})


def is_owner_held() -> Q:
    """Of a safety report: all that its councillor noted is kept."""
    everything = RecordsHold.objects.in_force().filter(covers=Covers.EVERYTHING)
    return Q(Exists(everything.filter(councillor=OuterRef("councillor"))))
