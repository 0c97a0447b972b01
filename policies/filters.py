"""What the register can be narrowed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.people.models import Group, GroupMembership
from policies.conditions import is_overdue
from policies.models import Acknowledgement, AcknowledgementStatus, Policy

if TYPE_CHECKING:
    from policies.models import AcknowledgementQuerySet

OVERDUE = "overdue"
# never in the register: it is of versions in force, and of people who are asked
CLOSED = {
    AcknowledgementStatus.SUPERSEDED,
    AcknowledgementStatus.LAPSED,
    AcknowledgementStatus.VOIDED,
}
STATUSES = [
    (OVERDUE, _("Overdue")),
    *((status.value, status.label) for status in AcknowledgementStatus if status not in CLOSED),
]
OPEN, SETTLED = "open", "settled"
STATEMENTS = [(OPEN, _("Not yet dealt with")), (SETTLED, _("Dealt with"))]


class RequestFilter(RegisterFilter):
    """By name, policy and group."""

    q = SearchFilter(["councillor__full_name"], help_text=_("Councillor’s name"))
    policy = filters.ModelChoiceFilter(
        label=_("Policy"),
        queryset=Policy.objects.all(),
        field_name="version__policy",
        to_field_name="slug",
        empty_label=_("All policies"),
    )
    group = filters.ModelChoiceFilter(
        label=_("Group"),
        queryset=Group.objects.all(),
        method="of_group",
        empty_label=_("All groups"),
    )

    class Meta:
        model = Acknowledgement
        fields: list[str] = []

    def of_group(
        self, rows: AcknowledgementQuerySet, _name: str, group: Group
    ) -> AcknowledgementQuerySet:
        members = GroupMembership.objects.current(timezone.localdate()).filter(group=group)
        return rows.filter(councillor__in=members.values("councillor"))


class SignatureFilter(RequestFilter):
    """By name, policy, group and status."""

    status = filters.MultipleChoiceFilter(
        label=_("Status"),
        choices=STATUSES,
        widget=forms.CheckboxSelectMultiple,
        method="of_status",
    )

    class Meta(RequestFilter.Meta):
        pass

    def of_status(
        self, rows: AcknowledgementQuerySet, _name: str, wanted: list[str]
    ) -> AcknowledgementQuerySet:
        """Overdue ones are shown as such, so "To sign" means those that still have time."""
        chosen = Q(status__in=[status for status in wanted if status != OVERDUE])
        overdue = is_overdue(timezone.localdate())
        chosen = chosen | overdue if OVERDUE in wanted else chosen & ~overdue
        return rows.filter(chosen) if wanted else rows


class SaidFilter(RequestFilter):
    """By name, policy, group, and whether somebody has dealt with it."""

    statement = filters.ChoiceFilter(
        label=_("Dealt with or not"),
        choices=STATEMENTS,
        method="of_statement",
        empty_label=_("All rows"),
    )

    class Meta(RequestFilter.Meta):
        pass

    def of_statement(
        self, rows: AcknowledgementQuerySet, _name: str, wanted: str
    ) -> AcknowledgementQuerySet:
        return rows.unsettled() if wanted == OPEN else rows.settled()
