"""A link by which somebody takes back a permission themselves, without an account."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from secrets import token_hex
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from consent.keys import secret_keys
from consent.machines import LIVE, PermissionStatus
from consent.permissions import ContactPermission
from councilgov.constraints import holds
from councilgov.days import day_in_words, in_london
from councilgov.deadlines import end_of_day, last_day_before
from councilgov.records import Record, RecordQuerySet, Refused

if TYPE_CHECKING:
    from collections.abc import Set
    from datetime import date, datetime

    from consent.permissions import ContactPermissionQuerySet

LASTS = timedelta(days=7)
"""After the day on which it was made, to the end of the last day."""
KEY = "consent.stop_links"
STOPPABLE: Set[str] = LIVE | {PermissionStatus.NO_REPLY, PermissionStatus.DECLINED}
"""What somebody can take back: it was asked or agreed, and is not over on their side."""


def digest_of(token: str) -> str:
    """What is kept of a token: with it alone nobody can open the link."""
    return sha256(token.encode()).hexdigest()


def expiry(now: datetime) -> datetime:
    """The end, in London, of the seventh day after."""
    return end_of_day(in_london(now) + LASTS)


class DeadLink(Refused):
    """Why a link does nothing, and what helps. It names nobody: a stranger may read it."""


class StopLinkQuerySet(RecordQuerySet["StopLink"]):
    def of_token(self, token: str) -> StopLink:
        """The link of that token, now. Raises ``DeadLink`` saying why not, and what to do.

        Ask a locked set (``select_for_update``) before acting on the answer.
        """
        links = self.select_related("permission__channel", "permission__councillor")
        link = links.filter(digest=digest_of(token)).first()
        if link is None:
            raise DeadLink(
                _(
                    "The link is not whole, or the councillor gave you a newer one. Copy all of "
                    "it from the newest message and try again."
                )
            )
        if problem := link.problem(timezone.now()):
            raise DeadLink(problem)
        return link


class StopLink(Record):
    """Given to one person for one permission. To make it anew ends the one before.

    The token says nothing: it is worked out from ``nonce`` with the portal's secret key, shown to
    the councillor alone, and nowhere kept.
    """

    permission = models.OneToOneField(ContactPermission, models.CASCADE, related_name="stop_link")
    nonce = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = StopLinkQuerySet.as_manager()

    class Meta:
        constraints = [holds("lasts_a_while", Q(expires_at__gt=F("made_at")))]

    def __str__(self) -> str:
        return f"Link {self.pk}"

    @classmethod
    def of(cls, permission: ContactPermission) -> StopLink:
        """The link of a permission, made anew: whatever was given before stops working."""
        link = cls.objects.filter(permission=permission).first() or cls(permission=permission)
        link.nonce, link.made_at, link.used_at = token_hex(16), timezone.now(), None
        token = link._token(settings.SECRET_KEY)
        link.expires_at, link.digest = expiry(link.made_at), digest_of(token)
        return link

    @property
    def token(self) -> str:
        """What makes its address: signed with the portal's key, and nowhere kept. Empty where it
        was signed with one that the portal no longer has.
        """
        signed = (self._token(key) for key in secret_keys())
        return next((token for token in signed if digest_of(token) == self.digest), "")

    def _token(self, key: str) -> str:
        signature = salted_hmac(KEY, self.nonce, secret=key, algorithm="sha256").digest()
        return urlsafe_b64encode(signature[:16]).decode().rstrip("=")

    @property
    def address(self) -> str:
        """What the person opens."""
        return f"{settings.SITE_URL}{reverse('stop', args=[self.token])}"

    @property
    def last_day(self) -> date:
        """The day, in London, to whose end the link works."""
        return last_day_before(self.expires_at)

    def is_open(self, now: datetime) -> bool:
        return self.used_at is None and now < self.expires_at

    def problem(self, now: datetime) -> str:
        """Why it does nothing at that moment, and what to do; empty if it works."""
        if self.used_at:
            return _(
                "You have used this link: what you agreed to has been taken back since %(day)s. "
                "There is nothing more to do."
            ) % {"day": day_in_words(self.used_at)}
        if not self.is_open(now):
            return _(
                "This link worked until the end of %(day)s. Tell the councillor in any way you "
                "like that you do not want this any more, or ask them for a new link."
            ) % {"day": day_in_words(self.last_day)}
        if not self.stops().exists():
            return _("There is nothing to take back: it is no longer agreed to.")
        return ""

    def stops(self) -> ContactPermissionQuerySet:
        """What the press of the button takes back: all that the person agreed to on this channel,
        for this purpose, also under a number that they have had since.
        """
        about = self.permission
        same = {"channel": about.channel_id, "purpose": about.purpose}
        mine = ContactPermission.objects.filter(constituent=about.constituent_id, **same)
        return mine.filter(status__in=sorted(STOPPABLE))
