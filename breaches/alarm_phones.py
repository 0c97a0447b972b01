"""The mobile number to which somebody wants alarms as text messages, once they have shown that
it is theirs.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from councilgov.constraints import holds
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from typing import Self

A_MOBILE = r"^\+447[0-9]{9}$"
CODE_LASTS = timedelta(minutes=30)
TRIES = 5
"""After which a new code is needed: a millionth for each guess."""


class AlarmPhoneQuerySet(RecordQuerySet["AlarmPhone"]):
    def confirmed(self) -> Self:
        return self.exclude(confirmed_at=None)


class AlarmPhone(Record):
    """One number for each person. The code that was sent is made of the row, and kept nowhere."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="alarm_phone"
    )
    number = models.CharField(max_length=13, help_text="+447700900123")
    asked_at = models.DateTimeField(help_text="When the code was sent")
    tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = AlarmPhoneQuerySet.as_manager()

    class Meta:
        constraints = [holds("is_a_mobile", Q(number__regex=A_MOBILE))]

    def __str__(self) -> str:
        return f"Phone for alarms of {self.person_id}"

    @property
    def code(self) -> str:
        """Six figures, of this number and this moment."""
        of = f"{self.person_id} {self.number} {self.asked_at.timestamp()}"
        return f"{int(salted_hmac('breaches.alarm_phone', of).hexdigest(), 16) % 10**6:06}"

    def waits(self, now: datetime) -> bool:
        """Whether the code that was sent can still be entered."""
        return self.confirmed_at is None and now < self.asked_at + CODE_LASTS
