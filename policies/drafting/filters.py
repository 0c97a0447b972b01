"""What the work in hand can be narrowed to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.filters import RegisterFilter, SearchFilter
from policies.machines import PUBLIC
from policies.models import PolicyVersion, VersionStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from policies.models import PolicyVersionQuerySet

HIDDEN = [VersionStatus.DISCARDED, VersionStatus.REJECTED]


class DraftFilter(RegisterFilter):
    """By title and status. What was rejected or discarded shows when it is asked for."""

    q = SearchFilter(["policy__title"], help_text=_("Title of the policy"))
    status = filters.MultipleChoiceFilter(
        label=_("Status"),
        choices=[(one.value, one.label) for one in VersionStatus if one not in PUBLIC],
        widget=forms.CheckboxSelectMultiple,
        method="of_status",
    )

    class Meta:
        model = PolicyVersion
        fields: list[str] = []

    def of_status(
        self, rows: PolicyVersionQuerySet, _name: str, wanted: list[str]
    ) -> PolicyVersionQuerySet:
        return rows.filter(status__in=wanted) if wanted else rows

    @property
    def qs(self) -> QuerySet[Any]:
        rows = super().qs
        is_chosen = self.form.is_valid() and self.form.cleaned_data.get("status")
        return rows if is_chosen else rows.exclude(status__in=HIDDEN)
