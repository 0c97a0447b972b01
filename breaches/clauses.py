"""Which clause a kind of report is about, where the council says so itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from breaches.categories import Category, IncidentKind
from councilgov.constraints import holds, iff
from councilgov.records import Record, RecordQuerySet
from policies.models import Policy

if TYPE_CHECKING:
    from policies.text.clauses import Clause

KINDS = {
    **{str(kind): kind.label for kind in IncidentKind},
    **{str(category): category.label for category in Category},
}
"""Kinds of reports, and the uses that are not allowed: what cites a clause, by its own word."""


class ClauseChoice(Record):
    """For one kind of report: the clause by its words, as numbers and anchors move when a text is
    changed. Without a policy none is cited. Where there is no row, ``citing.PLACES`` holds.
    """

    what = models.CharField(max_length=15, unique=True, help_text="The kind or category")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+", null=True, blank=True)
    wording = models.TextField(blank=True, help_text="Of the clause, as it stood when chosen")
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RecordQuerySet["ClauseChoice"].as_manager()

    class Meta:
        ordering = ["what"]
        constraints = [
            holds("of_a_kind", Q(what__in=sorted(KINDS))),
            iff("a_clause_of_a_policy", Q(policy=None), Q(wording="")),
        ]

    def __str__(self) -> str:
        return str(KINDS[self.what])

    def is_of(self, clause: Clause) -> bool:
        """Whether that is the clause that was chosen, word by word; its number may have moved."""
        return clause.text == self.wording
