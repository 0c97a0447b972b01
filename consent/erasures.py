"""What stays of somebody who was erased: marks that say nothing to who has not the portal's key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint
from django.utils.crypto import salted_hmac

from consent.channels import Channel
from consent.permissions import Purpose
from councilgov.constraints import NAME, one_of

if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import Self

    from councilgov.people.models import User


def keyed(what: str) -> str:
    """Its hash under the portal's secret key: without that nobody can try out names or numbers."""
    return salted_hmac("consent.erasures", what, algorithm="sha256").hexdigest()


def mark_of(pk: int, begun_at: datetime) -> str:
    """Of one person. The moment tells them from who gets the same number after a restore."""
    return keyed(f"person {pk} {begun_at.timestamp():.6f}")


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def unlisted(self) -> Self:
        """Those that are not on the list outside the database yet."""
        return self.filter(listed_at=None)


class Erasure(models.Model):
    """That somebody was erased. It goes on the list from which that is done again on a restore."""

    mark = models.CharField(max_length=64, unique=True)
    erased_at = models.DateTimeField()
    listed_at = models.DateTimeField(null=True, blank=True)

    objects = ErasureQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Erasure {self.pk}"


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def in_force(self, today: date) -> Self:
        return self.filter(until__gt=today)

    def over(self, today: date) -> Self:
        return self.filter(until__lte=today)

    def of(self, councillor: User | int, channel: Channel, purpose: str, normal: str) -> Self:
        about = {"councillor": councillor, "channel": channel, "purpose": purpose}
        return self.filter(**about, mark=keyed(f"handle {normal}"))


class Suppression(models.Model):
    """That somebody said no, or took it back, so that the councillor does not ask them again. It
    is all that stays when they are erased: no name, no number, and it goes when the year is over.
    """

    councillor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=15, choices=Purpose)
    mark = models.CharField(max_length=64)
    until = models.DateField()

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("purpose", Purpose),
            UniqueConstraint("councillor", "channel", "purpose", "mark", name=NAME + "one_each"),
        ]

    def __str__(self) -> str:
        return f"Suppression {self.pk}"
