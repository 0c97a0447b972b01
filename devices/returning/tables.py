"""The list of what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import MomentColumn, NumberColumn, RegisterTable, TagColumn
from devices.models import Return, ReturnStatus

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from devices.returns import ReturnQuerySet

COLOURS = {
    ReturnStatus.WAITING: "yellow",
    ReturnStatus.SIGNED: "green",
    ReturnStatus.DISPUTED: "orange",
}


class ReturnTable(RegisterTable):
    """A row for each hand-back, the newest first."""

    caption = _("Returns")
    counted = ngettext_lazy("%(count)s return", "%(count)s returns", "count")
    empty = _("Nothing has come back yet.")

    received_at = MomentColumn(verbose_name=_("Received"))
    councillor = tables.Column(
        verbose_name=_("Councillor"),
        accessor="councillor__full_name",
        order_by=("councillor__sorts_as",),
    )
    devices = NumberColumn(verbose_name=_("Devices"), accessor="how_many")
    received_by = tables.Column(verbose_name=_("Received by"), accessor="received_by__full_name")
    status = TagColumn(COLOURS, verbose_name=_("Status"))

    class Meta(RegisterTable.Meta):
        order_by = ("-received_at",)

    def render_councillor(self, value: str, record: Return) -> SafeString:
        link = '<a class="govuk-link" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_councillor(self, value: str) -> str:
        return value


class ReturnFilter(RegisterFilter):
    """By words, by status, and by whether the desk owes an answer."""

    q = SearchFilter(
        ["councillor__full_name", "tags"], help_text=_("Councillor’s name or asset tag")
    )
    status = filters.MultipleChoiceFilter(
        label=_("Status"), choices=ReturnStatus, widget=forms.CheckboxSelectMultiple
    )

    to_answer = filters.ChoiceFilter(
        label=_("Answer"),
        choices=[("yes", _("To be given"))],
        empty_label=_("Any"),
        method="is_due",
    )

    class Meta:
        model = Return
        fields: list[str] = []

    def is_due(self, rows: ReturnQuerySet, _name: str, _value: Any) -> ReturnQuerySet:
        return rows.to_answer()
