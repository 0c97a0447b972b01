"""Suspensions: a councillor stays in office, and does without access for a time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Least
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import holds, iff, london_day, one_of, together
from councilgov.days import begins_at, in_london, today
from councilgov.people.office import TermOfOffice
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import Self

    from councilgov.people.models import User
    from councilgov.people.office import TermOfOfficeQuerySet

A_DAY, A_MOMENT = timedelta(days=1), timedelta(microseconds=1)
FORGOTTEN_AFTER = timedelta(days=7)


class SuspendedFrom(models.TextChoices):
    OFFICE = "office", _("Suspended from office")
    FACILITIES = "facilities", _("Council facilities withdrawn, and no more than that")


class Decider(models.TextChoices):
    """Who may suspend differs from nation to nation (``offboarding.suspending.law``)."""

    COUNCIL = "council", _("The council, or one of its committees or officers")
    COMMITTEE = "committee", _("The council’s standards committee")
    PANEL = "panel", _("The Adjudication Panel for Wales")
    PANEL_INTERIM = "panel_interim", _("The Adjudication Panel for Wales, on an interim report")
    COMMISSION = "commission", _("The Standards Commission for Scotland")
    COMMISSION_INTERIM = (
        "commission_interim",
        _("The Standards Commission for Scotland, on an interim report"),
    )
    COMMISSIONER = "commissioner", _("The Northern Ireland Commissioner for Standards")
    COMMISSIONER_INTERIM = (
        "commissioner_interim",
        _("The Northern Ireland Commissioner for Standards, on an interim report"),
    )
    STANDARDS = "standards", _("A tribunal, commission or commissioner for standards")
    """Not asked for any more: as it was entered before the bodies were told apart."""
    COURT = "court", _("A court")


class SuspensionQuerySet(RecordQuerySet["Suspension"]):
    def unlifted(self) -> Self:
        return self.filter(lifted_at=None)

    def in_term(self, day: date) -> Self:
        """Of the terms that it began in, one goes on on that day. With the last of them it ends, at
        the end of that day: whoever is elected again is not suspended.
        """
        return self.filter(Exists(self._terms_of_it().unfinished(begins_at(day))))

    def _terms_of_it(self) -> TermOfOfficeQuerySet:
        """Of an outer one: those that it began in."""
        begun = {"councillor": OuterRef("councillor"), "starts_on__lte": OuterRef("starts_on")}
        return TermOfOffice.objects.filter(**begun)

    def on(self, day: date) -> Self:
        """In force on that day."""
        return self.unlifted().in_term(day).filter(starts_on__lte=day, ends_on__gte=day)

    def in_force(self, now: datetime) -> Self:
        """Now, in one of the terms that it began in: whoever leaves during a day is suspended no
        longer.
        """
        day, terms = in_london(now), self._terms_of_it().unfinished(now)
        return self.unlifted().filter(Exists(terms), starts_on__lte=day, ends_on__gte=day)

    def without_contacts(self, day: date) -> Self:
        """In force, with their contact records closed to them: nobody asks them to check any."""
        return self.on(day).filter(is_without_contacts=True)

    def to_come(self, day: date) -> Self:
        """To begin after that day, of who is in office on it."""
        return self.unlifted().in_term(day).filter(starts_on__gt=day)

    def meeting(self, first: date, last: date) -> Self:
        """In force on one of these days, or to be."""
        return self.unlifted().in_term(first).filter(starts_on__lte=last, ends_on__gte=first)

    def to_close(self, now: datetime) -> Self:
        """In force, and the service desk has not said that it closed what is to be closed."""
        return self.in_force(now).filter(is_for_desk=True, closed_at=None, opened_at=None)

    def to_open(self, now: datetime) -> Self:
        """What the desk was to close is to be open again, from the last day on, also where it never
        said that it closed it. Not to who left, nor while another one that goes on from it closes
        all of it.
        """
        terms = TermOfOffice.objects.filter(councillor=OuterRef("councillor"))
        due = self.filter(is_for_desk=True, opened_at=None).begun().over_by(in_london(now))
        return due.filter(Exists(terms.current(now))).exclude(
            Exists(self.model.objects.after().closing_as_much())
        )

    def with_end(self) -> Self:
        """With the day on which they are over, ``over_on``: the last one, that of lifting, or the
        last day in office.
        """
        eve = ExpressionWrapper(F("ends_at") - A_MOMENT, models.DateTimeField())
        terms = self._terms_of_it().order_by(F("ends_at").desc(nulls_first=True)).annotate(eve=eve)
        in_office = Subquery(terms.values(day=london_day("eve"))[:1])
        return self.annotate(over_on=Least(Coalesce(london_day("lifted_at"), "ends_on"), in_office))

    def begun(self) -> Self:
        """Not over before the first day; ``with_end``."""
        return self.with_end().filter(over_on__gte=F("starts_on"))

    def over_since(self, day: date) -> Self:
        """Over on that day, later, or not yet: the last of them last."""
        return self.with_end().filter(over_on__gte=day).order_by("over_on")

    def over_by(self, day: date) -> Self:
        """Lifted, on the last day, past it, or over with the term."""
        goes_on = self.model.objects.on(day).filter(ends_on__gt=day)
        return self.exclude(pk__in=goes_on).exclude(pk__in=self.model.objects.to_come(day))

    def after(self) -> Self:
        """For the desk too, and in force at the latest on the day after an outer one is over, so
        that nothing is opened in between.
        """
        day_after = ExpressionWrapper(OuterRef("over_on") + A_DAY, models.DateField())
        later = Q(starts_on__gt=OuterRef("starts_on"))
        later |= Q(starts_on=OuterRef("starts_on"), pk__gt=OuterRef("pk"))
        theirs = self.filter(later, councillor=OuterRef("councillor"), is_for_desk=True)
        return theirs.begun().filter(starts_on__lte=day_after)

    def closing_as_much(self) -> Self:
        """At least what an outer one closes, and in the same words how far."""
        systems = self.model._meta.get_field("systems").related_model._base_manager
        as_far = systems.filter(
            suspension=OuterRef(OuterRef("pk")),
            system=OuterRef("system"),
            is_narrowed__lte=OuterRef("is_narrowed"),
        )
        less = systems.filter(~Exists(as_far), suspension=OuterRef(OuterRef("pk")))
        return self.filter(~Exists(less), extent=OuterRef("extent"))

    def after_it(self, row: Suspension) -> Suspension | None:
        """The one that goes on from this one."""
        goes_on = self.model.objects.after().order_by("starts_on", "pk").values("pk")[:1]
        this = self.model.objects.filter(pk=row.pk).with_end()
        return self.filter(
            pk__in=this.annotate(goes_on=Subquery(goes_on)).values("goes_on")
        ).first()

    def closing(self, now: datetime) -> Self:
        """By which the service desk closes something, or has not opened it again: a mailbox too, as
        far as the portal knows.
        """
        every = self.model.objects
        now_or_still = Q(pk__in=every.in_force(now).values("pk"))
        now_or_still |= Q(pk__in=every.to_open(now).values("pk"))
        return self.filter(now_or_still, is_for_desk=True)

    def private_address_of(self, person: int, now: datetime) -> str:
        """Where somebody is told meanwhile; empty where it is their own mailbox."""
        theirs = self.closing(now).filter(councillor=person).exclude(private_address="")
        return theirs.values_list("private_address", flat=True).first() or ""

    def reached(self) -> Self:
        """Of which somebody has said how the councillor is reached."""
        is_said = ~Q(private_address="") | Q(wants_letters=True) | ~Q(postal_address="")
        return self.filter(is_said)

    def to_write(self, now: datetime) -> Self:
        """In force, and its letter is to be posted to who chose letters."""
        return self.in_force(now).filter(wants_letters=True, written_at=None)

    def to_forget(self, now: datetime) -> Self:
        """A week after it is over, and once nothing is closed to them any more, nobody needs to
        know how they were reached.
        """
        meanwhile = self.model.objects.closing(now).filter(councillor=OuterRef("councillor"))
        over = self.reached().with_end().filter(over_on__lt=in_london(now) - FORGOTTEN_AFTER)
        return over.exclude(Exists(meanwhile))

    def visible_to(self, user: User) -> Self:
        """All of them to officers who see leavers; to others their own."""
        if user.has_perm(Right.SEE_OFFBOARDING):
            return self
        return self.filter(councillor=user)

    def to_erase(self, by: date) -> Self:
        """Over before that day, with words that say why."""
        return self.with_end().filter(erased_at=None, over_on__lt=by)

    def with_row(self) -> Self:
        return self.with_end().select_related("councillor", "entered_by", "lifted_by", "closed_by")


class Suspension(Record):
    """From which day to which, both with it, by whose decision, and what it closes.

    Nobody is suspended by the portal: an officer enters what was decided, with reasons.
    """

    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="suspensions"
    )
    what = models.CharField(max_length=10, choices=SuspendedFrom)
    decider = models.CharField(max_length=20, choices=Decider)
    decision = models.CharField(
        max_length=300, help_text="Its date, and its minute or number; the law that it names"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The last day of it")
    reasons = models.TextField(help_text="Why access is closed; the councillor reads them")
    extent = models.TextField(
        blank=True, help_text="For the service desk: how far access is narrowed"
    )
    is_for_desk = models.BooleanField(help_text="The service desk closes systems for that time")
    is_kit_asked_back = models.BooleanField(default=False)
    is_without_contacts = models.BooleanField(
        default=False, help_text="Their contact records are closed to them for that time"
    )
    moved_because = models.TextField(blank=True, help_text="Why it ends on another day")
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    lifted_because = models.TextField(blank=True)
    private_address = models.EmailField(
        blank=True, help_text="Where they are told meanwhile, their mailbox being closed"
    )
    wants_letters = models.BooleanField(default=False, help_text="Told by post, and not by email")
    postal_address = models.TextField(
        max_length=300, blank=True, help_text="Where letters about it go, and nothing else"
    )
    written_at = models.DateTimeField(null=True, blank=True, help_text="The letter was posted")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    erased_at = models.DateTimeField(
        null=True, blank=True, help_text="Since then nobody knows any more why it was"
    )

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            one_of("what", SuspendedFrom),
            one_of("decider", Decider),
            holds("has_a_decision", ~Q(decision="")),
            holds("has_reasons", ~Q(reasons="")),
            holds(
                "ends_after_it_starts",
                Q(ends_on__gte=F("starts_on")),
                refusal=_("A suspension can’t end before it starts."),
            ),
            together("closed_at", "closed_by"),
            together("opened_at", "opened_by"),
            together("lifted_at", "lifted_by"),
            together("written_at", "written_by"),
            holds(
                "reached_in_one_way",
                Q(private_address="") | Q(wants_letters=False),
                refusal=_("They are told by email or by letter, not both."),
            ),
            iff("lifted_with_reasons", ~Q(lifted_at=None), ~Q(lifted_because="")),
        ]

    def __str__(self) -> str:
        return f"Suspension {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("offboarding:suspension", args=[self.pk])

    @property
    def own_page(self) -> tuple[str, str]:
        return self.get_absolute_url(), gettext("See what was decided")

    @property
    def is_reached(self) -> bool:
        """In another way than in their council mailbox."""
        return bool(self.private_address or self.wants_letters)

    @property
    def is_unlifted(self) -> bool:
        return self.lifted_at is None

    @property
    def is_to_come(self) -> bool:
        return self.is_unlifted and self.starts_on > today()

    @property
    def ends_with_term(self) -> date | None:
        """The last day of the last of the terms that it began in, where that is before its own."""
        terms = self.councillor.terms.filter(starts_on__lte=self.starts_on)
        last_days = [term.last_day for term in terms]
        known = [day for day in last_days if day]
        is_known = len(known) == len(last_days) and bool(known)
        return max(known) if is_known and max(known) < self.ends_on else None

    @property
    def last_day(self) -> date:
        """The day on which it was lifted, if it was, or the last in office, if that is before."""
        if self.lifted_at:
            return in_london(self.lifted_at)
        return self.ends_with_term or self.ends_on
