"""What each councillor was asked to sign, and what they did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import (
    F,
    Prefetch,
    Q,
    UniqueConstraint,
)
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import NAME, holds, iff, implies, one_of
from councilgov.days import day_in_words, in_london
from councilgov.records import Staged
from policies.machines import (
    ACKNOWLEDGEMENT_MOVES,
    ONCE_SIGNED,
    SIGNED,
    TO_SIGN,
    UNSIGNED,
    AcknowledgementStatus,
)
from policies.requests import AcknowledgementQuerySet
from policies.versions import PolicyVersion

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.db.models import QuerySet

    from councilgov.people.models import User


class Lapse(models.TextChoices):
    """Why a request ended without an answer."""

    LEFT_OFFICE = "left_office", _("Left office")
    LEFT_AUDIENCE = "left_audience", _("No longer among those asked")


class Acknowledgement(Staged):
    """That a councillor was asked to read and agree to a version, and what came of it."""

    MOVES = ACKNOWLEDGEMENT_MOVES

    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="acknowledgements"
    )
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="acknowledgements")
    status = models.CharField(
        max_length=20, choices=AcknowledgementStatus, default=AcknowledgementStatus.REQUIRED
    )
    asked_on = models.DateField()
    due_on = models.DateField()
    opened_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    typed_name = models.CharField(max_length=150, blank=True)
    statement = models.TextField(blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    objection = models.TextField(blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.TextField(blank=True)
    lapsed_on = models.DateField(
        null=True, blank=True, help_text="The last day in office, or the day it was no longer asked"
    )
    lapsed_because = models.CharField(max_length=20, choices=Lapse, blank=True)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            one_of("status", AcknowledgementStatus),
            UniqueConstraint(
                "councillor",
                "version",
                name=NAME + "once_each",
                condition=~Q(status=AcknowledgementStatus.VOIDED),
            ),
            iff("moment_when_signed", Q(status__in=sorted(ONCE_SIGNED)), ~Q(signed_at=None)),
            iff("words_when_signed", Q(status__in=sorted(ONCE_SIGNED)), ~Q(typed_name="")),
            iff("hash_when_signed", ~Q(signed_at=None), Q(text_sha256__regex=r"^[0-9a-f]{64}$")),
            iff("objection_when_objected", Q(status="objected"), ~Q(objection="")),
            iff("reason_when_declined", ~Q(declined_at=None), ~Q(decline_reason="")),
            implies("moment_when_declined", Q(status="declined"), ~Q(declined_at=None)),
            iff("day_when_lapsed", Q(status="lapsed"), ~Q(lapsed_on=None)),
            iff("reason_when_lapsed", ~Q(lapsed_on=None), ~Q(lapsed_because="")),
            holds("lapsed_because_known", Q(lapsed_because__in=["", *Lapse.values])),
            holds("due_after_asked", Q(due_on__gte=F("asked_on"))),
        ]
        indexes = [
            models.Index(
                fields=["version", "status"],
                # what is counted of each policy, and by what the register is sorted
                include=["councillor", "asked_on", "due_on", "id"],
                name="acknowledgement_register",
            ),
            models.Index(
                fields=["id"],
                name="acknowledgement_said",
                condition=~Q(objection="", decline_reason=""),  # few ever say something
            ),
        ]

    def __str__(self) -> str:
        return f"the signature of {self.version}"

    def get_absolute_url(self) -> str:
        """Where the councillor reads and signs."""
        return self.version.policy.get_absolute_url()

    @property
    def told_on(self) -> date:
        """The last day to sign, as the councillor is told it: none after they leave office."""
        leaves_on = self.councillor.leaves_on
        return min(self.due_on, leaves_on) if leaves_on else self.due_on

    @property
    def own_page(self) -> None:
        """None: an officer who is refused would be led to what only the councillor can do."""

    @property
    def is_signed(self) -> bool:
        return self.status in SIGNED

    @property
    def signed_on(self) -> date | None:
        """The day in London, or that on the paper or of the call, whenever it was entered."""
        if self.is_recorded:
            given_on: date = self.recorded.given_on
            return given_on
        return in_london(self.signed_at) if self.signed_at else None

    @property
    def is_recorded(self) -> bool:
        """An officer recorded the signature: it was given on paper or by phone."""
        return hasattr(self, "recorded")

    @property
    def is_voided(self) -> bool:
        """The Monitoring Officer set the signature aside."""
        return self.status == AcknowledgementStatus.VOIDED

    @property
    def is_disputed(self) -> bool:
        """An officer recorded a signature, and the councillor says that they did not give it."""
        return self.status == AcknowledgementStatus.DISPUTED

    @property
    def is_due(self) -> bool:
        """To be signed by a day: neither answered nor exempt."""
        return self.status in UNSIGNED

    @property
    def is_exempt(self) -> bool:
        return self.status == AcknowledgementStatus.EXEMPT

    @property
    def exempt_until(self) -> date | None:
        """The last day of the exemption that is open, if one is."""
        open_ones = (row.until for row in self.exemptions.all() if row.ended_at is None)
        return next(open_ones, None)

    @property
    def may_still_sign(self) -> bool:
        """Also after declining; then a later minor version, too, if the row is ``with_line``."""
        is_open = self.version.is_open_to_sign or getattr(self, "has_line", False)
        return self.status in TO_SIGN and is_open

    @property
    def has_statement(self) -> bool:
        """They objected, or said why they declined."""
        return bool(self.objection or self.decline_reason)

    @property
    def receipt(self) -> str:
        """What the council can say of a request that lapsed: a negative receipt, in words."""
        if self.lapsed_on is None:
            return ""
        told = (
            gettext("Left office on %(day)s without signing version %(number)s.")
            if self.lapsed_because == Lapse.LEFT_OFFICE
            else gettext("No longer asked since %(day)s; version %(number)s was not signed.")
        )
        return told % {"day": day_in_words(self.lapsed_on), "number": self.version.number}

    @property
    def is_late(self) -> bool:
        """Overdue today."""
        return self.is_overdue(timezone.localdate())

    def is_overdue(self, today: date) -> bool:
        return self.status in UNSIGNED and self.due_on < today


def with_signatures_of(
    user: User | Any, versions: QuerySet[PolicyVersion]
) -> Sequence[PolicyVersion]:
    """These versions: each with ``signatures``, a list of what this person sees of their own."""
    own = Acknowledgement.objects.filter(councillor_id=user.pk).on_own_pages(timezone.now())
    mine = Prefetch("acknowledgements", own.select_related("recorded"), to_attr="signatures")
    found = list(versions.prefetch_related(mine))
    for version in found:
        for row in version.signatures:
            row.councillor = user
    return found
