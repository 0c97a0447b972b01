"""That an officer looks something up in council records: why, from when and until when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t

from councilgov.access import Right
from councilgov.constraints import holds
from councilgov.days import day_in_words
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from typing import Self

    from councilgov.people.models import User

RUNS = timedelta(days=31)
"""As long as a subject access request may take without more (UK GDPR Article 12(3): a month)."""


class EnquiryQuerySet(RecordQuerySet["Enquiry"]):
    def visible_to(self, user: User) -> Self:
        """All of them, for whoever may begin one: each sees what the others read for. Only who
        began it reads on under it.
        """
        return self if user.has_perm(Right.READ_COUNCIL_RECORDS) else self.none()

    def officers_own(self, officer: User) -> Self:
        """Those under which this officer may find and read somebody."""
        return self.visible_to(officer).filter(opened_by=officer).with_row()

    def with_row(self) -> Self:
        return self.select_related("opened_by")


class Enquiry(Record):
    """An officer finds and reads council records, of all councillors, for one reason: above all to
    answer who asks what is held about them (UK GDPR Article 15). It names nobody.
    """

    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ends_at = models.DateTimeField()
    people_listed = models.PositiveIntegerField(default=0, help_text="Whose names were seen")
    people_read = models.PositiveIntegerField(default=0, help_text="Whose record was read")
    people_copied = models.PositiveIntegerField(default=0, help_text="Whose record was copied")

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name_plural = "enquiries"
        constraints = [
            holds("has_a_reason", ~Q(reason="")),
            holds("ends", Q(ends_at__gt=F("opened_at"), ends_at__lte=F("opened_at") + RUNS)),
        ]

    def __str__(self) -> str:
        return _t("the enquiry of %(day)s") % {
            "day": day_in_words(timezone.localdate(self.opened_at))
        }

    def get_absolute_url(self) -> str:
        return reverse("consent:enquiry", args=[self.pk])

    @property
    def own_page(self) -> tuple[str, str]:
        """Where it stands, and the words of the link to it."""
        return self.get_absolute_url(), _t("See what it was for, and until when")

    @property
    def is_running(self) -> bool:
        return self.ends_at > timezone.now()
