"""The list of cases of misuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import DayColumn, NumberColumn, RegisterTable, TagColumn
from devices.models import MisuseCase, MisuseStatus

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from devices.misusing import MisuseQuerySet

COLOURS = {
    MisuseStatus.OPENED: "yellow",
    MisuseStatus.COMMENTED: "blue",
    MisuseStatus.CHARGED: "orange",
    MisuseStatus.PAID: "green",
}
DECIDE, INVOICE = "decide", "invoice"
WAITING = [(DECIDE, _("To be decided")), (INVOICE, _("Invoice to send"))]


class MisuseTable(RegisterTable):
    """A row for each case, the last one first."""

    caption = _("Cases of misuse")
    counted = ngettext_lazy("%(count)s case", "%(count)s cases", "count")
    empty = _("There is no such case.")

    device = tables.Column(verbose_name=_("Device"), accessor="device__asset_tag")
    councillor = tables.Column(
        verbose_name=_("Councillor"),
        accessor="councillor__full_name",
        order_by=("councillor__sorts_as",),
    )
    status = TagColumn(COLOURS, verbose_name=_("Status"))
    opened_at = DayColumn(verbose_name=_("Opened"))
    comment_before = DayColumn(verbose_name=_("Comment until"))
    amount = NumberColumn(verbose_name=_("Pounds"))
    invoice_reference = tables.Column(verbose_name=_("Invoice"))

    class Meta(RegisterTable.Meta):
        order_by = ("-opened_at",)

    def render_device(self, value: str, record: MisuseCase) -> SafeString:
        link = '<a class="govuk-link app-nowrap" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_device(self, value: str) -> str:
        return value


class MisuseFilter(RegisterFilter):
    """By words, by what waits, and by status."""

    q = SearchFilter(
        ["device__asset_tag", "councillor__full_name", "invoice_reference"],
        help_text=_("Asset tag, councillor or invoice"),
    )
    waiting = filters.ChoiceFilter(
        label=_("What waits"), choices=WAITING, method="of_waiting", empty_label=_("Everything")
    )
    status = filters.MultipleChoiceFilter(
        label=_("Status"), choices=MisuseStatus, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = MisuseCase
        fields: list[str] = []

    def of_waiting(self, rows: MisuseQuerySet, _name: str, wanted: str) -> MisuseQuerySet:
        return rows.to_decide(timezone.localdate()) if wanted == DECIDE else rows.to_invoice()
