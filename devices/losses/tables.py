"""The list of losses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import MomentColumn, RegisterTable, TagColumn
from devices.models import CostStatus, Loss, LossKind, LossStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

    from devices.losing import LossQuerySet

COLOURS = {
    LossStatus.REPORTED: "red",
    LossStatus.SECURED: "yellow",
    LossStatus.FOUND: "blue",
    LossStatus.RESOLVED: "green",
}
OPEN, POLICE, WIPE, LATE = "open", "police", "wipe", "late"
COST, APPEAL = "cost", "appeal"
WAITING = [
    (OPEN, _("Open")),
    (WIPE, _("Waiting for the wipe")),
    (LATE, _("Not secured in time")),
    (POLICE, _("Waiting for a police reference")),
    (COST, _("Cost not decided")),
    (APPEAL, _("Appeal to decide")),
]


class LossTable(RegisterTable):
    """A row for each case, the last one first."""

    caption = _("Losses")
    counted = ngettext_lazy("%(count)s case", "%(count)s cases", "count")
    empty = _("There is no such case.")

    reference = tables.Column(verbose_name=_("Case"), accessor="reference", order_by=("pk",))
    device = tables.Column(verbose_name=_("Device"), accessor="device__asset_tag")
    councillor = tables.Column(
        verbose_name=_("Councillor"),
        accessor="councillor__full_name",
        order_by=("councillor__sorts_as",),
        default="",
    )
    kind = tables.Column(verbose_name=_("What"))
    status = TagColumn(COLOURS, verbose_name=_("Status"))
    reported_at = MomentColumn(verbose_name=_("Reported"))
    wiped_at = MomentColumn(verbose_name=_("Wiped"))
    outcome = tables.Column(verbose_name=_("Outcome"), default="")

    class Meta(RegisterTable.Meta):
        order_by = ("-reported_at",)

    def render_reference(self, value: str, record: Loss) -> SafeString:
        link = '<a class="govuk-link app-nowrap" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_reference(self, value: str) -> str:
        return value

    def render_device(self, value: str) -> SafeString:
        return format_html('<span class="app-nowrap">{}</span>', value)

    def value_device(self, value: str) -> str:
        return value


class LossFilter(RegisterFilter):
    """By words, by what waits, by status and by what happened."""

    q = SearchFilter(
        [
            "device__asset_tag",
            "device__model",
            "councillor__full_name",
            "police_references__reference",
        ],
        help_text=_("Asset tag, device, councillor or police reference"),
    )
    waiting = filters.ChoiceFilter(
        label=_("What waits"), choices=WAITING, method="of_waiting", empty_label=_("Everything")
    )
    status = filters.MultipleChoiceFilter(
        label=_("Status"), choices=LossStatus, widget=forms.CheckboxSelectMultiple
    )
    kind = filters.MultipleChoiceFilter(
        label=_("What happened"), choices=LossKind, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Loss
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """A case has several numbers of the police, and stands there once."""
        found: QuerySet[Any] = super().filter_queryset(queryset)
        return found.distinct() if self.form.cleaned_data.get("q") else found

    def of_waiting(self, rows: LossQuerySet, _name: str, wanted: str) -> LossQuerySet:
        sets: dict[str, Callable[[], LossQuerySet]] = {
            OPEN: rows.open,
            WIPE: rows.waiting_for_wipe,
            LATE: lambda: rows.late_to_secure(timezone.now()),
            POLICE: rows.waiting_for_police,
            COST: rows.cost_not_decided,
            APPEAL: lambda: rows.filter(cost__status=CostStatus.APPEALED),
        }
        return sets[wanted]()
