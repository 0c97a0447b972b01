"""What may not be deleted for now, because a request or a case is open that may need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from consent.constituents import Constituent
from councilgov.access import Right
from councilgov.capacity import Capacity
from councilgov.constraints import NAME, holds, one_of, together
from councilgov.days import in_london
from councilgov.records import Record, RecordQuerySet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import Self

    from consent.accounts import ModerationQuerySet
    from consent.constituents import ConstituentQuerySet
    from councilgov.people.models import User

H = TypeVar("H", bound="Hold")


class HoldReason(models.TextChoices):
    """Why. To delete what was asked for, so that nobody gets it, is a crime (Freedom of Information
    Act 2000, section 77; Environmental Information Regulations 2004, regulation 19; Data
    Protection Act 2018, section 173).
    """

    INFORMATION = "information", _("A freedom of information request is open")
    ENVIRONMENT = "environment", _("A request for environmental information is open")
    SUBJECT_ACCESS = "subject_access", _("Somebody has asked for a copy of their own data")
    CLAIM = "claim", _("There is a claim in court, or one is likely")
    INVESTIGATION = "investigation", _("A complaint or an investigation is open")


class HoldQuerySet(RecordQuerySet[H]):
    def in_force(self) -> Self:
        return self.filter(ended_at=None)

    def to_review(self, today: date) -> Self:
        """In force, and the day has come on which somebody asks whether they still have to be."""
        return self.in_force().filter(review_on__lte=today)


class Hold(Record):
    """What it is about is not deleted, by nobody and by no clock, until it ends."""

    reason = models.CharField(max_length=20, choices=HoldReason)
    reference = models.CharField(max_length=40, help_text="Of the request or case, without a name")
    review_on = models.DateField(help_text="When somebody asks whether it is still needed")
    held_at = models.DateTimeField()
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    if TYPE_CHECKING:

        def people(self) -> ConstituentQuerySet: ...

    class Meta:
        abstract = True
        ordering = ["review_on", "pk"]
        constraints = [
            one_of("reason", HoldReason),
            holds("has_a_reference", ~Q(reference="")),
            together("ended_at", "ended_by"),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()

    @property
    def held_on(self) -> date:
        return in_london(self.held_at)


class Nameless(NamedTuple):
    """A councillor's hold without whom it is on, or for which request."""

    pk: int
    reason: str
    councillor: str
    held_on: date
    review_on: date


class PersonHoldQuerySet(HoldQuerySet["PersonHold"]):
    def visible_to(self, user: User) -> Self:
        """A councillor's own, in office. Nobody else's, whatever their role."""
        mine = self.filter(constituent__councillor=user, constituent__leaving=None)
        return mine if user.is_councillor else self.none()

    def to_end_by(self, officer: User) -> Self:
        """Those that an information officer may end, as when the councillor has left."""
        if not officer.has_perm(Right.HOLD_RECORDS):
            return self.none()
        return self.in_force().select_related("held_by", "constituent")

    def without_names(self) -> Iterator[Nameless]:
        """What an information officer sees who may end them."""
        columns = ("pk", "reason", "held_by__full_name", "held_at", "review_on")
        for pk, why, councillor, held_at, review_on in self.in_force().values_list(*columns):
            reason = str(HoldReason(why).label)
            yield Nameless(pk, reason, councillor, in_london(held_at), review_on)


class PersonHold(Hold):
    """A councillor keeps one of their own people."""

    constituent = models.ForeignKey(Constituent, models.CASCADE, related_name="holds")

    objects = PersonHoldQuerySet.as_manager()

    class Meta(Hold.Meta):
        constraints = [
            *Hold.Meta.constraints,
            UniqueConstraint(
                "constituent",
                name=NAME + "held_once",
                condition=Q(ended_at=None),
                violation_error_message=_("You keep this person already."),
            ),
        ]

    def people(self) -> ConstituentQuerySet:
        """Whom it is on."""
        return Constituent.objects.filter(pk=self.constituent_id)


class Covers(models.TextChoices):
    """Which records of contacts."""

    COUNCIL_WORK = "council_work", _("What councillors noted for the council")
    EVERYTHING = "everything", _("Everything that one councillor noted, in the ward too")


class RecordsHoldQuerySet(HoldQuerySet["RecordsHold"]):
    def visible_to(self, user: User) -> Self:
        """All of them, for information officers. They say nothing about any constituent."""
        return self.all() if user.has_perm(Right.HOLD_RECORDS) else self.none()

    def on(self, councillor: User | int, capacity: str = "") -> Self:
        """Those in force that cover what a councillor holds in that capacity, or in none."""
        about = Q(covers=Covers.EVERYTHING, councillor=councillor)
        if capacity == Capacity.COUNCIL:
            about |= Q(Q(councillor=None) | Q(councillor=councillor), covers=Covers.COUNCIL_WORK)
        return self.in_force().filter(about)


class RecordsHold(Hold):
    """An information officer keeps records that they do not see: by whose and what they are."""

    covers = models.CharField(max_length=15, choices=Covers)
    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = RecordsHoldQuerySet.as_manager()

    class Meta(Hold.Meta):
        constraints = [
            *Hold.Meta.constraints,
            one_of("covers", Covers),
            holds(
                "everything_is_somebodys",
                ~Q(covers=Covers.EVERYTHING) | ~Q(councillor=None),
                refusal=_("Select whose records they are"),
            ),
            UniqueConstraint(
                "covers",
                "councillor",
                Lower("reference"),
                name=NAME + "once_for_each_request",
                condition=Q(ended_at=None),
                nulls_distinct=False,
                violation_error_message=_("These records are kept for this reference already."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("consent:records_hold", args=[self.pk])

    @property
    def what(self) -> str:
        """Whose records, in words."""
        if self.councillor is None:
            return _t("What all councillors noted for the council")
        told = {
            Covers.COUNCIL_WORK.value: _t("What %(councillor)s noted for the council"),
            Covers.EVERYTHING.value: _t("Everything that %(councillor)s noted, in the ward too"),
        }
        return told[self.covers] % {"councillor": self.councillor.full_name}

    @property
    def capacity(self) -> str:
        """In which it covers what a councillor noted; none for every one."""
        return str(Capacity.COUNCIL) if self.covers == Covers.COUNCIL_WORK else ""

    def covers_own(self, user: User) -> bool:
        """Whether it covers what somebody noted themselves, or would note now."""
        if self.councillor_id:
            return bool(self.councillor_id == user.pk)
        return user.is_councillor or self.people().filter(councillor=user).exists()

    def people(self) -> ConstituentQuerySet:
        """Whose records it covers."""
        found = Constituent.objects.all()
        if self.covers == Covers.COUNCIL_WORK:
            found = found.filter(capacity=Capacity.COUNCIL)
        return found.filter(councillor=self.councillor) if self.councillor else found


def _is_held() -> Q:
    person = PersonHold.objects.in_force().filter(constituent=OuterRef("pk"))
    return Q(Exists(person)) | _is_covered()


def _is_covered(of: str = "") -> Q:
    """An information officer keeps it; ``of`` is the way to the row that says whose it is."""
    holds_on = RecordsHold.objects.in_force()
    theirs = Q(councillor=OuterRef(f"{of}councillor"))
    everything = holds_on.filter(theirs, covers=Covers.EVERYTHING)
    work = holds_on.filter(theirs | Q(councillor=None), covers=Covers.COUNCIL_WORK)
    is_work = Q(**{f"{of}capacity": Capacity.COUNCIL})
    return Q(Exists(everything)) | (is_work & Q(Exists(work)))


def held(people: ConstituentQuerySet) -> ConstituentQuerySet:
    """Those of them who may not be deleted: the one place that knows."""
    return people.filter(_is_held())


def free_entries(log: ModerationQuerySet) -> ModerationQuerySet:
    """Of the log of what was taken down or blocked: what may be deleted."""
    return log.exclude(_is_covered("account__"))


def free(people: ConstituentQuerySet) -> ConstituentQuerySet:
    """The others."""
    return people.exclude(_is_held())
