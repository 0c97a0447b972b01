"""Contacts that were made: that they were, and nothing of what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from consent.channels import Channel
from consent.constituents import KEPT, Constituent
from consent.permissions import ContactPermission
from councilgov.capacity import Capacity
from councilgov.constraints import holds, iff, implies, london_day, one_of
from councilgov.days import day_in_words
from councilgov.records import Record, RecordQuerySet
from devices.models import Device

if TYPE_CHECKING:
    from typing import Self

    from django_stubs_ext import StrOrPromise

    from councilgov.people.models import User


class Direction(models.TextChoices):
    """Who began."""

    MINE = "mine", _("You contacted them")
    THEIRS = "theirs", _("They contacted you")


class DeviceUsed(models.TextChoices):
    """On what: it "should be on council issued/approved devices" (Barnet policy, 1.1)."""

    COUNCIL = "council", _("A device that the council gave you or set up")
    OWN = "own", _("Another device, such as my own phone")
    NONE = "none", _("No device: on paper or in person")


class Topic(models.TextChoices):
    """What it was about, in a word that says nothing about the person."""

    HOUSING = "housing", _("Housing")
    PLANNING = "planning", _("Planning")
    LICENSING = "licensing", _("Licensing")
    STREETS = "streets", _("Roads, pavements and parking")
    WASTE = "waste", _("Bins and street cleaning")
    PARKS = "parks", _("Parks and the environment")
    SAFETY = "safety", _("Safety and nuisance")
    MONEY = "money", _("Council tax and benefits")
    SCHOOLS = "schools", _("Schools and children")
    CARE = "care", _("Care and support")
    MEETING = "meeting", _("A meeting or an appointment")
    OTHER = "other", _("Something else")


class Official(models.TextChoices):
    """Whether the council has the official information that was in it (Freedom of Information Act
    2000, section 3(2)(b): what a councillor holds for the council is the council's).
    """

    NONE = "none", _("There was none in it")
    MOVED = "moved", _("Yes, and it is in a council system now")
    TO_MOVE = "to_move", _("Yes, and I still have to move it there")


COMMITTEE_TOPICS = frozenset({Topic.PLANNING, Topic.LICENSING})
"""On which a committee decides that must not have made up its mind before."""


class ContactQuerySet(RecordQuerySet["Contact"]):
    def visible_to(self, user: User) -> Self:
        """A councillor's own, in office. Nobody else's, whatever their role."""
        return self.filter(councillor=user).here() if user.may_act else self.none()

    def here(self) -> Self:
        """Of people whose councillor has not left office since."""
        return self.filter(constituent__leaving=None)

    def with_row(self) -> Self:
        return self.select_related("constituent", "channel", "device", "permission__channel")

    def locked(self, row: Contact) -> Contact:
        """The same, with the person held first: whoever deletes them waits, or was there before."""
        Constituent.objects.held(row.constituent_id)
        return super().locked(row)


class Contact(Record):
    """That a councillor and somebody were in touch, on one channel. Never what was said.

    "Keep the personal information to a minimum" (Barnet policy, 1.4). What happened is never
    refused: where a rule was not kept to, the row says so.
    """

    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="contacts_made"
    )
    constituent = models.ForeignKey(Constituent, models.CASCADE, related_name="contacts")
    capacity = models.CharField(max_length=15, choices=Capacity)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="contacts")
    permission = models.ForeignKey(
        ContactPermission, models.CASCADE, related_name="contacts", null=True, blank=True
    )
    direction = models.CharField(max_length=10, choices=Direction)
    is_two_way = models.BooleanField(help_text="Both spoke or wrote")
    happened_on = models.DateField()
    happened_at = models.DateTimeField(null=True, blank=True, help_text="If the time is known")
    logged_at = models.DateTimeField()
    device_used = models.CharField(max_length=10, choices=DeviceUsed)
    device = models.ForeignKey(
        Device, models.PROTECT, related_name="contacts", null=True, blank=True
    )
    topic = models.CharField(max_length=15, choices=Topic, default=Topic.OTHER)
    official = models.CharField(max_length=10, choices=Official, default=Official.NONE)
    moved_on = models.DateField(null=True, blank=True, help_text="To a council system")
    was_unchecked = models.BooleanField(
        default=False, help_text="Written to before it was checked who it is, or too long after"
    )
    was_unpermitted = models.BooleanField(
        default=False, help_text="Written to without their permission"
    )
    was_not_allowed = models.BooleanField(
        default=False, help_text="On a channel that the council does not allow"
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-pk"]
        indexes = [
            models.Index(fields=["councillor", "-happened_on"], name="consent_contact_by_day"),
        ]
        constraints = [
            one_of("direction", Direction),
            one_of("device_used", DeviceUsed),
            one_of("topic", Topic),
            one_of("official", Official),
            holds("never_of_party_work", Q(capacity__in=KEPT)),
            iff("council_device_is_named", Q(device_used=DeviceUsed.COUNCIL), ~Q(device=None)),
            iff("moved_on_a_day", Q(official=Official.MOVED), ~Q(moved_on=None)),
            holds("logged_once_it_was", Q(happened_on__lte=london_day("logged_at"))),
            implies(
                "at_a_time_of_that_day",
                ~Q(happened_at=None),
                Q(happened_on=london_day("happened_at")),
            ),
            implies(
                "to_be_written_to_is_no_fault",
                Q(direction=Direction.THEIRS, is_two_way=False),
                Q(was_unchecked=False, was_unpermitted=False, was_not_allowed=False),
            ),
        ]

    def __str__(self) -> str:
        return _t("%(channel)s with %(person)s on %(day)s") % {
            "channel": self.channel,
            "person": self.constituent,
            "day": day_in_words(self.happened_on),
        }

    def get_absolute_url(self) -> str:
        return reverse("consent:contact", args=[self.pk])

    @property
    def was_written(self) -> bool:
        """The councillor wrote or spoke: to be written to breaks no rule."""
        return self.is_two_way or self.direction == Direction.MINE

    @property
    def shows_who_it_is(self) -> bool:
        """Both ways, with somebody of whom it was known who they are. An own message without an
        answer shows nothing, nor does an answer on a number that was not checked.
        """
        return self.is_two_way and not self.was_unchecked and not self.was_unpermitted

    @property
    def was_on_own_device(self) -> bool:
        """Which "should not be used" for matters of council or ward (Barnet policy, 1.1)."""
        return self.device_used == DeviceUsed.OWN

    @property
    def is_for_committee(self) -> bool:
        return self.topic in COMMITTEE_TOPICS

    @property
    def went(self) -> StrOrPromise:
        """Who began, and whether the other answered, in words."""
        return WENT[self.direction, self.is_two_way]


WENT = {
    (Direction.THEIRS.value, True): _("They contacted you, and you answered"),
    (Direction.MINE.value, True): _("You contacted them, and they answered"),
    (Direction.MINE.value, False): _("You contacted them, without an answer"),
    (Direction.THEIRS.value, False): _("They contacted you, and you have not answered"),
}
