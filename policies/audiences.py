"""Whom a policy asks, where it is neither all councillors nor all members."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import NAME, iff, one_of
from councilgov.people.models import Committee, Group, TermKind, User
from councilgov.records import Record, RecordQuerySet
from policies.versions import Policy


class Chosen(models.TextChoices):
    """What a rule chooses people by. Whoever one rule of a policy chooses is in its audience."""

    ELECTED = TermKind.ELECTED.value, _("Elected councillors")
    CO_OPTED = TermKind.CO_OPTED.value, _("Co-opted councillors")
    INDEPENDENT = TermKind.INDEPENDENT.value, _("Independent persons")
    MAYOR = TermKind.MAYOR.value, _("A directly elected mayor")
    GROUP = "group", _("Members of a political group")
    COMMITTEE = "committee", _("Members of a committee")
    PERSON = "person", _("One person")


class AudienceRule(Record):
    """One rule of an audience: a kind of term, a group, a committee, or one person, in office."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="audience_rules")
    chosen = models.CharField(max_length=20, choices=Chosen)
    group = models.ForeignKey(Group, models.PROTECT, related_name="+", null=True, blank=True)
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="+", null=True, blank=True
    )
    person = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("chosen", Chosen),
            iff("group_when_by_group", Q(chosen=Chosen.GROUP), ~Q(group=None)),
            iff("committee_when_by_committee", Q(chosen=Chosen.COMMITTEE), ~Q(committee=None)),
            iff("person_when_one", Q(chosen=Chosen.PERSON), ~Q(person=None)),
            models.UniqueConstraint(
                fields=["policy", "chosen", "group", "committee", "person"],
                name=NAME + "once_each",
                nulls_distinct=False,
                violation_error_message=_("This policy asks them already."),
            ),
        ]

    def __str__(self) -> str:
        person = self.person.full_name if self.person else None
        return str(self.group or self.committee or person or self.get_chosen_display())
