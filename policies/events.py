"""The log of signatures: every act and every message about a request to sign, as one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councilgov.forms.text import mid_sentence
from councilgov.notices.models import Notice, State
from policies.acknowledgements import Acknowledgement
from policies.machines import AcknowledgementStatus
from policies.reminders import ASKING, stage_in_words

if TYPE_CHECKING:
    from typing import Self

    from policies.requests import AcknowledgementQuerySet


class Source(models.TextChoices):
    """Where an event was written down."""

    ACT = "act", gettext_lazy("Acts")
    MESSAGE = "message", gettext_lazy("Messages")


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, asked: AcknowledgementQuerySet) -> Self:
        """About these requests to sign."""
        return self.filter(acknowledgement__in=asked.order_by().values("pk"))

    def messages(self) -> Self:
        return self.filter(source=Source.MESSAGE)

    def reminders(self) -> Self:
        """Messages to whoever was asked, that ask them to sign."""
        return self.messages().filter(to=F("acknowledgement__councillor"), what__in=ASKING)

    def sent(self) -> Self:
        return self.messages().filter(state=State.SENT)

    def with_people(self) -> Self:
        """With everybody whom a row names, in one query."""
        return self.select_related("acknowledgement__councillor", "to", "by")


class Event(models.Model):
    """One line of the log. A view of the database (migration ``log``): nothing is written here.

    An act is a change of the request, with its reason; a message is a row of the outbox.
    """

    acknowledgement = models.ForeignKey(Acknowledgement, models.DO_NOTHING, related_name="events")
    happened_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=Source)
    what = models.CharField(max_length=100, help_text="Why the row changed, or the kind of message")
    state = models.CharField(max_length=20, help_text="Of the request after it, or of the message")
    trouble = models.CharField(max_length=60)
    key = models.CharField(max_length=200, help_text="Of the message: it names the stage")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+", null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "policies_event"
        ordering = ["happened_at", "pk"]

    def __str__(self) -> str:
        return f"Event {self.pk}"

    @property
    def is_message(self) -> bool:
        return self.source == Source.MESSAGE

    @property
    def title(self) -> str:
        """What happened, in words."""
        if not self.is_message:
            return _(self.what)
        step = stage_in_words(Notice(kind=self.what, key=self.key))
        return _("Message: %(step)s") % {"step": mid_sentence(step)}

    @property
    def outcome(self) -> str:
        """How the request stood after an act; what became of a message."""
        if self.is_message:
            return str(told(self.state, self.trouble))
        return str(AcknowledgementStatus(self.state).label) if self.state else ""


def with_last_reminder(asked: AcknowledgementQuerySet) -> AcknowledgementQuerySet:
    """Each request with its newest reminder: what it was, when it went or will, what came of it."""
    newest = (
        Event.objects.reminders()
        .filter(acknowledgement=OuterRef("pk"))
        .order_by("-happened_at", "-pk")
    )
    return asked.annotate(
        reminded_at=Subquery(newest.values("happened_at")[:1]),
        reminder=Subquery(newest.values("what")[:1]),
        reminder_state=Subquery(newest.values("state")[:1]),
        reminder_trouble=Subquery(newest.values("trouble")[:1]),
    )


def told(state: str, trouble: str) -> str:
    """What became of a message: sent, waiting, not needed any more and why."""
    return Notice(state=state, last_error=trouble).outcome
