"""What stays of somebody who was erased: marks that say nothing to who has not the portal's key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q, UniqueConstraint

from consent.channels import Channel
from consent.keys import keyed, keyed_each
from consent.machines import PermissionStatus
from consent.permissions import ContactPermission, Purpose
from councilgov.constraints import NAME, holds, one_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from typing import Self

    from councilgov.people.models import User

L = TypeVar("L", bound="Listed")


PERSON, PERMISSION = "person", "permission"


def mark_of(pk: int, begun_at: datetime, what: str = PERSON) -> str:
    """Of one person, or of what else was deleted or refused. The moment tells it from what gets the
    same number after a restore.
    """
    return keyed(_words(what, pk, begun_at))


def marks_of(pk: int, begun_at: datetime, what: str = PERSON) -> Sequence[str]:
    """The same under each key that was ever in use."""
    return keyed_each(_words(what, pk, begun_at))


def _words(what: str, pk: int, begun_at: datetime) -> str:
    return f"{what} {pk} {begun_at.timestamp():.6f}"


class ListedQuerySet(models.QuerySet[L]):
    def unlisted(self) -> Self:
        """Those that are not on the list outside the database yet."""
        return self.filter(listed_at=None)


class Listed(models.Model):
    """What goes on the list outside the database, from which it is done again on a restore."""

    mark = models.CharField(max_length=64, unique=True)
    listed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    if TYPE_CHECKING:

        @property
        def done_at(self) -> datetime: ...


class Erasure(Listed):
    """That somebody was erased, or an entry about somebody."""

    erased_at = models.DateTimeField()

    objects = ListedQuerySet["Erasure"].as_manager()

    def __str__(self) -> str:
        return f"Erasure {self.pk}"

    @property
    def done_at(self) -> datetime:
        return self.erased_at


def _about(row: ContactPermission) -> tuple[int, int, str]:
    return row.constituent_id, row.channel_id, row.purpose


class RefusalQuerySet(ListedQuerySet["Refusal"]):
    def note(self, rows: Sequence[ContactPermission]) -> None:
        """They said no, or took it back, at the moment at which these ended. Twice is once.

        A backup may have the same as it was begun before, or under the number or name that they
        had until then: that is marked too.
        """
        ended = {_about(row): row.ended_at for row in rows if row.ended_at}
        moments = {row.pk: row.ended_at for row in rows if row.ended_at}
        was = ContactPermission.objects.filter(
            constituent__in={row.constituent_id for row in rows},
            status=PermissionStatus.HANDLE_CHANGED,
        )
        for row in was:
            if moment := ended.get(_about(row)):
                moments.setdefault(row.pk, moment)
        history: models.QuerySet[Any] = ContactPermission.history.all()
        begun = history.filter(id__in=moments).order_by().values_list("id", "begun_at").distinct()
        marks = {mark_of(pk, begun_at, PERMISSION): moments[pk] for pk, begun_at in begun}
        self.bulk_create(
            [Refusal(mark=mark, said_at=moment) for mark, moment in marks.items()],
            ignore_conflicts=True,
            batch_size=1_000,
        )


class Refusal(Listed):
    """That somebody said no, or took it back: a backup from before still says yes."""

    said_at = models.DateTimeField()

    objects = RefusalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Refusal {self.pk}"

    @property
    def done_at(self) -> datetime:
        return self.said_at


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def over(self, today: date) -> Self:
        return self.filter(until__lte=today)

    def of(self, councillor: User | int, channel: Channel, purpose: str, normal: str) -> Self:
        about = {"councillor": councillor, "channel": channel, "purpose": purpose}
        return self.filter(**about, mark__in=keyed_each(f"handle {normal}"))


class Suppression(models.Model):
    """That somebody said no, or took it back, so that the councillor does not ask them again. It
    is all that stays when they are erased: no name, no number. It goes when the year is over; a no
    to newsletters has no end.
    """

    councillor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=15, choices=Purpose)
    mark = models.CharField(max_length=64)
    said_on = models.DateField()
    until = models.DateField()

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("purpose", Purpose),
            UniqueConstraint("councillor", "channel", "purpose", "mark", name=NAME + "one_each"),
            holds("ends_after_it_begins", Q(until__gt=F("said_on"))),
        ]

    def __str__(self) -> str:
        return f"Suppression {self.pk}"

    def has_a_later_one(self) -> bool:
        """Whether the same is kept for longer already: they said so under two entries."""
        same = {"councillor": self.councillor_id, "channel": self.channel_id}
        there = Suppression.objects.filter(purpose=self.purpose, mark=self.mark, **same)
        return there.filter(until__gt=self.until).exists()
