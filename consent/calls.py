"""What a councillor looked at before a video call, if they want it kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import holds
from councilgov.days import day_in_words
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from typing import Self

    from councilgov.people.models import User


class Look(models.TextChoices):
    """Barnet policy, 1.6; and what such calls can do today."""

    PRIVATE = "private", _("Nobody can overhear us, here or with them")
    AROUND = "around", _("Nobody is behind me who could see or be heard")
    PAPERS = "papers", _("Papers are out of sight")
    SCREEN = "screen", _("Nobody else sees my screen")
    HOME = "home", _("I am not at home, or the door is shut and all there know")
    UNRECORDED = "unrecorded", _("Recording, captions and AI notes are off, with them too")


class VideoCheckQuerySet(RecordQuerySet["VideoCheck"]):
    def visible_to(self, user: User) -> Self:
        """A councillor's own, in office. Nobody else's, whatever their role."""
        return self.filter(councillor=user) if user.may_act else self.none()


class VideoCheck(Record):
    """On a day a councillor had looked round before a call. It says nothing about with whom."""

    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="video_checks"
    )
    on = models.DateField()
    looks = ArrayField(models.CharField(max_length=15, choices=Look), blank=True)

    objects = VideoCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [holds("looks_known", Q(looks__contained_by=Look.values))]

    def __str__(self) -> str:
        return day_in_words(self.on)

    @property
    def left(self) -> list[str]:
        """What was not ticked, in words."""
        return [str(look.label) for look in Look if look not in self.looks]
