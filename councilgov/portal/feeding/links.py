"""The secret address of somebody's own calendar."""

from __future__ import annotations

from hashlib import sha256
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse

from councilgov.people.standing import Access
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from councilgov.people.models import User

BYTES = 32
"""256 bits: nobody finds one by trying."""
READS = frozenset({Access.WHOLE, Access.LEAVING})
"""Who has deadlines to look up: also who leaves, until their access is over; not who is suspended.
"""


def digest_of(secret: str) -> str:
    """What is kept of a secret: with it alone nobody opens the calendar."""
    return sha256(secret.encode()).hexdigest()


def new_secret() -> str:
    """Told once, to the person, and nowhere kept."""
    return token_urlsafe(BYTES)


def address_of(secret: str) -> str:
    """What a calendar is given to look up."""
    return f"{settings.SITE_URL}{reverse('calendar_feed', args=[secret])}"


class CalendarLinkQuerySet(RecordQuerySet["CalendarLink"]):
    def visible_to(self, user: User) -> CalendarLinkQuerySet:
        """One's own, and nobody else's."""
        return self.filter(person=user)

    def of_secret(self, secret: str) -> CalendarLink | None:
        """The link of that secret, of somebody who may look up their deadlines now."""
        row = self.select_related("person").filter(digest=digest_of(secret)).first()
        if row is None or not row.person.is_active or row.person.access not in READS:
            return None
        return row


class CalendarLink(Record):
    """One for each person. To make it anew ends the one before at once, to stop it deletes it."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="calendar_link"
    )
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret")
    made_at = models.DateTimeField()

    objects = CalendarLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Calendar link {self.pk}"
