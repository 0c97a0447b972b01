"""The report by which officers put a policy to a committee."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import holds, implies, one_of, together
from councilgov.days import day_in_words, today
from councilgov.records import Record, RecordQuerySet
from policies.decisions import Body

if TYPE_CHECKING:
    from typing import Self

    from django_stubs_ext import StrOrPromise

    from councilgov.people.models import User

IMPLICATIONS = {
    "priorities": _("Corporate priorities and performance"),
    "resources": _(
        "Resources: finance, value for money, procurement, staffing, IT, property, sustainability"
    ),
    "social_value": _("Social value"),
    "legal": _("Legal and constitutional references"),
    "risk": _("Risk management"),
    "equalities": _("Equalities and diversity"),
    "consultation": _("Consultation and engagement"),
    "insight": _("Insight"),
}
"""The headings of Barnet's report, 5.1 to 5.8. Each is answered, if only with "None" or "N/A"."""


class CommitteeReportQuerySet(RecordQuerySet["CommitteeReport"]):
    def visible_to(self, user: User | Any) -> Self:
        """What a body has, to everybody unless it is exempt; the others to those who draft."""
        if user.is_authenticated and user.has_perm(Right.SEE_DRAFTS):
            return self
        return self.filter(exempt_because="", submissions__isnull=False).distinct()

    def with_use(self) -> Self:
        """Each with ``uses``: how many versions it put before a body."""
        return self.annotate(uses=Count("submissions", distinct=True))

    def for_meetings_to_come(self) -> Self:
        return self.filter(meets_on__gte=today()).order_by("meets_on", "pk")


class CommitteeReport(Record):
    """What a body is told and asked (Barnet, 11 November 2015). Frozen once it is submitted."""

    title = models.CharField(max_length=200)
    body = models.CharField(max_length=100)
    body_kind = models.CharField(max_length=20, choices=Body)
    meets_on = models.DateField()
    report_of = models.CharField(max_length=100, help_text="The post whose report it is")
    contact = models.TextField(help_text="Officers to ask, as they stand on the report")
    wards = models.CharField(max_length=200, default="All")
    exempt_because = models.CharField(
        max_length=200,
        blank=True,
        help_text="The paragraph of the law of the nation that keeps it secret; empty: public",
    )
    public_interest = models.TextField(
        blank=True, help_text="Why the public interest in secrecy outweighs the one in disclosure"
    )
    is_urgent = models.BooleanField(default=False)
    is_key = models.BooleanField(default=False)
    summary = models.TextField()
    recommendations = models.TextField()
    why_needed = models.TextField()
    reasons = models.TextField()
    alternatives = models.TextField(help_text="Considered and not recommended")
    after_decision = models.TextField(help_text="Post-decision implementation")
    implications = models.JSONField(help_text="By the keys of IMPLICATIONS")
    terms_of_reference = models.TextField(help_text="What lets this body decide it")
    asked_for = models.CharField(
        max_length=200, blank=True, help_text="The decision that asked for it, with its minute"
    )
    background_papers = models.TextField(blank=True, help_text="One a line")
    written_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty for a report from before the portal"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = CommitteeReportQuerySet.as_manager()

    class Meta:
        ordering = ["-meets_on", "-pk"]
        constraints = [
            one_of("body_kind", Body),
            holds("has_a_title", ~Q(title=""), refusal=_("Enter the title of the report.")),
            together("written_at", "written_by"),
            implies(
                "weighed_when_exempt",
                ~Q(public_interest=""),
                ~Q(exempt_because=""),
                refusal=_("Select the paragraph that makes it exempt, or leave the reason empty."),
            ),
            implies(
                "key_is_executive",
                Q(is_key=True),
                Q(body_kind__in=[Body.EXECUTIVE, Body.OFFICER]),
                refusal=_(
                    "Only the executive, or an officer by delegation, takes key decisions. "
                    "Untick the box, or select what kind of body it is"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.body}, {day_in_words(self.meets_on)}"

    @property
    def headed_implications(self) -> list[tuple[StrOrPromise, str]]:
        """Each heading with what was answered to it, in the order of the headings."""
        return [(IMPLICATIONS[key], self.implications[key]) for key in IMPLICATIONS]

    @property
    def papers(self) -> list[str]:
        """The background papers, one by one."""
        return self.background_papers.splitlines()

    def get_absolute_url(self) -> str:
        return reverse("policies:report", args=[self.pk])
