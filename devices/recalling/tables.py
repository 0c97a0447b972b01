"""The list of what is recalled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from councilgov.days import today
from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import DayColumn, MomentColumn, RegisterTable, TagColumn
from devices.models import LineStatus, RecallLine, RecallReason

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from devices.recalls import RecallLineQuerySet

COLOURS = {
    LineStatus.ASKED: "orange",
    LineStatus.IN_WORKSHOP: "yellow",
    LineStatus.BACK: "green",
}


class RecallTable(RegisterTable):
    """A row for each recalled device: those to come first, then what ended last."""

    caption = _("Recalled equipment")
    counted = ngettext_lazy("%(count)s device", "%(count)s devices", "count")
    empty = _("Nothing is recalled.")

    device = tables.Column(verbose_name=_("Device"), accessor="device__asset_tag")
    holder = tables.Column(
        verbose_name=_("Held by"), accessor="holder__full_name", order_by=("holder__sorts_as",)
    )
    reason = tables.Column(verbose_name=_("For"), accessor="recall__get_reason_display")
    due_on = DayColumn(verbose_name=_("Due"), accessor="recall__due_on")
    received_at = MomentColumn(verbose_name=_("Received"))
    status = TagColumn(COLOURS, verbose_name=_("Status"), order_by=("ended_at",))

    class Meta(RegisterTable.Meta):
        order_by = ("-status", "due_on", "device")

    def render_device(self, value: str, record: RecallLine) -> SafeString:
        link = '<a class="govuk-link app-nowrap" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_device(self, value: str) -> str:
        return value


class RecallFilter(RegisterFilter):
    """By words, status, reason, and whether it is late."""

    q = SearchFilter(
        ["device__asset_tag", "device__model", "holder__full_name"],
        help_text=_("Asset tag, device or councillor"),
    )
    status = filters.MultipleChoiceFilter(
        label=_("Status"), choices=LineStatus, widget=forms.CheckboxSelectMultiple
    )
    reason = filters.MultipleChoiceFilter(
        label=_("For"),
        field_name="recall__reason",
        choices=RecallReason,
        widget=forms.CheckboxSelectMultiple,
    )
    late = filters.ChoiceFilter(
        label=_("By when"), choices=[("yes", _("Late"))], empty_label=_("Any"), method="is_late"
    )

    class Meta:
        model = RecallLine
        fields: list[str] = []

    def is_late(self, rows: RecallLineQuerySet, _name: str, _value: Any) -> RecallLineQuerySet:
        return rows.late(today())
