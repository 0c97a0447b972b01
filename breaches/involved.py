"""Who has a part in an incident, and therefore decides nothing on it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import NAME, one_of
from councilgov.records import Record, RecordQuerySet


class Part(models.TextChoices):
    """What somebody has to do with an incident, and why they do not decide on it."""

    OWNER = "owner", _("It happened in their work, or to their device")
    SUBJECT = "subject", _("Did it, or may have")
    RECIPIENT = "recipient", _("Received what they should not have")
    REPORTER = "reporter", _("Reported it too")
    KEPT_OUT = "kept_out", _("Does not look into this one")


NOTED = [choice for choice in Part.choices if choice[0] not in {Part.REPORTER, Part.KEPT_OUT}]
"""What somebody may be noted as. Who reported it too is known from the other report; who is kept
out has a part in another report of the same loss, of which this one does not tell.
"""


class Involved(Record):
    """Somebody with an account who has a part in it."""

    incident = models.ForeignKey("breaches.Incident", models.PROTECT, related_name="involved")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("part", Part),
            models.UniqueConstraint("incident", "person", "part", name=NAME + "one_of_each"),
        ]

    def __str__(self) -> str:
        return f"{self.person.known_as}: {self.get_part_display()}"
