"""What one controller makes of an incident: how severe it is, and whom they tell of it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, UniqueConstraint, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from breaches.clocks import HOURS
from breaches.controllers import LET_IN
from breaches.events import what_was_said
from breaches.incidents import Incident
from breaches.involved import Involved
from breaches.machines import (
    PEOPLE_MOVES,
    REGULATOR_MOVES,
    RUNNING,
    Exemption,
    IncidentStatus,
    People,
    Regulator,
)
from breaches.severity import CIRCUMSTANCES, EI, band, score
from councilgov.access import Right
from councilgov.capacity import Controller
from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.deadlines import hours_after
from councilgov.records import Record, RecordQuerySet, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Set
    from datetime import datetime
    from typing import Self

    from breaches.severity import Band
    from councilgov.people.models import User


DECIDED_NOT = Q(regulator=Regulator.UNDECIDED) | Q(people=People.UNDECIDED)


def _has_part(user: User) -> Q:
    """They reported what it is a part of, did it, received it, or it happened in their work."""
    parts = Involved.objects.filter(incident=OuterRef("incident"), person=user)
    return Q(incident__reported_by=user) | Q(Exists(parts))


class AssessmentQuerySet(RecordQuerySet["Assessment"]):
    def running(self) -> Self:
        """The clock runs: a breach is suspected or confirmed, and nobody has decided that the
        regulator need not be told, nor told them. An outside body counts its own.
        """
        open_ones = [Regulator.UNDECIDED, Regulator.NOTIFIABLE]
        ours = self.exclude(controller=Controller.OUTSIDE_BODY)
        return ours.filter(incident__status__in=RUNNING, regulator__in=open_ones)

    def expired(self, now: datetime) -> Self:
        return self.running().filter(aware_at__lt=now - timedelta(hours=HOURS))

    def of_the_council(self) -> Self:
        """Those that stand in the council's own register and figures."""
        return self.filter(controller=Controller.COUNCIL)

    def with_row(self) -> Self:
        return self.select_related("incident", "councillor")

    def read_by(self, user: User) -> Self:
        """Those of which this person reads what was decided, and why: councillors see their own
        alone, also of what they reported, and officers nothing of theirs until they are let in, nor
        of what they have a part in.
        """
        read = Q(councillor=user)
        if user.has_perm(Right.SEE_INCIDENTS):
            read |= (~Q(controller=Controller.COUNCILLOR) | LET_IN) & ~_has_part(user)
        return self.filter(read)

    def visible_to(self, user: User) -> Self:
        """Those of which this person sees that they are there."""
        if not user.has_perm(Right.SEE_INCIDENTS):
            return self.read_by(user)
        return self.filter(Q(councillor=user) | ~_has_part(user))

    def held(self, row: Assessment) -> Assessment:
        """The same part, held after its incident, as every act holds them."""
        incident = Incident.objects.locked(row.incident)
        held = self.locked(row)
        held.incident = incident
        return held

    def decided(self) -> Self:
        """Both is decided on: whom they tell, and whom not."""
        return self.exclude(DECIDED_NOT)

    def undecided(self) -> Self:
        """Something is left to decide."""
        return self.filter(DECIDED_NOT)

    def to_decide(self) -> Self:
        """A breach is suspected or confirmed, and something is left to decide."""
        return self.undecided().filter(incident__status__in=RUNNING)

    def to_advise(self) -> Self:
        """The same, and the Data Protection Officer has not advised."""
        return self.to_decide().filter(advice="")

    def let_in(self) -> Self:
        """A councillor lets officers see it, or report for them."""
        return self.filter(LET_IN)

    def log_of(self, user: User) -> Self:
        """What a councillor documents themselves, as its controller (Article 33(5))."""
        return self.filter(controller=Controller.COUNCILLOR, councillor=user)

    def shared_with(self, user: User) -> Self:
        """What councillors alone answer for and let officers see: in no figure of the council."""
        seen = Incident.objects.open_to(user).of_councillors_alone()
        return self.filter(incident__in=seen).exclude(councillor=user)

    def with_log(self) -> Self:
        """With what was done about it and what was learnt, in words."""
        return self.with_row().annotate(**what_was_said("incident"))

    def with_own_log(self) -> Self:
        """The same for the councillor whose log it is: of a case for which others answer too, what
        officers said is not for them to read.
        """
        others = self.model.objects.filter(incident=OuterRef("incident")).exclude(pk=OuterRef("pk"))
        alone = Q(~Exists(others)) & ~Q(incident__finding="")
        said = what_was_said("incident").items()
        none = Value("", models.TextField())
        words = {name: Case(When(alone, then=told), default=none) for name, told in said}
        return self.with_row().annotate(**words)


class Assessment(Record):
    """One controller's part of an incident: "one incident, two controllers", each with a clock and
    decisions of its own.

    The score advises (ENISA, 2013); a person decides, with reasons.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="assessments")
    controller = models.CharField(max_length=15, choices=Controller)
    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="breach_assessments",
        null=True,
        blank=True,
        help_text="Who is the controller of their ward’s records",
    )
    body = models.CharField(max_length=150, blank=True, help_text="The outside body")
    aware_at = models.DateTimeField(
        help_text="From when the hours count; while it is only suspected, from when it was noticed"
    )
    begun_at = models.DateTimeField(
        default=timezone.now, help_text="Since when this clock is looked after here"
    )
    aware_because = models.TextField(
        blank=True, help_text="Why later than it was noticed, as the Data Protection Officer says"
    )
    dpc = models.PositiveSmallIntegerField(null=True, blank=True, help_text="1 to 4")
    ei = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)
    confidentiality = models.DecimalField(max_digits=3, decimal_places=2, default=0)
    integrity = models.DecimalField(max_digits=3, decimal_places=2, default=0)
    availability = models.DecimalField(max_digits=3, decimal_places=2, default=0)
    malice = models.DecimalField(max_digits=3, decimal_places=2, default=0)
    more_than_100 = models.BooleanField(default=False, help_text="More than 100 people")
    is_unintelligible = models.BooleanField(
        default=False, help_text="It was encrypted, and the key is safe"
    )
    advice = models.TextField(blank=True, help_text="Of the Data Protection Officer")
    advised_at = models.DateTimeField(null=True, blank=True)
    advised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    unadvised_because = models.TextField(
        blank=True, help_text="Why it was decided without their advice"
    )
    authorised_at = models.DateTimeField(
        null=True, blank=True, help_text="When the councillor let the council report for them"
    )
    shared_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when the councillor lets officers see it"
    )
    regulator = models.CharField(max_length=15, choices=Regulator, default=Regulator.UNDECIDED)
    regulator_because = models.TextField(blank=True)
    regulator_decided_at = models.DateTimeField(null=True, blank=True)
    regulator_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    regulator_reference = models.CharField(
        max_length=40, blank=True, help_text="The regulator’s number for it, once it gave one"
    )
    people = models.CharField(max_length=15, choices=People, default=People.UNDECIDED)
    exemption = models.CharField(max_length=10, choices=Exemption, blank=True)
    review_on = models.DateField(
        null=True, blank=True, help_text="When it is looked at again whether telling does harm"
    )
    people_because = models.TextField(blank=True)
    people_decided_at = models.DateTimeField(null=True, blank=True)
    people_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                "aware_at",
                name="breaches_assessment_clock",
                condition=Q(regulator__in=["notifiable", "undecided"]),
            ),
            models.Index(
                fields=["incident"],
                name="breaches_assessment_own",
                condition=Q(controller="councillor"),
            ),
        ]
        constraints = [
            one_of("controller", Controller),
            one_of("regulator", Regulator),
            one_of("people", People),
            UniqueConstraint(
                "incident",
                "controller",
                "councillor",
                "body",
                name=NAME + "one_each",
                nulls_distinct=False,
                violation_error_message=_("This controller has an assessment already."),
            ),
            iff("councillor_when_theirs", Q(controller="councillor"), ~Q(councillor=None)),
            iff("body_when_its_own", Q(controller="outside_body"), ~Q(body="")),
            implies("authorised_by_councillor", ~Q(authorised_at=None), ~Q(councillor=None)),
            implies("shared_by_councillor", ~Q(shared_at=None), ~Q(councillor=None)),
            holds("dpc_in_table", Q(dpc=None) | Q(dpc__gte=1, dpc__lte=4)),
            holds("ei_in_table", Q(ei=None) | Q(ei__in=sorted(EI))),
            *(
                holds(f"{part}_in_table", Q(**{f"{part}__in": steps}))
                for part, steps in CIRCUMSTANCES.items()
            ),
            together("dpc", "ei"),
            together("advised_at", "advised_by"),
            iff("advice_when_advised", ~Q(advised_at=None), ~Q(advice="")),
            together("regulator_decided_at", "regulator_decided_by"),
            iff("regulator_decided", ~Q(regulator="undecided"), ~Q(regulator_decided_at=None)),
            iff("regulator_with_reasons", ~Q(regulator="undecided"), ~Q(regulator_because="")),
            together("people_decided_at", "people_decided_by"),
            iff("people_decided", ~Q(people="undecided"), ~Q(people_decided_at=None)),
            iff("people_with_reasons", ~Q(people="undecided"), ~Q(people_because="")),
            iff(
                "not_told_for_a_reason",
                Q(people="not_required"),
                Q(exemption__in=Exemption.values),
            ),
            iff("looked_at_again_if_for_crime", Q(exemption="crime"), ~Q(review_on=None)),
            implies(
                "decided_with_advice",
                Q(controller="council") & ~Q(regulator="undecided", people="undecided"),
                ~Q(advice="") | ~Q(unadvised_because=""),
            ),
            implies(
                "high_risk_to_people_goes_to_regulator",
                Q(people__in=["required", "sent"]),
                ~Q(regulator="not_notifiable"),
                refusal=_(
                    "Who tells the people tells the regulator too: a high risk is more than the "
                    "risk of which the regulator is told."
                ),
            ),
        ]

    def __str__(self) -> str:
        return _t("%(incident)s, %(controller)s") % {
            "incident": self.incident.reference,
            "controller": self.named_controller,
        }

    def get_absolute_url(self) -> str:
        return self.incident.get_absolute_url()

    @property
    def reference(self) -> str:
        """The number of the report of which it is a part."""
        return self.incident.reference

    @property
    def part_page(self) -> str:
        """The page of this part alone."""
        return reverse("breaches:incident_part", args=[self.incident.reference, self.pk])

    @property
    def named_controller(self) -> str:
        """Who answers for the data, by name."""
        if self.councillor:
            return self.councillor.full_name
        return self.body or str(self.get_controller_display())

    @property
    def is_shut(self) -> bool:
        """A councillor answers for it, and has let no officer in: neither shared it, nor let the
        council report for them.
        """
        is_theirs = self.controller == Controller.COUNCILLOR
        return is_theirs and self.authorised_at is None and self.shared_at is None

    @property
    def due_at(self) -> datetime:
        """72 elapsed hours later, whatever day that is."""
        return hours_after(self.aware_at, HOURS)

    @property
    def lacks_advice(self) -> bool:
        """The council consults its Data Protection Officer first (UK GDPR Article 38(1)); a
        councillor, for their own records, has none.
        """
        return self.controller == Controller.COUNCIL and not self.advice

    @property
    def is_provisional(self) -> bool:
        """It is only suspected, and the hours are counted to be safe."""
        return self.incident.status == IncidentStatus.SUSPECTED

    @property
    def severity(self) -> Decimal | None:
        """By ENISA's method; None until it was worked out."""
        if self.dpc is None or self.ei is None:
            return None
        circumstances = sum((getattr(self, part) for part in CIRCUMSTANCES), start=Decimal(0))
        return score(self.dpc, self.ei, circumstances)

    @property
    def band(self) -> Band | None:
        return None if self.severity is None else band(self.severity)

    def score_says_tell(self) -> bool | None:
        """Whether the score speaks for telling the regulator, or against it; None in between."""
        return {"low": False, "high": True, "very high": True}.get(self.band or "")

    def goes_against_score(self) -> bool:
        """The regulator is not told of what scores high, or is told of what scores low."""
        told = self.score_says_tell()
        if told is None or self.regulator == Regulator.UNDECIDED:
            return False
        return told == (self.regulator == Regulator.NOT_NOTIFIABLE)

    def check_regulator(self, to: str) -> None:
        """Raise ``Refused`` where there is no such move."""
        _check(REGULATOR_MOVES, self.regulator, to, self)

    def may_be_told(self, stage: str) -> bool:
        """Whether this message to the regulator can follow what it was told."""
        return stage in REGULATOR_MOVES[Regulator(self.regulator)]

    def check_people(self, to: str) -> None:
        """Raise ``Refused`` where there is no such move."""
        _check(PEOPLE_MOVES, self.people, to, self)

    def undo_noes(self) -> bool:
        """Decisions not to tell fall, and stay in the timeline. Whether there were any."""
        fell = False
        if self.regulator == Regulator.NOT_NOTIFIABLE:
            self.regulator, self.regulator_because = Regulator.UNDECIDED, ""
            self.regulator_decided_at = self.regulator_decided_by = None
            fell = True
        if self.people == People.NOT_REQUIRED:
            self.people, self.people_because, self.exemption = People.UNDECIDED, "", ""
            self.review_on = None
            self.people_decided_at = self.people_decided_by = None
            fell = True
        return fell

    def decides(self, user: User) -> bool:
        """Whether this is for that person to decide: the councillor for their own records, an
        officer who holds the right for the council's, and nobody in whose case they have a part. An
        outside body decides for itself.
        """
        if self.controller != Controller.COUNCIL:
            return user.pk == self.councillor_id
        return user.has_perm(Right.DECIDE_BREACH) and not self.incident.has_part(user)


def _check(moves: Mapping[str, Set[str]], at: str, to: str, row: Assessment) -> None:
    if to not in moves[at]:
        stands = dict([*Regulator.choices, *People.choices])[at]
        raise Refused(
            _t("This can’t be recorded now: it stands at “%(status)s”.") % {"status": stands},
            way=row.incident.own_page,
        )
