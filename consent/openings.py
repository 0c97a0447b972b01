"""That an officer opened a councillor's ward records: why, from when and until when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import NAME, holds
from councilgov.days import day_in_words
from councilgov.openings import TimedOpening, TimedOpeningQuerySet

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self

    from councilgov.people.models import User

SHOWN = timedelta(days=30)
"""How long after it ended its owner sees it above the list of contacts."""


class OpeningQuerySet(TimedOpeningQuerySet["Opening"]):
    def visible_to(self, user: User) -> Self:
        """The owner's and the officer's own; the Monitoring Officer's are all."""
        if user.has_perm(Right.OVERSEE_OPENINGS):
            return self
        return self.filter(Q(councillor=user) | Q(opened_by=user))

    def officers_own(self, officer: User) -> Self:
        """Those under which this officer may read."""
        return self.filter(opened_by=officer).with_row()

    def shown_to_owner(self, owner: User, now: datetime) -> Self:
        """Those that run, and those of the last weeks."""
        return self.filter(councillor=owner, ends_at__gt=now - SHOWN).with_row()

    def with_row(self) -> Self:
        return self.select_related("councillor", "opened_by", "ended_by")


class Opening(TimedOpening):
    """An officer reads one councillor's ward records for some hours, for a reason. The owner and
    the Monitoring Officer are told at once. Nothing in it names whom the records are about.
    """

    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="record_openings"
    )
    people_listed = models.PositiveIntegerField(default=0, help_text="Whose names were seen")
    people_read = models.PositiveIntegerField(default=0, help_text="Whose record was read")

    objects = OpeningQuerySet.as_manager()

    class Meta(TimedOpening.Meta):
        constraints = [
            *TimedOpening.Meta.constraints,
            # To this what was read under it points too, so that it is of the same councillor
            UniqueConstraint(fields=["id", "councillor"], name=NAME + "whose"),
            holds(
                "not_ones_own",
                ~Q(opened_by=F("councillor")),
                refusal=_("These are your own records. You see them under Contacts."),
            ),
        ]

    def __str__(self) -> str:
        return _t("the opening of ward records on %(day)s") % {
            "day": day_in_words(timezone.localdate(self.opened_at))
        }

    def get_absolute_url(self) -> str:
        return reverse("consent:opening", args=[self.pk])

    @property
    def own_page(self) -> tuple[str, str]:
        """Where it stands, and the words of the link to it."""
        return self.get_absolute_url(), _t("See who opened them, and until when")

    def may_be_ended_by(self, user: User) -> bool:
        """By the officer, or by who oversees it: who is its owner too decides nothing on it."""
        oversees = user.has_perm(Right.OVERSEE_OPENINGS) and user.pk != self.councillor_id
        return user.pk == self.opened_by_id or oversees
