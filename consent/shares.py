"""A councillor shares one person's record with one named user, for a while, to be read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    UniqueConstraint,
    Value,
    When,
)
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from consent.constituents import Constituent
from consent.machines import LIVE, PermissionStatus
from consent.permissions import ContactPermission, Purpose
from councilgov.access import OFFICES, Role
from councilgov.constraints import NAME, holds, iff, implies, one_of
from councilgov.days import LONDON, in_london
from councilgov.people.models import Appointment, TermOfOffice
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from typing import Self

    from consent.contacts import ContactQuerySet
    from councilgov.people.models import User

HELPERS = OFFICES - {Role.ADMINISTRATOR, Role.AUDITOR}
"""Officers with whom a record can be shared. Who keeps the portal running, and who audits it, have
no business with anybody's case.
"""
LATELY = timedelta(days=28)
"""So long after its last day its reader is told that a share is over."""
READERS = HELPERS | {Role.COUNCILLOR}


class ActsFor(models.TextChoices):
    """For whom the reader acts, which says who answers for what they do (UK GDPR Article 4(7))."""

    OWNER = "owner", _("For the councillor")
    COUNCIL = "council", _("For the council")
    THEMSELVES = "themselves", _("As a councillor themselves")


class SharedFor(models.TextChoices):
    """What for, and nothing else (UK GDPR Article 5(1)(b))."""

    CASE = "case", _("To help with the person’s case")
    COVER = "cover", _("To stand in while the councillor is away")
    MEETING = "meeting", _("To arrange a meeting or a visit")
    SAFETY = "safety", _("To keep somebody safe")
    RIGHTS = "rights", _("To answer what the person asks about their data")
    OTHER = "other", _("Something else")


class Ended(models.TextChoices):
    """Why a share is over."""

    STOPPED = "stopped", _("You ended it")
    DATE = "date", _("Its last day was over")
    OWNER_LEFT = "owner_left", _("You left office, or your account was closed")
    READER_LEFT = "reader_left", _("They are not in that role any more")
    WITHDRAWN = "withdrawn", _("The person does not want to be contacted any more")


class ShareQuerySet(RecordQuerySet["Share"]):
    def visible_to(self, user: User) -> Self:
        """What a councillor in office shares with others, and nothing of an earlier term. For who
        reads it: ``read_by``.
        """
        mine = self.filter(councillor=user, constituent__leaving=None)
        return mine if user.is_councillor else self.none()

    def open(self) -> Self:
        """Of which nobody has written yet that they are over."""
        return self.filter(ended_at=None)

    def locked(self, row: Share) -> Share:
        """The same, with the person held first: whoever deletes them waits, or was there before."""
        Constituent.objects.held(row.constituent_id)
        return super().locked(row)

    def held(self) -> Sequence[Share]:
        """All of these, with their people held first, each by their keys; none of whose people
        are not held, as what came since.
        """
        people = Constituent.objects.filter(pk__in=self.values("constituent"))
        rows = people.select_for_update(of=("self",), no_key=True).order_by("pk")
        held = list(rows.values_list("pk", flat=True))
        mine = self.filter(constituent__in=held)
        return list(mine.select_for_update(of=("self",)).order_by("pk"))

    def running(self, now: datetime) -> Self:
        """Those that may be read at that moment, whatever the sweep has got round to."""
        rows = self.open()
        for over in over_by(now).values():
            rows = rows.exclude(over)
        return rows

    def read_by(self, user: User, now: datetime) -> Self:
        """What others share with somebody at that moment."""
        return self.running(now).filter(reader=user)

    def over(self, now: datetime) -> Self:
        """Those that nobody may read at that moment any more."""
        return self.exclude(pk__in=Share.objects.running(now).values("pk"))

    def to_end(self, now: datetime) -> Self:
        """Those of which it is to be written down now that they are over, with the first reason of
        each (``over_why``).
        """
        first = [When(over, then=Value(why)) for why, over in over_by(now).items()]
        rows = self.open().annotate(over_why=Case(*first, output_field=models.CharField()))
        return rows.exclude(over_why=None)

    def over_for(self, user: User, now: datetime) -> Self:
        """What somebody could read until lately. Of whom it was they are not told again."""
        lately = self.filter(reader=user, until__gt=in_london(now) - LATELY)
        return lately.over(now).select_related("councillor")

    def with_row(self) -> Self:
        return self.select_related("constituent", "councillor", "reader")

    def with_readings(self) -> Self:
        """With on how many days it was read (``days_read``), and when last (``last_read_at``)."""
        day = TruncDate("readings__read_at", tzinfo=LONDON)
        counted = self.annotate(
            days_read=Count(day, distinct=True), last_read_at=Max("readings__read_at")
        )
        return counted.order_by("-shared_at", "-pk")  # of what is counted Django forgets the order


def over_by(now: datetime) -> dict[Ended, Q]:
    """What ends a share by itself, and which are over by that at that moment."""
    today = in_london(now)
    in_office = TermOfOffice.objects.current(now)
    is_owner_here = Q(
        Exists(in_office.filter(councillor=OuterRef("councillor"))),
        councillor__is_active=True,
        constituent__leaving=None,  # or they are back after a gap, and the record is sealed
    )
    return {
        Ended.DATE: Q(until__lt=today),
        Ended.OWNER_LEFT: ~is_owner_here,
        Ended.READER_LEFT: ~_is_reader_here(now),
        Ended.WITHDRAWN: withdrew("constituent"),
    }


def _is_reader_here(now: datetime) -> Q:
    """In their role, with an account. Who is a councillor reads as one, whatever else they are."""
    reader = OuterRef("reader")
    is_councillor = Exists(TermOfOffice.objects.current(now).filter(councillor=reader))
    may_act = Exists(TermOfOffice.objects.acting(now).filter(councillor=reader))
    appointed = Appointment.objects.current(in_london(now))
    is_officer = Exists(appointed.filter(officer=reader, role=OuterRef("role")))
    in_role = Q(may_act, role=Role.COUNCILLOR) | (~Q(is_councillor) & Q(is_officer))
    return Q(in_role, reader__is_active=True)


def withdrew(person: str) -> Q:
    """Who took back a permission to contact them, and has none left. ``person`` is their column."""
    theirs = ContactPermission.objects.filter(constituent=OuterRef(person), purpose=Purpose.CONTACT)
    taken_back = theirs.filter(status=PermissionStatus.WITHDRAWN)
    return Q(Exists(taken_back)) & ~Q(Exists(theirs.filter(status__in=LIVE)))


class Share(Record):
    """That one user may read the record of one person until a day, and what for.

    The record stays its councillor's: it is read and never changed, copied or passed on here.
    """

    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="records_shared"
    )
    constituent = models.ForeignKey(Constituent, models.CASCADE, related_name="shares")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="records_to_read"
    )
    role = models.CharField(max_length=30, choices=Role, help_text="In which they may read it")
    acts_for = models.CharField(max_length=15, choices=ActsFor)
    purpose = models.CharField(max_length=15, choices=SharedFor)
    words = models.CharField(max_length=150, blank=True, help_text="What exactly they are to do")
    has_log = models.BooleanField(default=False, help_text="With the log of contacts")
    agreed_on = models.DateField(
        null=True, blank=True, help_text="When the person was asked about it, and agreed"
    )
    shared_at = models.DateTimeField()
    until = models.DateField(help_text="The last day on which it may be read")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=15, choices=Ended, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ["-shared_at", "-pk"]
        constraints = [
            one_of("acts_for", ActsFor),
            one_of("purpose", SharedFor),
            holds("read_in_a_role", Q(role__in=sorted(READERS))),
            holds(
                "with_somebody_else",
                ~Q(reader=F("councillor")),
                refusal=_("You have this record already. Choose somebody else."),
            ),
            UniqueConstraint(
                "constituent",
                "reader",
                name=NAME + "one_open_each",
                condition=Q(ended_at=None),
                violation_error_message=_("You share this record with them already."),
            ),
            implies("officer_for_another", ~Q(role=Role.COUNCILLOR), ~Q(acts_for="themselves")),
            implies("councillor_for_no_other", Q(role=Role.COUNCILLOR), ~Q(acts_for="owner")),
            implies(
                "other_councillor_if_agreed",
                Q(role=Role.COUNCILLOR),
                ~Q(agreed_on=None),
                refusal=_("Ask the person first: they agree before another councillor reads it."),
            ),
            implies("something_else_in_words", Q(purpose=SharedFor.OTHER), ~Q(words="")),
            holds("lasts_a_day", Q(until__gte=F("shared_at__date"))),
            iff("ended_somehow", ~Q(ended_at=None), Q(ended_why__in=Ended.values)),
        ]

    def __str__(self) -> str:
        return _t("the record of %(person)s, shared with %(reader)s") % {
            "person": self.constituent,
            "reader": self.reader.full_name,
        }

    def get_absolute_url(self) -> str:
        """Where its reader reads it."""
        return reverse("consent:shared_record", args=[self.pk])

    def log(self) -> ContactQuerySet:
        """The contacts that its reader sees: all that were logged, or none."""
        rows = self.constituent.contacts.with_row()
        return rows if self.has_log else rows.none()

    @property
    def last_day(self) -> date:
        """The last day on which it could be read: its own, or that on which it ended."""
        return min(self.until, in_london(self.ended_at)) if self.ended_at else self.until

    @property
    def reason(self) -> str:
        """What for, with the councillor's words."""
        purpose = str(self.get_purpose_display())
        return f"{purpose}: {self.words}" if self.words else purpose
