"""Senders of email that a councillor asks the desk to block."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator, validate_email
from django.db import models
from django.db.models import Exists, OuterRef, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.days import day_in_words
from councilgov.people.models import TermOfOffice
from councilgov.records import RecordQuerySet, Staged
from devices.machines import FILTER_MOVES, OPEN_FILTERS, FilterStatus

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self

    from councilgov.people.models import User

# Where many people have their mailbox: to block one of these is to block the public.
SHARED = frozenset(
    [
        "aol.com",
        "btinternet.com",
        "fastmail.com",
        "gmail.com",
        "gmx.co.uk",
        "gmx.com",
        "googlemail.com",
        "hotmail.co.uk",
        "hotmail.com",
        "icloud.com",
        "live.co.uk",
        "live.com",
        "mac.com",
        "mail.com",
        "me.com",
        "msn.com",
        "ntlworld.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "sky.com",
        "talktalk.net",
        "tiscali.co.uk",
        "virginmedia.com",
        "yahoo.co.uk",
        "yahoo.com",
        "ymail.com",
        "zoho.com",
    ]
)
# Beneath these every organisation has a name of its own.
SUFFIXES = frozenset(
    [
        "ac.uk",
        "co.uk",
        "gov.scot",
        "gov.uk",
        "gov.wales",
        "ltd.uk",
        "me.uk",
        "mod.uk",
        "net.uk",
        "nhs.uk",
        "org.uk",
        "parliament.uk",
        "plc.uk",
        "police.uk",
        "sch.uk",
    ]
)
NO_SENDER = _("Enter an email address or what stands after its @, like news.example.com")


class SenderKind(models.TextChoices):
    """How much is blocked."""

    ADDRESS = "address", _("One address")
    DOMAIN = "domain", _("Everybody at a domain")


class AskedVia(models.TextChoices):
    """How the desk heard of it."""

    PORTAL = "portal", _("In the portal")
    PHONE = "phone", _("By phone")
    DROP_IN = "drop_in", _("At the desk")
    EMAIL = "email", _("By email")


IN_BRACKETS = re.compile(r"<([^<>]+)>\s*$")
"""The address behind a name: Ann Lee <ann@example.com>."""


def tidy_sender(typed: str) -> str:
    """An address or a domain as it is kept: without what mail programs put around it."""
    named = IN_BRACKETS.search(typed)
    sender = (named[1] if named else typed).strip().strip("<>").lower()
    sender = sender.removeprefix("mailto:").strip()
    return sender.removeprefix("@").removeprefix("*@")


def kind_of(sender: str) -> SenderKind:
    return SenderKind.ADDRESS if "@" in sender else SenderKind.DOMAIN


def validate_sender(sender: str) -> None:
    """Raise ``ValidationError`` for what is neither, and for a domain of the public at large."""
    try:
        if kind_of(sender) == SenderKind.ADDRESS:
            validate_email(sender)
            return
        DomainNameValidator()(sender)
    except ValidationError:
        raise ValidationError(NO_SENDER, code="sender") from None
    if sender in SHARED | SUFFIXES:
        raise ValidationError(
            _(
                "Many people have an address at %(sender)s, residents too. Enter the whole address "
                "that you want to block"
            ),
            params={"sender": sender},
            code="shared",
        )


class FilterRequestQuerySet(RecordQuerySet["FilterRequest"]):
    def visible_to(self, user: User) -> Self:
        if user.has_perm(Right.DO_FILTERS):
            return self
        return self.filter(councillor=user)

    def with_row(self) -> Self:
        return self.select_related("councillor")

    def to_do(self) -> Self:
        """What the desk is asked to block or to unblock."""
        asked = Q(status=FilterStatus.REQUESTED)
        return self.filter(asked | Q(status=FilterStatus.DONE, unblock_asked_at__isnull=False))

    def needless(self, *, ended_before: datetime, left_before: datetime) -> Self:
        """Over since then, or of somebody who has been out of office since then."""
        terms = TermOfOffice.objects.filter(councillor=OuterRef("councillor"))
        stays = Exists(terms.filter(Q(ends_at=None) | Q(ends_at__gt=left_before)))
        is_over = ~Q(status__in=OPEN_FILTERS) & (
            Q(answered_at__lt=ended_before, removed_at=None) | Q(removed_at__lt=ended_before)
        )
        return self.filter(is_over | ~stays)


class FilterRequest(Staged):
    """A councillor asks the desk to block a sender, and later perhaps to unblock it ("If you wish
    ... a filter can be placed on a sender", Members ICT Usage Protocol, Use of email).

    Who is blocked is a person too, and has not been asked. So their address stands here no longer
    than it serves: it is deleted with its history 90 days after the block ended or was refused,
    and 30 days after the councillor left office, when no mailbox is left to be filtered (UK GDPR
    article 5(1)(c) and (e)). No name, no case and no evidence of the ledger holds it.
    """

    MOVES = FILTER_MOVES

    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="filter_requests"
    )
    kind = models.CharField(max_length=10, choices=SenderKind)
    sender = models.CharField(max_length=254, validators=[validate_sender])
    reason = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=10, choices=FilterStatus, default=FilterStatus.REQUESTED)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    via = models.CharField(max_length=10, choices=AskedVia, default=AskedVia.PORTAL)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    refusal = models.CharField(max_length=500, blank=True)
    unblock_asked_at = models.DateTimeField(null=True, blank=True)
    unblock_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = FilterRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            one_of("status", FilterStatus),
            one_of("kind", SenderKind),
            one_of("via", AskedVia),
            holds("sender_in_small_letters", Q(sender=Lower("sender")) & ~Q(sender="")),
            iff("address_has_an_at", Q(kind=SenderKind.ADDRESS), Q(sender__contains="@")),
            UniqueConstraint(
                fields=["councillor", "sender"],
                name=NAME + "one_open_each",
                condition=Q(status__in=sorted(OPEN_FILTERS)),
                violation_error_message=_(
                    "This sender is blocked already, or the desk has been asked to."
                ),
            ),
            together("answered_at", "answered_by"),
            iff("answered_when_not_asked", ~Q(status=FilterStatus.REQUESTED), ~Q(answered_at=None)),
            iff("refused_with_reason", Q(status=FilterStatus.REFUSED), ~Q(refusal="")),
            together("unblock_asked_at", "unblock_asked_by"),
            implies(
                "unblocked_after_it_was_blocked",
                ~Q(unblock_asked_at=None),
                Q(status__in=[FilterStatus.DONE, FilterStatus.REMOVED]),
            ),
            together("removed_at", "removed_by"),
            iff("removed_when_so", Q(status=FilterStatus.REMOVED), ~Q(removed_at=None)),
        ]

    def __str__(self) -> str:
        return _t("the request about a sender of %(day)s") % {
            "day": day_in_words(self.requested_at)
        }

    def get_absolute_url(self) -> str:
        return reverse("devices:filter_request", args=[self.pk])

    @property
    def is_to_unblock(self) -> bool:
        return self.status == FilterStatus.DONE and self.unblock_asked_at is not None

    @property
    def standing(self) -> str:
        """Its status, as everybody reads it."""
        return _t("To be unblocked") if self.is_to_unblock else self.get_status_display()
