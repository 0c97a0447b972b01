"""Complaints of people who think that the council used information about them wrongly.

"A controller must facilitate the making of complaints ... such as providing a complaint form which
can be completed electronically and by other means" and "must acknowledge receipt of the complaint
within the period of 30 days beginning when the complaint is received" (Data Protection Act 2018,
section 164A(2) and (3)).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, UniqueConstraint, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from breaches.complaint_stages import (
    ANSWERING,
    COMPLAINT_MOVES,
    ENDED,
    OPEN_COMPLAINTS,
    SHUT_TO,
    About,
    Acting,
    CameBy,
    ComplaintStatus,
    MessageKind,
    Outcome,
    Sent,
    last_day,
)
from councilgov.access import MONITORING, Right, Role
from councilgov.accounts.models import reachable
from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.days import ends_at, moment_in_words
from councilgov.notices.models import Notice
from councilgov.people.models import User
from councilgov.records import Record, RecordQuerySet, Refused, Staged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set
    from datetime import date
    from typing import Self

    from councilgov.people.models import UserQuerySet


class ComplaintQuerySet(RecordQuerySet["Complaint"]):
    def visible_to(self, user: User) -> Self:
        """To those who may, but for those that are about them or in which they have a part."""
        if not user.has_perm(Right.SEE_COMPLAINTS):
            return self.none()
        shut = [about for about, role in SHUT_TO.items() if role in user.roles]
        parts = ComplaintParty.objects.filter(complaint=OuterRef("pk"), person=user)
        theirs = self.exclude(about__in=shut).exclude(councillor=user)
        return theirs.filter(~Exists(parts))

    def open(self) -> Self:
        return self.filter(status__in=OPEN_COMPLAINTS)

    def unacknowledged(self) -> Self:
        return self.filter(status=ComplaintStatus.RECEIVED)

    def late(self, today: date) -> Self:
        """Of which a day is past: by which it was to be acknowledged, or they were to hear more."""
        return self.open().filter(due_on__lt=today)

    def undelivered(self) -> Self:
        """Of which the last word to them was an email that was given up."""
        return self.filter(pk__in=ComplaintMessage.objects.lost().values("complaint"))

    def needless(self, *, answered: date, set_aside: date) -> Self:
        """Answered on the one day or before, or set aside on the other or before."""
        return self.filter(Q(outcome_on__lte=answered) | Q(set_aside_at__date__lte=set_aside))

    def with_row(self) -> Self:
        return self.select_related(
            "recorded_by", "acknowledged_by", "enquired_by", "complainant", "councillor"
        )


class Complaint(Staged):
    """One complaint. Who complains and what they say stands in ``Complainant``, what they were told
    in ``ComplaintMessage``: both are erased in time, and the count stays.
    """

    MOVES = COMPLAINT_MOVES

    status = models.CharField(
        max_length=15, choices=ComplaintStatus, default=ComplaintStatus.RECEIVED
    )
    about = models.CharField(max_length=12, choices=About)
    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Whom it is about, as an officer found; they decide nothing on it here",
    )
    capacity = models.CharField(
        max_length=10, choices=Acting, blank=True, help_text="Of that councillor; empty: not known"
    )
    came_how = models.CharField(max_length=12, choices=CameBy, default=CameBy.PAGE)
    received_on = models.DateField(help_text="The true day, also of a letter that is entered later")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Empty: whoever complains filled in the form",
    )
    due_on = models.DateField(
        null=True, blank=True, help_text="By when they hear next; empty once it has ended"
    )
    acknowledged_on = models.DateField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    enquired_at = models.DateTimeField(null=True, blank=True)
    enquired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    outcome_on = models.DateField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    set_aside_because = models.TextField(blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "received_on", "pk"]
        constraints = [
            one_of("status", ComplaintStatus),
            one_of("about", About),
            holds("capacity_known", Q(capacity__in=["", *Acting.values])),
            implies("of_a_councillor", ~Q(councillor=None), Q(about=About.COUNCILLOR)),
            implies("work_of_a_councillor", ~Q(capacity=""), ~Q(councillor=None)),
            one_of("came_how", CameBy),
            holds("outcome_known", Q(outcome__in=["", *Outcome.values])),
            iff("filled_in_by_themselves", Q(came_how=CameBy.PAGE), Q(recorded_by=None)),
            iff("due_while_open", Q(status__in=sorted(OPEN_COMPLAINTS)), ~Q(due_on=None)),
            together("acknowledged_on", "acknowledged_at", "acknowledged_by"),
            iff(
                "acknowledged_when_answering",
                Q(status__in=sorted(ANSWERING | ENDED)),
                ~Q(acknowledged_on=None),
            ),
            holds(
                "acknowledged_after_it_came",
                Q(acknowledged_on=None) | Q(acknowledged_on__gte=F("received_on")),
                refusal=_("They can’t have been told before it came in. Check the day."),
            ),
            together("enquired_at", "enquired_by"),
            iff(
                "answered_with_outcome",
                Q(status__in=sorted(ENDED)),
                ~Q(outcome="") & ~Q(outcome_on=None),
            ),
            implies(
                "passed_on_as_such",
                Q(status=ComplaintStatus.PASSED_ON),
                Q(outcome=Outcome.PASSED_ON) & ~Q(councillor=None),
            ),
            iff("dated_outcome", ~Q(outcome=""), ~Q(outcome_on=None)),
            together("set_aside_at", "set_aside_by"),
            iff("set_aside_when_so", Q(status=ComplaintStatus.SET_ASIDE), ~Q(set_aside_at=None)),
            iff("set_aside_with_reason", ~Q(set_aside_at=None), ~Q(set_aside_because="")),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("breaches:complaint", args=[self.reference])

    @property
    def reference(self) -> str:
        """Our number of it: DPC-000123."""
        return f"DPC-{self.pk:06d}"

    def check_stands(self, at: Set[str], why: str) -> None:
        """Raise ``Refused`` unless it is at one of these, and say who brought it where it is."""
        try:
            super().check_stands(at, why)
        except Refused as refusal:
            raise Refused(f"{refusal} {self.last_step}".strip(), way=refusal.way) from None

    @property
    def last_step(self) -> str:
        """Who brought it where it is, and when."""
        steps = {
            ComplaintStatus.ACKNOWLEDGED: (self.acknowledged_by, self.acknowledged_at),
            ComplaintStatus.ENQUIRY: (self.enquired_by, self.enquired_at),
            ComplaintStatus.SET_ASIDE: (self.set_aside_by, self.set_aside_at),
        }
        who, moment = steps.get(ComplaintStatus(self.status), (None, None))
        if who is None or moment is None:
            return ""
        return _t("%(name)s did that at %(moment)s.") % {
            "name": who.full_name,
            "moment": moment_in_words(moment),
        }

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_COMPLAINTS

    @property
    def acknowledge_by(self) -> date:
        """The last day on which the law has it acknowledged."""
        return last_day(self.received_on)

    def who_may_answer(self) -> UserQuerySet:
        """The councillors of the day on which it came in, and those of today."""
        then, now = map(User.objects.councillors, (ends_at(self.received_on), timezone.now()))
        either: UserQuerySet = then | now
        return either

    def handlers(self) -> UserQuerySet:
        """The officers who can handle it now: those of the Information Management Team and the Data
        Protection Officer; if it is about all of them, the Monitoring Officer and the deputies.
        Never the councillor whom it is about, whatever else they are.
        """
        parties = list(self.parties.values_list("person", flat=True))
        return handlers_of(self.about, [*parties, *filter(None, [self.councillor_id])])


def handlers_of(about: str, parties: Iterable[int]) -> UserQuerySet:
    """Who handles what is about that, if these people have a part in it."""
    usual = _free(about, parties, Role.INFORMATION_OFFICER, Role.DATA_PROTECTION_OFFICER)
    return usual if usual.exists() else _free(about, parties, *MONITORING)


def _free(about: str, parties: Iterable[int], *roles: Role) -> UserQuerySet:
    """Of those who hold one of these offices, who have no part in it."""
    people = reachable(User.objects.holding(*roles)).exclude(pk__in=list(parties))
    if shut := SHUT_TO.get(about):
        people = people.exclude(pk__in=User.objects.holding(shut).values("pk"))
    return people


class Complainant(models.Model):
    """Who complains, of what, and where they are reached, as they wrote it. No history is kept of
    it, and it is erased some months after they had their answer.
    """

    complaint = models.OneToOneField(Complaint, models.CASCADE, related_name="complainant")
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    contact = models.CharField(max_length=400, blank=True, help_text="An address, or a number")
    words = models.TextField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of all that they sent")
    is_waiting = models.BooleanField(default=True, help_text="Nobody has answered them yet")

    class Meta:
        indexes = [models.Index("email", name="breaches_complainant_email")]
        constraints = [
            holds("has_a_name", ~Q(name="")),
            holds("says_something", ~Q(words="")),
            UniqueConstraint("digest", name=NAME + "once_each", condition=Q(is_waiting=True)),
        ]

    def __str__(self) -> str:
        return f"Complainant of {self.complaint_id}"

    @property
    def reached_by(self) -> Sequence[str]:
        return [place for place in (self.email, self.contact) if place]


class ComplaintPartyQuerySet(RecordQuerySet["ComplaintParty"]):
    def with_row(self) -> Self:
        return self.select_related("person", "added_by")


class ComplaintParty(Record):
    """Somebody whom it is about, or who complains themselves: they see nothing of it."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="parties")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ComplaintPartyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                "complaint",
                "person",
                name=NAME + "once_each",
                violation_error_message=_("They are on the list already."),
            )
        ]

    def __str__(self) -> str:
        return self.person.full_name


class ComplaintMessageQuerySet(models.QuerySet["ComplaintMessage"]):
    def lost(self) -> Self:
        """The last word to somebody, which was an email and was given up: they have not heard."""
        later = ComplaintMessage.objects.filter(complaint=OuterRef("complaint"))
        label = Value(f"{ComplaintMessage._meta.label_lower}:")
        about = Concat(label, Cast(OuterRef("pk"), models.TextField()))
        dead = Notice.objects.dead().filter(about=about)
        last = self.filter(~Exists(later.filter(pk__gt=OuterRef("pk"))))
        return last.filter(Exists(dead), complaint__complainant__isnull=False)


class ComplaintMessage(models.Model):
    """What they were told, how and when. Its text is erased with who they are; the rest stays."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=16, choices=MessageKind)
    way = models.CharField(max_length=12, choices=Sent)
    text = models.TextField(blank=True, help_text="Empty: erased")
    sent_on = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ComplaintMessageQuerySet.as_manager()

    class Meta:
        ordering = ["entered_at", "pk"]
        constraints = [one_of("kind", MessageKind), one_of("way", Sent)]

    def __str__(self) -> str:
        return str(MessageKind(self.kind).label)


class ComplaintNote(models.Model):
    """What an officer wrote beside it: of a call, or of what they found. No history is kept of it,
    and it goes when who complained is erased.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="notes")
    words = models.TextField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["entered_at", "pk"]
        constraints = [holds("note_says_something", ~Q(words=""))]

    def __str__(self) -> str:
        return f"Note on {self.complaint_id}"
