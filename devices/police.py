"""The numbers that the police give for a theft: several for one case, in no format of ours."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import NAME, holds, iff, one_of
from councilgov.records import Record, RecordQuerySet

SHORTEST, LONGEST = 3, 40
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
STROKES = dict.fromkeys(map(ord, "⁄∕／"), "/")
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
"""What comes along with a number that is copied from a mail, and cannot be seen."""
SIGN = re.compile(r"[A-Za-z0-9 /.:#()_,&-]")
NO_SUCH_SIGN = _(
    "A police reference has letters, digits and signs like / - . : #. Leave out “%(sign)s”"
)
UNREADABLE = _("The reference has a character in it that can’t be read. Type it again")
TOO_SHORT = _("A police reference has at least 3 characters. If you have none yet, say so")
TOO_LONG = _("A police reference has at most 40 characters. Enter only the number")


class ReferenceKind(models.TextChoices):
    """What kind of number it is. There is no national format: each force has its own."""

    CRIME = "crime", _("Crime number")
    INCIDENT = "incident", _("Incident or log number")
    RECEIPT = "receipt", _("Receipt of an online report")
    NONE_YET = "none_yet", _("Reported, no number yet")


NUMBERED = (ReferenceKind.CRIME.value, ReferenceKind.INCIDENT.value)
"""The "Criminal Incident number" for which the protocol asks; a receipt becomes one in days."""


def tidy_reference(typed: str) -> str:
    """The number as it is kept: plain dashes and strokes, single spaces, nothing unseen."""
    plain = typed.translate(UNSEEN).translate(DASHES).translate(STROKES)
    return re.sub(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+", " ", plain).strip()


def readable(typed: str) -> str:
    """What was typed, without the signs that nobody can read."""
    return "".join(sign for sign in typed if not unicodedata.category(sign).startswith("C"))


def validate_reference(reference: str) -> None:
    """Raise ``ValidationError`` for what no police force gives out."""
    for sign in reference:
        if unicodedata.category(sign).startswith("C"):
            raise ValidationError(UNREADABLE, code="unreadable")
        if not SIGN.fullmatch(sign):
            raise ValidationError(NO_SUCH_SIGN, code="sign", params={"sign": sign})
    if len(re.sub(r"[^A-Za-z0-9]", "", reference)) < SHORTEST:
        raise ValidationError(TOO_SHORT, code="short")
    if len(reference) > LONGEST:
        raise ValidationError(TOO_LONG, code="long")


class PoliceNumber(Record):
    """That the police were told, and the number that they gave. Later ones replace none."""

    force = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=ReferenceKind)
    reference = models.CharField(max_length=LONGEST, blank=True, validators=[validate_reference])
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-pk"]
        constraints: ClassVar[list[Any]] = [
            one_of("kind", ReferenceKind),
            holds("names_the_force", ~Q(force="")),
            iff(
                "number_unless_none_yet",
                Q(kind=ReferenceKind.NONE_YET),
                Q(reference=""),
                refusal=_("Enter the number, or say that there is none yet."),
            ),
        ]

    def __str__(self) -> str:
        return self.reference or str(ReferenceKind.NONE_YET.label)


class PoliceReference(PoliceNumber):
    """The number of the theft of a device."""

    loss = models.ForeignKey("devices.Loss", models.PROTECT, related_name="police_references")
    reported_on = models.DateField(
        null=True, blank=True, help_text="When the police were told, if anybody said"
    )

    class Meta(PoliceNumber.Meta):
        constraints = [
            *PoliceNumber.Meta.constraints,
            UniqueConstraint(
                "loss",
                "kind",
                "reference",
                name=NAME + "once_each",
                condition=~Q(reference=""),
                violation_error_message=_("This number is there already."),
            ),
        ]
