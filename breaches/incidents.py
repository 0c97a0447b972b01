"""Something that went wrong, as it was reported: when, to whom, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, UniqueConstraint
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from breaches.categories import Category, Cause, IncidentKind, of_their_kinds
from breaches.changed import changed_meanwhile
from breaches.controllers import of_councillors_alone, parts_of, shut
from breaches.involved import Involved, Part
from breaches.machines import FINDINGS, INCIDENT_MOVES, OPEN_INCIDENTS, IncidentStatus
from breaches.readers import IncidentOpening, Reader
from breaches.searched import BY_WORDS
from councilgov.access import Right
from councilgov.capacity import CONTROLLERS, Capacity, Controller
from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.people.models import User
from councilgov.records import RecordQuerySet, Refused, Staged, subject_of
from devices.models import Device, Loss
from policies.models import PolicyVersion

if TYPE_CHECKING:
    from collections.abc import Sequence, Set
    from typing import Self

    from django.db.models import QuerySet

    from councilgov.people.models import UserQuerySet


class ReportedVia(models.TextChoices):
    """How it was reported: also "by phone or drop-in" (Members ICT Usage Protocol), and on paper
    where the portal was down.
    """

    PORTAL = "portal", _("In the portal")
    PHONE = "phone", _("By phone")
    DROP_IN = "drop_in", _("At the desk")
    EMAIL = "email", _("By email")
    PAPER = "paper", _("On paper")
    SIGNED_OUT = "signed_out", _("Without signing in")


class IncidentQuerySet(RecordQuerySet["Incident"]):
    def visible_to(self, user: User) -> Self:
        """To everybody what they reported, what happened in their own work, and what they answer
        for. All others to those who look into them, but for those in which they have a part
        themselves, and those of which a councillor keeps the log and has not let them in;
        confidential ones to those on the list of their readers, and to who opened one, for its
        hours.
        """
        own = Q(pk__in=_own_of(user))
        if not user.has_perm(Right.SEE_INCIDENTS):
            return self.filter(own)
        parts = Involved.objects.filter(incident=OuterRef("pk"), person=user)
        named = Q(is_confidential=False) | _reads(user)
        return self.filter(own | (~Exists(parts) & named & ~shut()))

    def locked(self, row: Incident) -> Incident:
        """The same, held. Raises ``Refused`` once its personal details are erased: nothing is done
        about it any more.
        """
        held = super().locked(row)
        if held.erased_at:
            raise Refused(_t("Its personal details were erased. Nothing can be added to it."))
        return held

    def shut_to(self, user: User) -> Self:
        """Confidential ones of which this officer may know that they are there, and no more."""
        parts = Involved.objects.filter(incident=OuterRef("pk"), person=user)
        seen = self.model.objects.visible_to(user).values("pk")
        return self.filter(~Exists(parts), is_confidential=True).exclude(pk__in=seen)

    def of_councillors_alone(self) -> Self:
        """Those that stand in the logs of councillors, and in no register of the council."""
        return self.filter(of_councillors_alone())

    def written_down_by(self, user: User) -> Self:
        """What they sent, for themselves or for somebody who told them, to be thanked for."""
        return self.filter(recorded_by=user)

    def own_of(self, user: User) -> Self:
        """Those that stand in that councillor's own log, and in nobody else's."""
        return self.filter(of_councillors_alone(), Exists(parts_of("pk", councillor=user)))

    def open_to(self, user: User) -> Self:
        """Those that this person sees, has no part in, and can do something about: who only opened
        a confidential one for its hours reads it, and decides nothing.
        """
        return self.looked_into_by(user).filter(Q(is_confidential=False) | Q(_listed(user)))

    def looked_into_by(self, user: User) -> Self:
        """Those that this person sees, and has no part in."""
        parts = Involved.objects.filter(incident=OuterRef("pk"), person=user)
        return self.visible_to(user).exclude(reported_by=user).filter(~Exists(parts))

    def with_part_of(self, user: User) -> Self:
        """With whether this person has a part in each, as ``is_theirs``."""
        parts = Involved.objects.filter(incident=OuterRef("pk"), person=user)
        return self.annotate(is_theirs=Q(Exists(parts)) | Q(reported_by=user))

    def open(self) -> Self:
        return self.filter(status__in=OPEN_INCIDENTS)

    def of_the_council(self) -> Self:
        """Those that stand in the council's own register and figures (UK GDPR Article 33(5)): also
        what nobody has looked into yet. What was reported twice stands there once.
        """
        return self.filter(~of_councillors_alone(), same_as=None)

    def about(self, rows: Sequence[models.Model]) -> Self:
        """About one of these rows of another app."""
        return self.filter(about__in=[subject_of(row) for row in rows])

    def with_row(self) -> Self:
        """With who has to do with it, and the policy it cites without its long text."""
        rows = self.select_related("reported_by", "recorded_by", "handler", "cited__policy")
        return rows.defer("cited__clauses", "cited__gaps")

    def with_council_part(self) -> Self:
        """With what the council, as a controller, made of each: there is one such part at most.
        Not by a join, which would stay where rows are only counted.
        """
        part = parts_of("pk", controller=Controller.COUNCIL).order_by()
        fields = ("aware_at", "regulator", "regulator_because", "people", "people_because")
        return self.annotate(
            **{f"council_{name}": Subquery(part.values(name)[:1]) for name in fields}
        )


def _own_of(user: User) -> QuerySet[Incident, Any]:
    """The keys of what they reported, of what happened in their own work, and of what they answer
    for: as three sets, each of which has an index, where "or" would look at all incidents.
    """
    reported = Incident.objects.filter(reported_by=user).order_by().values("pk")
    owned = Involved.objects.filter(person=user, part=Part.OWNER).order_by().values("incident")
    answered = user.breach_assessments.order_by().values("incident")
    found: QuerySet[Incident, Any] = reported.union(owned, answered)
    return found


def _reads(user: User) -> Q:
    """Whether this person is on the list of a confidential one, or has it open."""
    opened = IncidentOpening.objects.running(timezone.now()).filter(opened_by=user)
    return Q(_listed(user)) | Q(Exists(opened.filter(incident=OuterRef("pk"))))


def _listed(user: User) -> Exists:
    return Exists(Reader.objects.now().filter(incident=OuterRef("pk"), person=user))


class Incident(Staged):
    """One report, whoever answers for the data: each controller has an assessment of its own.

    Fields hold how it stands now; what was done, when and by whom is in its events.
    """

    MOVES = INCIDENT_MOVES

    kind = models.CharField(max_length=15, choices=IncidentKind)
    category = models.CharField(
        max_length=15, choices=Category, blank=True, help_text="Which use that is not allowed"
    )
    status = models.CharField(
        max_length=15, choices=IncidentStatus, default=IncidentStatus.REPORTED
    )
    capacity = models.CharField(
        max_length=15, choices=Capacity, blank=True, help_text="Whose work it was; empty: not sure"
    )
    happened = models.TextField(help_text="In the words of whoever reported it; nobody is named")
    data_told = models.TextField(blank=True, help_text="Which information, in words")
    is_near_miss = models.BooleanField(
        default=False, help_text="It was noticed before any harm could be done"
    )
    is_confidential = models.BooleanField(
        default=False, help_text="Only those on the list of its readers see it"
    )
    occurred_at = models.DateTimeField(null=True, blank=True, help_text="Empty: not known")
    noticed_at = models.DateTimeField()
    council_knew_at = models.DateTimeField(
        help_text="When it was noticed; of what a stranger told us, when that came in"
    )
    reported_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    teller = models.CharField(
        max_length=150, blank=True, help_text="Who reported it, if nobody with an account"
    )
    reported_via = models.CharField(max_length=12, choices=ReportedVia, default=ReportedVia.PORTAL)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    device = models.ForeignKey(
        Device, models.PROTECT, related_name="incidents", null=True, blank=True
    )
    loss = models.ForeignKey(Loss, models.PROTECT, related_name="incidents", null=True, blank=True)
    also_of = models.ForeignKey(  # the same loss, which is looked into as another report too
        Loss, models.PROTECT, related_name="other_incidents", null=True, blank=True
    )
    cited = models.ForeignKey(
        PolicyVersion,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="The text in force on the day",
    )
    clause = models.CharField(max_length=200, blank=True, help_text="Its anchor in that text")
    sent_as = models.UUIDField(
        null=True, blank=True, help_text="Of the form: what is sent twice is one report"
    )
    about = models.CharField(
        max_length=60, blank=True, help_text="app.model:pk of a row that may be erased"
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    handled_since = models.DateTimeField(null=True, blank=True)
    ruled_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was said whether personal data is affected"
    )
    ruled_because = models.TextField(blank=True)
    finding = models.CharField(
        max_length=15,
        choices=[(one.value, one.label) for one in IncidentStatus if one in FINDINGS],
        blank=True,
        help_text="What was said then; it outlives the status, which ends as closed",
    )
    contained_at = models.DateTimeField(null=True, blank=True)
    cause = models.CharField(max_length=15, choices=Cause, blank=True)
    corporate_reference = models.CharField(
        max_length=40, blank=True, help_text="Its number in the council’s own register"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    erases_on = models.DateField(
        null=True, blank=True, help_text="When its personal details are erased, once that is named"
    )
    erased_at = models.DateTimeField(null=True, blank=True)
    same_as = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="reported_again",
        null=True,
        blank=True,
        help_text="It was reported twice: it is looked into there",
    )

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at", "-pk"]
        indexes = [
            models.Index("about", name="breaches_incident_about", condition=~Q(about="")),
            models.Index(
                "erases_on", name="breaches_incident_erases", condition=Q(erases_on__isnull=False)
            ),
            models.Index(fields=["-reported_at", "id"], name="breaches_incident_register"),
            BY_WORDS,
        ]
        constraints = [
            one_of("kind", IncidentKind),
            one_of("status", IncidentStatus),
            one_of("reported_via", ReportedVia),
            holds("cause_known", Q(cause__in=["", *Cause.values])),
            holds("category_of_its_kind", Q(category="") | of_their_kinds()),
            holds("capacity_known", Q(capacity__in=["", *sorted(CONTROLLERS)])),
            iff("cites_a_clause", ~Q(cited=None), ~Q(clause="")),
            models.UniqueConstraint("recorded_by", "sent_as", name=NAME + "sent_once"),
            holds("says_what_happened", ~Q(happened="")),
            holds(
                "occurred_before_noticed",
                Q(occurred_at=None) | Q(occurred_at__lte=F("noticed_at")),
                refusal=_("It can’t be noticed before it happened. Check both times."),
            ),
            holds(
                "noticed_before_reported",
                Q(noticed_at__lte=F("reported_at")),
                refusal=_("It can’t be reported before it was noticed. Check both times."),
            ),
            holds("reported_before_recorded", Q(reported_at__lte=F("recorded_at"))),
            holds("known_once_noticed", Q(council_knew_at__gte=F("noticed_at"))),
            implies("same_as_when_closed", ~Q(same_as=None), Q(status="closed", finding="")),
            holds("somebody_reported_it", Q(reported_by__isnull=False) | ~Q(teller="")),
            UniqueConstraint("loss", name=NAME + "one_of_each_loss"),
            together("handler", "handled_since"),
            holds("finding_known", Q(finding__in=["", *sorted(FINDINGS)])),
            implies("found_as_it_stands", Q(status__in=sorted(FINDINGS)), Q(finding=F("status"))),
            iff("ruled_when_found", ~Q(finding=""), ~Q(ruled_at=None)),
            iff("ruled_with_reason", ~Q(ruled_at=None), ~Q(ruled_because="")),
            implies(
                "no_breach_when_near_miss",
                Q(is_near_miss=True),
                ~Q(status=IncidentStatus.CONFIRMED),
            ),
            iff("closed_when_closed", Q(status="closed"), ~Q(closed_at=None)),
            implies(
                "erased_when_over", ~Q(erased_at=None), Q(status__in=["closed", "not_personal"])
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("breaches:incident", args=[self.reference])

    @property
    def reference(self) -> str:
        """Our number of it: INC-000123."""
        return f"INC-{self.pk:06d}"

    @property
    def told_by(self) -> str:
        """Who reported it, by the name they go by."""
        return self.reported_by.known_as if self.reported_by else self.teller

    @property
    def address_of_clause(self) -> str:
        """Where the clause stands, in the version that was in force on the day."""
        return f"{self.cited.get_absolute_url()}#{self.clause}" if self.cited else ""

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_INCIDENTS

    def check_stands(self, at: Set[str], why: str) -> None:
        """Raise ``Refused`` unless it is at one of these, with who changed it, and when."""
        if self.status not in at:
            raise Refused(changed_meanwhile(self, why), way=self.own_page)

    def who_may_answer(self) -> UserQuerySet:
        """The councillors of the day on which it was noticed, and those of today."""
        then, now = map(User.objects.councillors, (self.noticed_at, timezone.now()))
        either: UserQuerySet = then | now
        return either

    @property
    def standing(self) -> str:
        """Where it stands, in words: what harmed nobody is no breach, whatever it was about."""
        is_none = self.status == IncidentStatus.NOT_PERSONAL
        return self.found if is_none else self.get_status_display()

    @property
    def found(self) -> str:
        """What was found, in words; nothing before."""
        is_none = self.is_near_miss and self.finding == IncidentStatus.NOT_PERSONAL
        return str(_("Near miss")) if is_none else str(self.get_finding_display())

    def is_own_of(self, user: User) -> bool:
        """They alone answer for it, and look after it: as somebody found, or from the beginning,
        where it is about a contact of their own.
        """
        return {row.councillor_id for row in self.assessments.all()} == {user.pk}

    def is_for_officers(self) -> bool:
        """Nobody has ruled on it yet, the council or a body answers for a part of it, or a
        councillor has let them in.
        """
        if not self.finding:
            return True
        rows = self.assessments.all()
        alone = {row.controller for row in rows} == {Controller.COUNCILLOR}
        return not alone or any(row.authorised_at or row.shared_at for row in rows)

    def has_part(self, user: User) -> bool:
        """Whoever reported it, did it or received it decides nothing on it, nor does whom its list
        of readers leaves out. Whoever wrote down what they were told on the phone may.
        """
        return self.is_involved(user) or self.is_shut_to(user)

    def is_involved(self, user: User) -> bool:
        """Whether they reported it, did it, received it, or it happened in their work."""
        is_named = any(user.pk == one.person_id for one in self.involved.all())
        return is_named or user.pk == self.reported_by_id

    def is_looked_into_by(self, user: User) -> bool:
        """Whether they look into reports, and have no part in this one."""
        return user.has_perm(Right.SEE_INCIDENTS) and not self.is_involved(user)

    def is_read_by(self, user: User) -> bool:
        """Whether they read what officers wrote, added and decided: who looks into it, and a
        councillor of what they alone answer for.
        """
        return self.is_looked_into_by(user) or self.is_own_of(user)

    def is_shut_to(self, user: User) -> bool:
        """Whether it is confidential and this person not on the list: who has opened one for some
        hours reads it, and does nothing.
        """
        return self.is_confidential and not self.readers.now().filter(person=user).exists()
