"""Matters of conduct that are handed to the Monitoring Officer. They are never judged here.

"A relevant authority ... must have in place (a) arrangements under which allegations can be
investigated, and (b) arrangements under which decisions on allegations can be made" (Localism Act
2011, section 28(6)): those are the council's own, outside the portal; other nations have a body of
their own (see ``referring.bodies``). Kept is that it was handed over, to whom, and what became of
it elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right, Role
from councilgov.constraints import holds, iff, implies, one_of, together
from councilgov.records import RecordQuerySet, Staged, subject_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Set
    from datetime import datetime
    from typing import Self

    from councilgov.people.models import User


class ReferralStatus(models.TextChoices):
    """How far it is."""

    SENT = "sent", _("Sent")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    CLOSED = "closed", _("Closed")


REFERRAL_MOVES: Mapping[str, Set[str]] = {
    ReferralStatus.SENT: {ReferralStatus.ACKNOWLEDGED},
    ReferralStatus.ACKNOWLEDGED: {ReferralStatus.CLOSED, ReferralStatus.SENT},
    ReferralStatus.CLOSED: set(),
}
"""Passed to the deputies, it waits again: that somebody with a part in it had it is no answer."""


class Result(models.TextChoices):
    """What became of it elsewhere, in the words of those who decided. It stays once the words of
    the matter are erased.
    """

    NO_ACTION = "no_action", _("No action was taken")
    OTHER_ACTION = "other_action", _("Other action, such as advice, training or an apology")
    NO_FAILURE = "no_failure", _("Investigated: no failure to follow the code")
    FAILURE = "failure", _("Investigated: a failure to follow the code")
    PASSED_ON = "passed_on", _("Passed on, to the police or another body")
    ENDED = "ended", _("It ended in another way")


FORGOTTEN = [
    "about",
    "subject",
    "because",
    "case_reference",
    "outcome",
    "erases_on",
    "erased_at",
]
"""What ``Referral.forget`` changes."""


class ReferralQuerySet(RecordQuerySet["Referral"]):
    def visible_to(self, user: User) -> Self:
        """To the Monitoring Officer and the deputies, but for whom it is about and who had a part
        in what it came from; once there is a conflict of interest, to the deputies alone.
        """
        if not user.has_perm(Right.SEE_REFERRALS):
            return self.none()
        seen = self.without(user)
        return seen.filter(is_for_deputy=False) if is_chief(user) else seen

    def without(self, user: User) -> Self:
        """Those in which this person has no part."""
        return self.exclude(subject=user).exclude(shut_to__contains=[user.pk])

    def of_record(self, row: models.Model) -> Self:
        """What was handed over from that record."""
        return self.filter(about=subject_of(row))

    def to_acknowledge(self) -> Self:
        """Those that nobody has yet, the oldest first."""
        return self.filter(status=ReferralStatus.SENT).order_by("sent_at", "pk")

    def with_row(self) -> Self:
        return self.select_related("subject", "sent_by", "acknowledged_by", "closed_by")


def is_chief(user: User) -> bool:
    """The Monitoring Officer themselves, whatever else they are."""
    return Role.MONITORING_OFFICER in user.roles


class Referral(Staged):
    """One matter, as it was handed over, and what the portal was told of it since."""

    MOVES = REFERRAL_MOVES

    status = models.CharField(max_length=15, choices=ReferralStatus, default=ReferralStatus.SENT)
    about = models.CharField(max_length=60, help_text="app.model:pk of the record it came from")
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Whose conduct it is; the portal tells them nothing",
    )
    because = models.TextField(help_text="What the officer saw, in their words")
    is_for_deputy = models.BooleanField(
        default=False, help_text="The Monitoring Officer has a part"
    )
    shut_to: ArrayField[list[int], list[int]] = ArrayField(
        models.BigIntegerField(),
        default=list,
        blank=True,
        help_text="Who had a part in the record when it was handed over: they do not see it",
    )
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    case_reference = models.CharField(
        max_length=60, blank=True, help_text="Its number where it is dealt with"
    )
    result = models.CharField(max_length=15, choices=Result, blank=True)
    outcome = models.TextField(blank=True, help_text="What became of it elsewhere, in words")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    erases_on = models.DateField(
        null=True, blank=True, help_text="When its words go, named four weeks before"
    )
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            one_of("status", ReferralStatus),
            holds("says_why", ~Q(because="")),
            together("acknowledged_at", "acknowledged_by"),
            iff("unacknowledged_while_sent", Q(status="sent"), Q(acknowledged_at=None)),
            implies(
                "numbered_once_acknowledged",
                ~Q(case_reference=""),
                ~Q(acknowledged_at=None) | Q(is_for_deputy=True),
            ),
            together("closed_at", "closed_by"),
            iff("closed_when_closed", Q(status="closed"), ~Q(closed_at=None)),
            holds("result_known", Q(result__in=["", *Result.values])),
            iff("closed_with_outcome", ~Q(closed_at=None), ~Q(outcome="")),
            iff("closed_with_result", ~Q(closed_at=None), ~Q(result="")),
            implies("erased_once_closed", ~Q(erased_at=None), ~Q(closed_at=None)),
            holds("to_be_erased_or_is", Q(erases_on=None) | Q(erased_at=None)),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("breaches:referral", args=[self.pk])

    @property
    def reference(self) -> str:
        return f"REF-{self.pk:06d}"

    @property
    def came_from(self) -> str:
        """Our number of that record, if it has one. No query."""
        label, _colon, pk = self.about.rpartition(":")
        return getattr(apps.get_model(label)(pk=int(pk)), "reference", "") if label else ""

    @property
    def record(self) -> models.Model | None:
        """The record from which it was handed over, if it is still there and still named."""
        label, _colon, pk = self.about.rpartition(":")
        if not label:
            return None
        found: models.Model | None = apps.get_model(label)._default_manager.filter(pk=pk).first()
        return found

    @property
    def source(self) -> str:
        """Which kind of record that is or was: app.model."""
        return self.about.partition(":")[0]

    def forget(self, now: datetime) -> None:
        """Whom it was about and what was said goes: when, from which kind of record it was handed
        over, and what became of it stays.
        """
        self.about = self.source
        self.subject, self.case_reference = None, ""
        self.because = self.outcome = _t("Erased")
        self.erases_on, self.erased_at = None, now
