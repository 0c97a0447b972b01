"""Permission to contact somebody on a channel, under the number or name they have there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.aggregates import StringAgg
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, UniqueConstraint, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from consent.channels import USED, Channel, ChannelKind, LeftChannel
from consent.constituents import Constituent
from consent.identifiers import Identifier
from consent.machines import (
    CHECKED,
    ENDED,
    LIVE,
    PERMISSION_MOVES,
    UNANSWERED,
    USABLE,
    PermissionStatus,
)
from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.deadlines import months_after
from councilgov.records import RecordQuerySet, Staged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import Self

    from consent.constituents import ConstituentQuerySet
    from councilgov.people.models import Council, User


NUMBER_IS_NO_PERMISSION = _(
    "To have somebody’s number is no permission to write to it. Ask them first."
)
SAY_YES_TO_THAT = _(
    "That somebody wrote to you is no yes to a newsletter, or to have something published. Ask "
    "them."
)


class Purpose(models.TextChoices):
    """What for, one never for another (Privacy and Electronic Communications Regulations 2003)."""

    CONTACT = "contact", _("To be contacted about their case or council business")
    NEWSLETTER = "newsletter", _("To be sent the ward newsletter")
    PUBLISH = "publish", _("To have what they said or sent published")


class Source(models.TextChoices):
    """From what it is known. That a councillor happens to have a number is none of these: "just
    because you have someone's mobile number does not mean they consent" (Barnet policy, 1.2).
    """

    ASKED = "asked", _("You asked them")
    THEY_ASKED = "they_asked", _("They asked you to use it")
    WROTE_FIRST = "wrote_first", _("They wrote to you first on this channel")
    GAVE_DETAILS = "gave_details", _("They gave it to you as a way to reach them")
    HANDED_ON = "handed_on", _("The councillor before you handed it on, and they were told")


class Verification(models.TextChoices):
    """How it was made sure that it is them (Barnet policy, 1.3 and 1.6)."""

    CALL_BACK = "call_back", _("They rang after the test message")
    ON_VIDEO = "on_video", _("Seen on a video call")
    IN_PERSON = "in_person", _("They showed it in person")
    LETTER_OR_EMAIL = "letter_or_email", _("They answered by letter or email")


class ContactPermissionQuerySet(RecordQuerySet["ContactPermission"]):
    def visible_to(self, user: User) -> Self:
        """A councillor's own, in office. Nobody else's, whatever their role."""
        return self.filter(councillor=user).here() if user.may_act else self.none()

    def here(self) -> Self:
        """Of people whose councillor has not left office since."""
        return self.filter(constituent__leaving=None)

    def to_contact(self) -> Self:
        """Those for contact, and none for a newsletter or for publishing."""
        return self.filter(purpose=Purpose.CONTACT)

    def beyond_contact(self) -> Self:
        """What else they agreed to, or were asked: a newsletter, or to have something published."""
        return self.exclude(purpose=Purpose.CONTACT)

    def stale(self, today: date) -> Self:
        """Not checked for six months, and nothing heard in them: to be checked before use.

        Also while a test message waits for its answer; not on a channel that its councillor or the
        council leaves alone: "no pressure" to use one (Barnet policy, 1).
        """
        left = LeftChannel.objects.filter(
            channel=OuterRef("channel"), councillor=OuterRef("councillor")
        )
        kept = self.filter(status__in=CHECKED, channel__status__in=USED).exclude(Exists(left))
        return kept.filter(stale_on__lte=today)

    def traditional(self) -> Self:
        """By letter, telephone or email, in which people can always be reached (1)."""
        return self.to_contact().filter(channel__kind=ChannelKind.TRADITIONAL)

    def without_reply(self, today: date) -> Self:
        """Asked so long ago that no answer is one: nobody chases it."""
        return self.filter(status=PermissionStatus.ASKED, reply_until__lt=today)

    def with_row(self) -> Self:
        return self.select_related("constituent", "channel")

    def locked(self, row: ContactPermission) -> ContactPermission:
        """The same, with the person and all other permissions of theirs held too, in one order."""
        held = {one.pk: one for one in self.held(row.constituent_id)}
        return self._there(held.get(row.pk))

    def held(self, person: int) -> Self:
        """All of somebody who is held first. Raises ``Refused`` if they were deleted meanwhile."""
        Constituent.objects.held(person)
        return self.filter(constituent=person).select_for_update(of=("self",)).order_by("pk")


class ContactPermission(Staged):
    """That somebody agreed to be contacted in this way, and that it was checked to be them.

    "You will need to ask first ... make a note of the permission" (Barnet policy, 1.2); "send a
    test message asking the recipient to contact you" (1.3). No lawful basis of data protection.
    """

    MOVES = PERMISSION_MOVES

    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="contact_permissions"
    )
    constituent = models.ForeignKey(Constituent, models.CASCADE, related_name="permissions")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="permissions")
    needs_permission = models.BooleanField(help_text="By the rules of the channel at that time")
    needs_verification = models.BooleanField(help_text="The same")
    purpose = models.CharField(max_length=15, choices=Purpose, default=Purpose.CONTACT)
    handle = models.CharField(max_length=254, help_text="The number or name, as it was written")
    normal = models.CharField(max_length=254, help_text="The same in one form")
    look = models.CharField(max_length=254, help_text="What is left of it for a hasty eye")
    status = models.CharField(max_length=15, choices=PermissionStatus)
    source = models.CharField(max_length=15, choices=Source)
    is_preferred = models.BooleanField(default=False)
    asked_on = models.DateField(null=True, blank=True)
    asked_via = models.ForeignKey(
        Channel,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="None: face to face",
    )
    words = models.CharField(max_length=500, blank=True, help_text="In which words they were asked")
    was_told_of_choice = models.BooleanField(
        default=False, help_text="They were told that they may say no and change their mind"
    )
    reply_until = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    test_sent_at = models.DateTimeField(null=True, blank=True)
    test_word = models.CharField(
        max_length=40, blank=True, help_text="What they say when they ring, until they have rung"
    )
    verified_on = models.DateField(null=True, blank=True)
    verified_how = models.CharField(max_length=20, choices=Verification, blank=True)
    who_answered = models.CharField(
        max_length=150, blank=True, help_text="Who rang or was seen, and how they were known"
    )
    shared_why = models.CharField(
        max_length=300, blank=True, help_text="Why somebody else is reached there too"
    )
    last_contact_on = models.DateField(null=True, blank=True, help_text="Both ways")
    told_contact_on = models.DateField(
        null=True, blank=True, help_text="Both ways, known from elsewhere than the log of contacts"
    )
    stale_on = models.DateField(null=True, blank=True, help_text="From when it is checked first")
    ended_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(default=timezone.now, help_text="This time, if begun anew")

    objects = ContactPermissionQuerySet.as_manager()

    class Meta:
        ordering = ["-is_preferred", "pk"]
        indexes = [
            models.Index(
                "stale_on",
                "councillor",
                name="consent_permission_stale",
                condition=Q(status__in=sorted(CHECKED)),
            ),
            models.Index("councillor", "normal", name="consent_permission_normal"),
            models.Index("councillor", "look", name="consent_permission_look"),
        ]
        constraints = [
            one_of("purpose", Purpose),
            one_of("source", Source),
            one_of("status", PermissionStatus),
            UniqueConstraint(fields=["id", "constituent", "channel"], name=NAME + "whose_where"),
            holds("has_a_handle", ~Q(handle="") & ~Q(normal="") & ~Q(look="")),
            UniqueConstraint(
                "constituent",
                "channel",
                "normal",
                "purpose",
                name=NAME + "one_live_each",
                condition=Q(status__in=sorted(LIVE)),
                violation_error_message=_("You have this person’s permission for it already."),
            ),
            UniqueConstraint(
                "constituent",
                name=NAME + "one_preferred_each",
                condition=Q(is_preferred=True),
                violation_error_message=_("They like another way best. Look at their page again."),
            ),
            implies("preferred_while_usable", Q(is_preferred=True), Q(status__in=sorted(USABLE))),
            implies(
                "having_a_number_is_no_permission",
                Q(source=Source.GAVE_DETAILS),
                Q(needs_permission=False, purpose=Purpose.CONTACT),
                refusal=NUMBER_IS_NO_PERMISSION,
            ),
            implies(
                "handed_on_to_be_checked",
                Q(source=Source.HANDED_ON),
                Q(needs_verification=True, purpose=Purpose.CONTACT),
            ),
            implies(
                "said_yes_to_that",
                ~Q(purpose=Purpose.CONTACT),
                Q(source__in=[Source.ASKED, Source.THEY_ASKED]),
                refusal=SAY_YES_TO_THAT,
            ),
            implies(
                "checked_for_contact_alone",
                ~Q(purpose=Purpose.CONTACT),
                Q(verified_on=None, test_sent_at=None, is_preferred=False),
                refusal=_("This is no permission to contact them. Add a way to reach them."),
            ),
            iff(
                "asked_in_words",
                Q(source=Source.ASKED),
                ~Q(asked_on=None) & ~Q(words="") & ~Q(reply_until=None),
            ),
            implies("asked_by_us", Q(status="asked"), Q(source=Source.ASKED)),
            implies("agreed_on_a_day", Q(status__in=sorted(USABLE)), ~Q(answered_on=None)),
            implies("word_of_one_test", ~Q(test_word=""), Q(status="test_sent")),
            iff("ended_at_a_moment", Q(status__in=sorted(ENDED)), ~Q(ended_at=None)),
            implies("refused_on_a_day", Q(status="refused"), ~Q(answered_on=None)),
            implies("tested_at_a_moment", Q(status="test_sent"), ~Q(test_sent_at=None)),
            implies(
                "verified_in_full",
                Q(status="verified"),
                ~Q(verified_on=None) & ~Q(stale_on=None),
            ),
            together("verified_on", "stale_on"),
            implies("stale_later", ~Q(verified_on=None), Q(stale_on__gt=F("verified_on"))),
            implies(
                "checked_once_agreed",
                ~Q(verified_on=None) & ~Q(answered_on=None),
                Q(verified_on__gte=F("answered_on")),
                refusal=_("They agreed on a later day. Enter that day or one after it."),
            ),
            iff("verified_somehow", ~Q(verified_on=None), Q(verified_how__in=Verification.values)),
            iff("known_who_answered", ~Q(verified_on=None), ~Q(who_answered="")),
        ]

    def __str__(self) -> str:
        return _t("%(channel)s of %(person)s") % {
            "channel": self.channel,
            "person": self.constituent,
        }

    def get_absolute_url(self) -> str:
        return reverse("consent:permission", args=[self.pk])

    def stand_at(self, to: str) -> Sequence[str]:
        """What they were to say is forgotten once the test is over; what has ended did so now."""
        if to != PermissionStatus.TEST_SENT:
            self.test_word = ""
        if to in ENDED:
            self.ended_at, self.is_preferred = timezone.now(), False
        return [*super().stand_at(to), "test_word", "ended_at", "is_preferred"]

    @property
    def asked_how(self) -> str:
        """How they were asked, in words."""
        return (
            _t("by %(channel)s") % {"channel": self.asked_via}
            if self.asked_via
            else _t("face to face")
        )

    @property
    def checked_on(self) -> date | None:
        """The last day on which something showed that it is still them; None if nothing did."""
        days = [day for day in (self.verified_on, self.last_contact_on) if day]
        return max(days) if self.verified_on else None

    def is_stale(self, today: date) -> bool:
        """It was checked, and so long ago that it is checked again before it is used (1.3)."""
        return bool(self.status in CHECKED and self.stale_on and self.stale_on <= today)

    def is_usable(self, today: date) -> bool:
        """It was agreed, and checked where it has to be, and the check is fresh."""
        if self.status == PermissionStatus.VERIFIED:
            return not self.is_stale(today)
        return self.status == PermissionStatus.GRANTED and not self.needs_verification

    @property
    def is_unanswered(self) -> bool:
        """They were asked, and have not said yes or no."""
        return self.status in UNANSWERED

    @property
    def is_live(self) -> bool:
        """It is agreed, checked or not."""
        return self.status in USABLE

    @property
    def is_over(self) -> bool:
        """Nothing is asked or agreed."""
        return self.status not in LIVE

    @property
    def ended_on(self) -> date | None:
        """The day in London on which it was refused or taken back."""
        return timezone.localdate(self.ended_at) if self.ended_at else None

    @property
    def said_no_on(self) -> date:
        """The day of their no: of the answer, or on which they took it back."""
        day = self.answered_on if self.status == PermissionStatus.REFUSED else self.ended_on
        assert day  # noqa: S101  # asked only of what they closed
        return day

    def is_at(self, channel: Channel, normal: str) -> bool:
        """The same number or address, whatever goes there; of user names, on the same service."""
        is_one = channel.identifier == self.channel.identifier != Identifier.HANDLE
        return self.normal == normal and (self.channel_id == channel.pk or is_one)

    def surely_reaches(self, today: date, council: Council) -> bool:
        """It was checked that it reaches them, or they answered there, and not too long ago."""
        until = self.stale_on
        if until is None and self.last_contact_on:
            until = months_after(self.last_contact_on, council.stale_after_months)
        return bool(self.is_live and self.channel.may_be_used and until and until > today)

    def forget_the_last_time(self) -> None:
        """Begin anew under the same number or name: what was asked and checked is history."""
        self.asked_on = self.asked_via = self.reply_until = self.answered_on = None
        self.test_sent_at = self.ended_at = None
        self.begun_at = timezone.now()
        self.verified_on = self.stale_on = self.last_contact_on = self.told_contact_on = None
        self.words = self.verified_how = self.who_answered = self.shared_why = ""
        self.was_told_of_choice = False

    def count_from(self, council: Council) -> None:
        """Work out from when it is stale, from what is known of it now."""
        checked = self.checked_on
        self.stale_on = months_after(checked, council.stale_after_months) if checked else None


def with_ways(people: ConstituentQuerySet, today: date) -> ConstituentQuerySet:
    """People with how they are best reached (``best_way``: by a channel that the councillor uses,
    the one that they like best), how many ways are to be checked before
    use (``to_check``), and every number and name to search in (``handles``).
    """
    mine = ContactPermission.objects.to_contact().filter(
        constituent=OuterRef("pk"), status__in=USABLE, channel__status__in=USED
    )
    left = LeftChannel.objects.filter(
        channel=OuterRef("channel"), councillor=OuterRef("councillor")
    )
    best = mine.order_by(Exists(left), "-is_preferred", "pk")
    checks = mine.exclude(Exists(left)).filter(
        Q(status__in=CHECKED, stale_on__lte=today)
        | (~Q(status=PermissionStatus.VERIFIED) & Q(needs_verification=True))
    )
    every = ContactPermission.objects.filter(constituent=OuterRef("pk")).order_by()
    count = checks.order_by().values("constituent").annotate(n=Count("pk")).values("n")
    words = Concat("handle", Value(" "), "normal")
    handles = every.values("constituent").annotate(all=StringAgg(words, " ")).values("all")
    return people.annotate(
        best_way=Subquery(best.values("channel__name")[:1]),
        to_check=Coalesce(Subquery(count), 0),
        handles=Subquery(handles),
    )
