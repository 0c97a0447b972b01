"""Who may read a confidential incident: a list on it, and whoever opened it in an emergency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, UniqueConstraint
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import NAME, holds, together
from councilgov.days import day_in_words
from councilgov.openings import TimedOpening, TimedOpeningQuerySet
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from typing import Self

    from councilgov.people.models import User


class ReaderQuerySet(RecordQuerySet["Reader"]):
    def now(self) -> Self:
        """On the list, and not taken off it since."""
        return self.filter(removed_at=None)

    def with_row(self) -> Self:
        return self.select_related("person", "added_by")


class Reader(Record):
    """Somebody on the list of a confidential incident: since when, through whom, and why."""

    incident = models.ForeignKey("breaches.Incident", models.PROTECT, related_name="readers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    because = models.CharField(max_length=500)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = ReaderQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            holds("has_a_reason", ~Q(because="")),
            together("removed_at", "removed_by"),
            UniqueConstraint(
                "incident",
                "person",
                name=NAME + "once_on_the_list",
                condition=Q(removed_at=None),
                violation_error_message=_("They are on the list already."),
            ),
        ]

    def __str__(self) -> str:
        return self.person.full_name


class IncidentOpeningQuerySet(TimedOpeningQuerySet["IncidentOpening"]):
    def visible_to(self, user: User) -> Self:
        """To who opened it, to whose it is, to its readers, and to the Monitoring Officer: but
        never to who did what it is about, or may have, or received it.
        """
        theirs = self.model.objects.filter(incident__involved__person=user)
        owned = theirs.filter(incident__involved__part="owner")
        answers = self.model.objects.filter(incident__assessments__councillor=user)
        own = Q(opened_by=user) | Q(incident__reported_by=user)
        own |= Q(pk__in=owned.values("pk")) | Q(pk__in=answers.values("pk"))
        others = ~Q(pk__in=theirs.values("pk"))
        if not user.has_perm(Right.OVERSEE_OPENED):
            listed = Reader.objects.now().filter(incident=OuterRef("incident"), person=user)
            others &= Q(Exists(listed))
        return self.filter(own | others)

    def with_row(self) -> Self:
        return self.select_related("incident__reported_by", "opened_by", "ended_by")


class IncidentOpening(TimedOpening):
    """An officer who is not on the list reads a confidential incident for some hours. Whose it is
    and the Monitoring Officer are told at once.
    """

    incident = models.ForeignKey("breaches.Incident", models.PROTECT, related_name="openings")

    objects = IncidentOpeningQuerySet.as_manager()

    class Meta(TimedOpening.Meta):
        pass

    def __str__(self) -> str:
        return _t("the opening of a confidential report on %(day)s") % {
            "day": day_in_words(timezone.localdate(self.opened_at))
        }

    def get_absolute_url(self) -> str:
        return reverse("breaches:confidential_opening", args=[self.pk])

    @property
    def own_page(self) -> tuple[str, str]:
        """Where it stands, and the words of the link to it."""
        return self.get_absolute_url(), _t("See who opened it, and until when")

    def may_be_ended_by(self, user: User) -> bool:
        """By who opened it, and by the Monitoring Officer, unless they have a part in it."""
        if user.pk == self.opened_by_id:
            return True
        has_part = self.incident.involved.filter(person=user).exists()
        is_reporter = user.pk == self.incident.reported_by_id
        return user.has_perm(Right.OVERSEE_OPENED) and not (has_part or is_reporter)
