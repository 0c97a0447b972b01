"""Who is told of a breach that concerns them, in which words, and how far that is (Article 34).

Names and addresses are of constituents: no notice and no fact of the evidence holds them, and they
can be erased while it stays on record that somebody was told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from breaches.assessments import Assessment
from breaches.machines import People
from consent.models import ChannelKind, ContactPermission, Identifier
from councilgov.capacity import Controller
from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.ledger.actions import erase_names
from councilgov.ledger.models import Entry
from councilgov.people.models import User
from councilgov.records import Record, RecordQuerySet, keep_all, subject_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from typing import Self


class Way(models.TextChoices):
    """How somebody is reached. A message on a phone only asks them to ring."""

    LETTER = "letter", _("Letter")
    EMAIL = "email", _("Email")
    PHONE = "phone", _("Telephone")
    IN_PERSON = "in_person", _("In person")
    MESSAGE = "message", _("A message, which only asks them to ring")


TRADITIONAL = {
    Identifier.POSTAL: Way.LETTER,
    Identifier.EMAIL: Way.EMAIL,
    Identifier.PHONE: Way.PHONE,
}
FORGOTTEN = [
    "full_name",
    "where",
    "spared_because",
    "permission",
    "copied_at",
    "forgotten_at",
]
"""What ``Recipient.forget`` changes."""
TELLING = [way for way in Way if way != Way.MESSAGE]
"""The ways in which somebody learns what happened."""


class Letter(Record):
    """What the people are told: at the least what happened, what may come of it, what is done,
    and whom to ask, "in clear and plain language" (UK GDPR Article 34(2)).
    """

    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="letter")
    happened = models.TextField()
    consequences = models.TextField()
    measures = models.TextField()
    advice = models.TextField(help_text="What they can do themselves")
    contact = models.TextField()
    worded_at = models.DateTimeField()
    worded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            holds(f"has_{name}", ~Q(**{name: ""}))
            for name in ("happened", "consequences", "measures", "advice", "contact")
        ]

    def __str__(self) -> str:
        return str(self.assessment)


class RecipientQuerySet(RecordQuerySet["Recipient"]):
    def visible_to(self, user: User, assessment: Assessment) -> Self:
        """Those of one part. To an officer who helps a councillor, only those that officers
        typed: whom a councillor is in touch with in their ward is theirs alone, as long as they are
        in office. Of one who has left, and had the council act for them, the officer tells those
        who stand there by name, too: the duty does not end with the term (Article 34(1)), and
        nobody else can do it.
        """
        mine = self.filter(assessment=assessment)
        if assessment.controller != Controller.COUNCILLOR or user.pk == assessment.councillor_id:
            return mine
        shown = ~Q(added_by=assessment.councillor_id)
        if assessment.authorised_at and has_left(assessment):
            shown |= Q(told_at=None, spared_at=None)
        return mine.filter(shown, permission=None)

    def to_tell(self) -> Self:
        """Neither told, nor left out for a reason."""
        return self.filter(told_at=None, spared_at=None)

    def told(self) -> Self:
        return self.exclude(told_at=None)

    def spared(self) -> Self:
        return self.exclude(spared_at=None)

    def with_row(self) -> Self:
        return self.select_related(
            "permission__constituent", "permission__channel", "told_by", "added_by", "assessment"
        )


def has_left(assessment: Assessment) -> bool:
    """The councillor whose part it is is in office no more."""
    here = User.objects.councillors(timezone.now())
    return not here.filter(pk=assessment.councillor_id).exists()


class Recipient(Record):
    """Somebody who is to be told: a contact of the councillor's, or a name that was typed."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="recipients")
    permission = models.ForeignKey(
        ContactPermission,
        models.SET_NULL,
        related_name="recipients",
        null=True,
        blank=True,
        help_text="The way to reach a contact, as long as it is there (see ``outlive``)",
    )
    full_name = models.CharField(max_length=150, blank=True)
    way = models.CharField(max_length=10, choices=Way)
    where = models.TextField(blank=True, help_text="The address or number that was typed")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    told_how = models.CharField(max_length=10, choices=Way, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    spared_at = models.DateTimeField(null=True, blank=True)
    spared_because = models.TextField(blank=True)
    copied_at = models.DateTimeField(
        null=True, blank=True, help_text="When the contact went, and name and address came here"
    )
    forgotten_at = models.DateTimeField(
        null=True, blank=True, help_text="When name and address were erased"
    )

    objects = RecipientQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("way", Way),
            UniqueConstraint("assessment", "permission", name=NAME + "each_way_once"),
            iff(
                "typed_or_a_contact",
                Q(permission=None, forgotten_at=None),
                ~Q(full_name=""),
            ),
            together("told_at", "told_by"),
            iff("told_somehow", ~Q(told_at=None), Q(told_how__in=TELLING)),
            iff("spared_with_reason", ~Q(spared_at=None), ~Q(spared_because="")),
            holds("told_or_spared", Q(told_at=None) | Q(spared_at=None)),
            implies("copied_by_name", ~Q(copied_at=None), ~Q(full_name="")),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def outlive(cls, ids: Sequence[int]) -> None:
        """The contacts of these go: handed on, deleted or erased. Whoever is still to be told stays
        on the list by name and address, as the law says that they are told (UK GDPR Articles 34(1)
        and 17(3)(b)); they are forgotten once that is done. Of the others it stays that they were
        told, and not who they are.
        """
        found = cls.objects.filter(pk__in=ids, permission__isnull=False).with_row()
        rows = list(found.select_for_update(of=("self",)).order_by("pk"))
        now = timezone.now()
        for row in rows:
            row.copy(now) if row.is_to_be_told else row.forget(now)
        cls.history.filter(id__in=ids).update(permission=None, spared_because="")
        keep_all(rows, by=None, why="Contact deleted", fields=FORGOTTEN)
        cls.erase_reasons(rows, by=None)

    @classmethod
    def erase_reasons(cls, rows: Iterable[Recipient], *, by: User | None) -> None:
        """Why somebody was not told may say who they are, also where it is kept as evidence."""
        spared = {row.pk: row.assessment.incident for row in rows if row.spared_at}
        subjects = {subject_of(incident) for incident in spared.values()}
        entries = Entry.objects.filter(kind="breaches.person_not_told", subject__in=subjects)
        erase_names(entries=[one for one in entries if one.details["recipient"] in spared], by=by)

    @property
    def is_to_be_told(self) -> bool:
        """Neither told nor left out, by a controller who is to tell them."""
        return not self.is_settled and self.assessment.people == People.REQUIRED

    def copy(self, now: datetime) -> None:
        """Name and address stand here from now on."""
        self.full_name, self.where = self.name, self.permission.handle if self.permission else ""
        self.permission, self.copied_at = None, now

    def forget(self, now: datetime) -> None:
        """Who it was goes; that they were told, when and how, stays."""
        self.full_name = self.where = ""
        self.spared_because = _t("Erased") if self.spared_at else ""
        self.permission, self.copied_at = None, None
        self.forgotten_at = self.forgotten_at or now

    @property
    def name(self) -> str:
        if self.permission:
            return self.permission.constituent.full_name
        return self.full_name or str(_("Erased"))

    @property
    def reached(self) -> str:
        """In which way, and where."""
        if self.permission:
            return f"{self.permission.channel}: {self.permission.handle}"
        words = [str(self.get_way_display()), self.where]
        return ": ".join(part for part in words if part)

    @property
    def is_settled(self) -> bool:
        return bool(self.told_at or self.spared_at)

    @property
    def is_stale(self) -> bool:
        """It has not been checked for long that they are still reached there (Barnet policy,
        1.3). That warns, and stops nothing.
        """
        return bool(self.permission and self.permission.is_stale(timezone.localdate()))


def way_of(permission: ContactPermission) -> Way:
    """How a contact is reached: in full by letter, email and telephone, else by a message."""
    channel = permission.channel
    if channel.kind != ChannelKind.TRADITIONAL:
        return Way.MESSAGE
    return TRADITIONAL[Identifier(channel.identifier)]


class PublicNotice(Record):
    """What was made public where telling each would be out of proportion (Article 34(3)(c))."""

    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="public_notice")
    text = models.TextField()
    place = models.CharField(max_length=300, help_text="Where it was published")
    published_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            holds("has_text", ~Q(text="")),
            holds("has_place", ~Q(place="")),
            holds(
                "published_before_entered",
                Q(published_at__lte=models.F("entered_at")),
                refusal=_("The time must be in the past."),
            ),
        ]

    def __str__(self) -> str:
        return self.place


def is_untold() -> Exists:
    """Of an assessment: somebody on its list is still to be told."""
    return Exists(Recipient.objects.to_tell().filter(assessment=OuterRef("pk")))


def is_published() -> Exists:
    """Of an assessment: it was made public."""
    return Exists(PublicNotice.objects.filter(assessment=OuterRef("pk")))
