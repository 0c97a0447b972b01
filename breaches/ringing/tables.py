"""The list of losses to ring back about. Nothing in it is about whoever reported them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from breaches.models import LossReport, LossReportStatus
from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import MomentColumn, RegisterTable, TagColumn

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

COLOURS: dict[Any, str] = {
    LossReportStatus.WAITING: "red",
    LossReportStatus.JOINED: "green",
    LossReportStatus.DROPPED: "grey",
}


class LossReportTable(RegisterTable):
    """A row for each report: those that wait first, the newest of them at the head."""

    caption = _("Losses to ring back about")
    counted = ngettext_lazy("%(count)s report", "%(count)s reports", "count")
    empty = _("Nobody waits to be rung back.")

    pk = tables.Column(verbose_name=_("Report"))
    reported_at = MomentColumn(verbose_name=_("Reported"))
    noticed_at = MomentColumn(verbose_name=_("Noticed"))
    status = TagColumn(COLOURS, verbose_name=_("Status"))

    class Meta(RegisterTable.Meta):
        order_by = ("-status", "-reported_at")

    def render_pk(self, record: LossReport) -> SafeString:
        link = '<a class="govuk-link app-nowrap" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), record)

    def value_pk(self, value: int) -> int:
        return value


class LossReportFilter(RegisterFilter):
    """By words of why one was thrown away, and by status."""

    q = SearchFilter(["dropped_because"], help_text=_("Words of why it was thrown away"))
    status = filters.MultipleChoiceFilter(
        label=_("Status"), choices=LossReportStatus, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = LossReport
        fields: list[str] = []
