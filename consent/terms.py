"""The terms on which the council keeps ward records for a councillor, and who accepted which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery, UniqueConstraint
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import NAME, holds, implies
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from typing import Self

    from councilgov.people.models import User

SHA256 = r"^[0-9a-f]{64}$"


class ProcessingTerms(Record):
    """A version of the terms between a councillor, who is the controller of their ward records, and
    the council, which is their processor (UK GDPR Article 28(3)). It never changes.
    """

    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    asks_again = models.BooleanField(help_text="Whoever accepted an older version accepts this too")
    foresees_opening = models.BooleanField(
        default=False, help_text="They say that an officer can open ward records for some hours"
    )
    foresees_holding = models.BooleanField(
        default=False, help_text="They say that an officer can keep ward records from deletion"
    )
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            UniqueConstraint(
                "number",
                name=NAME + "one_of_each_number",
                violation_error_message=_(
                    "Somebody published another version a moment ago. Read it first."
                ),
            ),
            holds("has_a_text", ~Q(text="")),
            holds("hash_is_sha256", Q(sha256__regex=SHA256)),
            implies("first_is_asked", Q(number=1), Q(asks_again=True)),
        ]

    def __str__(self) -> str:
        return _t("Terms of ward records, version %(number)s") % {"number": self.number}


class TermsAcceptanceQuerySet(RecordQuerySet["TermsAcceptance"]):
    def visible_to(self, user: User) -> Self:
        """A councillor's own."""
        return self.filter(councillor=user)

    def standing(self) -> Self:
        """Those that still count: of the last version that everybody is asked for, or a later."""
        asked = ProcessingTerms.objects.filter(asks_again=True).order_by("-number")
        return self.filter(terms__number__gte=Subquery(asked.values("number")[:1]))

    def foreseeing_opening(self) -> Self:
        """Those in which a councillor accepted that an officer can open their ward records."""
        return self._last().filter(terms__foresees_opening=True)

    def foreseeing_holding(self) -> Self:
        """Those in which a councillor accepted that an officer can keep their ward records."""
        return self._last().filter(terms__foresees_holding=True)

    def _last(self) -> Self:
        """What each accepted last counts, not what was published since (UK GDPR Article
        28(3)(a)).
        """
        latest = TermsAcceptance.objects.filter(councillor=OuterRef("councillor"))
        last = latest.order_by("-terms__number").values("pk")[:1]
        return self.filter(pk=Subquery(last))


class TermsAcceptance(Record):
    """A councillor accepted a version. It names nobody whom they are in touch with."""

    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="processing_terms"
    )
    terms = models.ForeignKey(ProcessingTerms, models.PROTECT, related_name="acceptances")
    accepted_at = models.DateTimeField()
    typed_name = models.CharField(max_length=150)
    statement = models.TextField()

    objects = TermsAcceptanceQuerySet.as_manager()

    class Meta:
        ordering = ["-accepted_at", "-pk"]
        constraints = [
            UniqueConstraint(
                "councillor",
                "terms",
                name=NAME + "once",
                violation_error_message=_("You have accepted these terms already."),
            ),
            holds("signed_with_a_name", ~Q(typed_name="") & ~Q(statement="")),
        ]

    def __str__(self) -> str:
        return f"{self.terms} accepted by {self.councillor_id}"
