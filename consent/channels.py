"""The ways in which people are reached: rows, so that those not yet invented fit in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, UniqueConstraint
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consent.identifiers import Identifier
from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.records import Record, RecordQuerySet, Staged

if TYPE_CHECKING:
    from collections.abc import Mapping, Set
    from typing import Self

    from councilgov.people.models import User


class ChannelKind(models.TextChoices):
    """What the Barnet policy tells apart (1): traditional ways, and "social media"."""

    TRADITIONAL = "traditional", _("Letter, telephone or email")
    TEXT = "text", _("Text message")
    INSTANT = "instant", _("Instant messages")
    DIRECT = "direct", _("Direct messages of a social network")
    VIDEO = "video", _("Video calls")
    PUBLIC = "public", _("Public posts")


class ChannelStatus(models.TextChoices):
    """Whether it is used, and who has looked at it."""

    PROPOSED = "proposed", _("To be classified")
    IN_USE = "in_use", _("In use")
    NOT_ALLOWED = "not_allowed", _("Not allowed")
    RETIRED = "retired", _("No longer exists")


CHANNEL_MOVES: Mapping[str, Set[str]] = {
    ChannelStatus.PROPOSED: {ChannelStatus.IN_USE, ChannelStatus.NOT_ALLOWED},
    ChannelStatus.IN_USE: {ChannelStatus.NOT_ALLOWED, ChannelStatus.RETIRED},
    ChannelStatus.NOT_ALLOWED: {ChannelStatus.IN_USE, ChannelStatus.RETIRED},
    ChannelStatus.RETIRED: {ChannelStatus.IN_USE},
}
USED = frozenset({ChannelStatus.PROPOSED, ChannelStatus.IN_USE})
WRITTEN = frozenset({ChannelKind.TEXT, ChannelKind.INSTANT, ChannelKind.DIRECT})


class ChannelQuerySet(RecordQuerySet["Channel"]):
    def locked(self, row: Channel) -> Channel:
        """Held. What is noted on it meanwhile does not wait, so that nobody waits for ever."""
        held = self.select_for_update(of=("self",), no_key=True)
        return self._there(held.filter(pk=row.pk).first())

    def used(self) -> Self:
        """Those on which somebody may be contacted, also one that is still to be classified."""
        return self.filter(status__in=USED).exclude(kind=ChannelKind.PUBLIC)

    def to_classify(self) -> Self:
        return self.filter(status=ChannelStatus.PROPOSED)

    def not_allowed(self) -> Self:
        return self.filter(status=ChannelStatus.NOT_ALLOWED)

    def offered_to(self, user: User) -> Self:
        """Those that may be used, with which of them this councillor leaves alone (``is_left``),
        those last.
        """
        left = LeftChannel.objects.visible_to(user).filter(channel=OuterRef("pk"))
        return self.used().annotate(is_left=Exists(left)).order_by("is_left", Upper("name"))


class Channel(Staged):
    """A way to reach people, and the rules for it ("text messaging, Instant Messaging ..., Twitter,
    Facebook, Skype etc ... technology is changing all the time", Barnet policy, 1).

    One that a councillor named and nobody classified yet has the strictest rules.
    """

    MOVES = CHANNEL_MOVES

    name = models.CharField(max_length=50)
    kind = models.CharField(max_length=15, choices=ChannelKind)
    identifier = models.CharField(max_length=10, choices=Identifier)
    description = models.CharField(max_length=300, blank=True)
    needs_permission = models.BooleanField(
        default=True, help_text="People are asked before it is used (1.2)"
    )
    needs_verification = models.BooleanField(
        default=True, help_text="Its number or name is checked before it is used (1.3)"
    )
    is_secure = models.BooleanField(
        default=False, help_text="Secure enough for especially sensitive information (1.4)"
    )
    is_by_sight = models.BooleanField(
        default=False, help_text="People see one another, so they know who it is (1.6)"
    )
    status = models.CharField(max_length=15, choices=ChannelStatus, default=ChannelStatus.PROPOSED)
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    why_not = models.CharField(
        max_length=500, blank=True, help_text="Why the council does not allow it"
    )

    objects = ChannelQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            one_of("kind", ChannelKind),
            one_of("identifier", Identifier),
            one_of("status", ChannelStatus),
            UniqueConstraint(
                Upper("name"),
                name=NAME + "named_once",
                violation_error_message=_("There is a channel of this name already."),
            ),
            holds("has_a_name", ~Q(name="")),
            together("proposed_at", "proposed_by"),
            together("judged_at", "judged_by"),
            iff("not_allowed_for_a_reason", Q(status="not_allowed"), ~Q(why_not="")),
            implies(
                "strict_until_classified",
                Q(status="proposed"),
                Q(needs_permission=True, needs_verification=True)
                & Q(is_secure=False, is_by_sight=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_be_used(self) -> bool:
        return self.status in USED and self.kind != ChannelKind.PUBLIC

    @property
    def takes_messages(self) -> bool:
        """One can write to it, and ask them to ring."""
        is_mail = self.kind == ChannelKind.TRADITIONAL and self.identifier == Identifier.EMAIL
        return is_mail or self.kind in WRITTEN

    def get_absolute_url(self) -> str:
        return reverse("consent:channel", args=[self.pk])


class LeftChannelQuerySet(RecordQuerySet["LeftChannel"]):
    def visible_to(self, user: User) -> Self:
        """A councillor's own, and nobody else's: there is no table of who uses what."""
        return self.filter(councillor=user)


class LeftChannel(Record):
    """A channel that a councillor does not use: "there is no pressure on Members to use social
    media methods that they do not feel comfortable using" (Barnet policy, 1). Nobody asks why,
    nobody reminds them, and nobody counts.
    """

    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="left_channels"
    )
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="+")

    objects = LeftChannelQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(
                "councillor",
                "channel",
                name=NAME + "left_once",
                violation_error_message=_("You have said already that you do not use it."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.channel)
