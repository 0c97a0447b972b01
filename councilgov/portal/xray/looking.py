"""What the rules ask of the rows, each once, however many rules there are."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Count as CountOf
from django.db.models import Exists, IntegerField, OuterRef, Subquery
from django.utils import timezone

from councilgov.access import Role
from councilgov.accounts.models import everybody, reachable
from councilgov.people.models import Appointment, Council, User
from councilgov.portal.xray.rule import Count
from policies.models import EDITABLE, Acknowledgement, Correction, PolicyVersion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from councilgov.portal.xray.rule import Rule


class HowMany(Subquery):
    """How many rows a query has, as a column of another one."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


class Look:
    """One look of one person at everything. What several rules ask is read once."""

    def __init__(self, user: User, rules: Sequence[Rule]) -> None:
        self.user, self.rules = user, rules
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)

    @cached_property
    def council(self) -> Council:
        return Council.objects.the()

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Of every rule that counts rows: one query for all of them."""
        counted = [rule for rule in self.rules if isinstance(rule, Count)]
        rows = {rule.key: rule.rows(self).order_by().values("pk") for rule in counted}
        asked = {key: HowMany(query) for key, query in rows.items()}
        row: Any = Council.objects.order_by().values(**asked).get()
        counts: Mapping[str, int] = row
        return counts

    @cached_property
    def versions(self) -> Sequence[Any]:
        """Of each policy what is in force, or soon will be, without its long text. Each says
        ``was_corrected``, of the record of its decision, ``was_asked``, whether anybody was, and
        ``has_draft``, whether its next version is in hand.
        """
        corrections = Correction.objects.filter(decision=OuterRef("decision"))
        asked = Acknowledgement.objects.filter(
            version__policy=OuterRef("policy"), version__major=OuterRef("major")
        )
        drafts = PolicyVersion.objects.filter(policy=OuterRef("policy"), status__in=EDITABLE)
        rows = PolicyVersion.objects.open_to_sign().select_related("policy", "decision")
        return list(
            rows.defer("clauses")
            .annotate(was_corrected=Exists(corrections), was_asked=Exists(asked))
            .annotate(has_draft=Exists(drafts))
            .order_by("policy__title", "policy", "major", "minor")
        )

    @cached_property
    def standings(self) -> Mapping[str, int]:
        """How many accounts stand how, as the register of people says it."""
        rows = everybody(self.now).order_by().values_list("standing")
        return dict(rows.annotate(n=CountOf("pk")))

    @cached_property
    def officers(self) -> Mapping[str, Set[int]]:
        """By role who holds it today and can come in."""
        here = reachable(User.objects.filter(is_active=True))
        held = Appointment.objects.current(self.today).filter(officer__in=here.values("pk"))
        found: dict[str, set[int]] = {role: set() for role in Role}
        for role, officer in held.order_by().values_list("role", "officer"):
            found[role].add(officer)
        return found
