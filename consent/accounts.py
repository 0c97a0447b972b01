"""Accounts on social media that a councillor uses as one, and what they took down or blocked there.

Theirs to keep or not, seen by nobody else. An account for party or private life does not belong
here: "this guidance does not cover or affect Members' personal use of twitter ... in any way"
(Barnet policy, 1.5). The portal looks at no account.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from consent.constituents import KEPT
from councilgov.capacity import Capacity
from councilgov.constraints import NAME, holds, implies, one_of
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from datetime import date
    from typing import Self

    from councilgov.people.models import Council, User


class SocialAccountQuerySet(RecordQuerySet["SocialAccount"]):
    def visible_to(self, user: User) -> Self:
        """A councillor's own, in office. Nobody else's, whatever their role."""
        return self.filter(councillor=user) if user.may_act else self.none()


class SocialAccount(Record):
    """An account that somebody uses as a councillor, as they say themselves."""

    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="social_accounts"
    )
    platform = models.CharField(max_length=50)
    handle = models.CharField(max_length=100)
    capacity = models.CharField(max_length=15, choices=Capacity)
    is_public = models.BooleanField(help_text="Anybody can read it")
    is_provided = models.BooleanField(help_text="The council gave it to them")
    has_disclaimer = models.BooleanField(help_text="Its profile says whose views they are")
    has_two_step = models.BooleanField(help_text="A code is asked for besides the password")
    recovery = models.CharField(
        max_length=150, blank=True, help_text="Where the code goes to get back in; no password"
    )

    objects = SocialAccountQuerySet.as_manager()

    class Meta:
        ordering = ["platform", "handle", "pk"]
        constraints = [
            holds("never_of_party_work", Q(capacity__in=KEPT)),
            holds("is_somewhere", ~Q(platform="") & ~Q(handle="")),
            implies("the_councils_is_official", Q(is_provided=True), Q(capacity=Capacity.COUNCIL)),
            UniqueConstraint(
                "councillor",
                Lower("platform"),
                Lower("handle"),
                name=NAME + "noted_once",
                violation_error_message=_("You have noted this account already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform}: {self.handle}"

    def get_absolute_url(self) -> str:
        return reverse("consent:social_account", args=[self.pk])

    @property
    def advice(self) -> list[str]:
        """What would make it safer, or clearer whose views these are."""
        told = {
            _t("Say in the profile whose views these are."): self.has_disclaimer,
            _t("Turn on two-step sign-in, so that a stolen password is not enough."): (
                self.has_two_step
            ),
            _t("Set a telephone number or email to get back in."): bool(self.recovery),
        }
        return [text for text, is_done in told.items() if not is_done]


class Measure(models.TextChoices):
    """What was done."""

    HIDE = "hide", _("I hid a post or comment")
    DELETE = "delete", _("I deleted a post or comment")
    BAN = "ban", _("I banned somebody from my page")
    BLOCK = "block", _("I blocked somebody")
    NOTHING_YET = "nothing_yet", _("Nothing yet: what somebody posted is still there")


class Ground(models.TextChoices):
    """Why (Social Media Protocol: Facebook, Twitter, Libel)."""

    DEFAMATORY = "defamatory", _("It was untrue and hurt somebody’s good name")
    OBSCENE = "obscene", _("It was obscene")
    ABUSE = "abuse", _("It was abuse or a threat")
    SPAM = "spam", _("It was spam, or the same again and again")
    PERSONAL = "personal", _("It gave away something personal")
    OFF_TOPIC = "off_topic", _("It had nothing to do with the page")
    DISAGREEMENT = "disagreement", _("It disagreed with me")


SHUT_OUT = frozenset({Measure.BAN, Measure.BLOCK})
"""It keeps a person out, so it is looked at again, and they need another way to be heard."""


class ModerationQuerySet(RecordQuerySet["Moderation"]):
    def visible_to(self, user: User) -> Self:
        """Of a councillor's own accounts, in office. Nobody else's, whatever their role."""
        return self.filter(account__councillor=user) if user.may_act else self.none()

    def with_row(self) -> Self:
        return self.select_related("account")

    def going_on(self) -> Self:
        """Somebody is still shut out, or something still there."""
        keeps_out = Q(what__in=SHUT_OUT, ended_on=None)
        return self.filter(keeps_out | Q(what=Measure.NOTHING_YET))


class Moderation(Record):
    """On a day a councillor took something down, or shut somebody out, and why.

    "If you do remove them you may be accused of censoring contributions on political grounds"
    (Social Media Protocol): the log is their answer. No post is kept in it. Who knows of a libel
    and does not take it down swiftly may answer for it (the same, Libel).
    """

    account = models.ForeignKey(SocialAccount, models.CASCADE, related_name="moderations")
    known_on = models.DateField(null=True, blank=True, help_text="When they learned of the post")
    on = models.DateField(help_text="When it was done; when it was known, if nothing was")
    what = models.CharField(max_length=15, choices=Measure)
    ground = models.CharField(max_length=15, choices=Ground)
    who = models.CharField(max_length=100, blank=True, help_text="Their user name there")
    other_way = models.CharField(
        max_length=150, blank=True, help_text="How they can still reach the councillor"
    )
    review_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    goes_on = models.DateField(null=True, blank=True, help_text="When it is deleted, if known")

    objects = ModerationQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            one_of("what", Measure),
            one_of("ground", Ground),
            implies("known_before_it_is_down", ~Q(known_on=None), Q(known_on__lte=F("on"))),
            implies("what_is_left_is_known", Q(what=Measure.NOTHING_YET), ~Q(known_on=None)),
            implies("shut_out_is_reviewed", Q(what__in=sorted(SHUT_OUT)), ~Q(review_on=None)),
            implies("shut_out_is_somebody", Q(what__in=sorted(SHUT_OUT)), ~Q(who="")),
            implies("only_who_is_out_is_let_in", ~Q(ended_on=None), Q(what__in=sorted(SHUT_OUT))),
        ]

    def __str__(self) -> str:
        return self.get_what_display()

    def get_absolute_url(self) -> str:
        return reverse("consent:moderation", args=[self.pk])

    @property
    def keeps_out(self) -> bool:
        return self.what in SHUT_OUT and self.ended_on is None

    @property
    def is_to_take_down(self) -> bool:
        return self.what == Measure.NOTHING_YET

    def until(self, council: Council) -> date | None:
        """The last day on which to take it down, by the council's rule; None if nobody said when
        it was known.
        """
        return self.known_on + timedelta(days=council.take_down_days) if self.known_on else None

    def is_late(self, today: date, council: Council) -> bool:
        """It was still there after that day, or is."""
        last, gone = self.until(council), today if self.is_to_take_down else self.on
        return last is not None and gone > last

    def standing(self, today: date, council: Council) -> tuple[str, str]:
        """How it stands, with the colour of its tag."""
        if self.is_to_take_down:
            is_late = self.is_late(today, council)
            return (_t("Overdue"), "red") if is_late else (_t("Take it down"), "orange")
        if self.ended_on:
            return _t("Ended"), "grey"
        if not self.keeps_out:
            return _t("Done"), "grey"
        if self.review_on and self.review_on <= today:
            return _t("Look at it again"), "orange"
        return (_t("In force"), "blue") if self.other_way else (_t("Offer another way"), "yellow")
