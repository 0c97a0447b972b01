"""The list of what strangers told the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import MomentColumn, RegisterTable, TagColumn
from devices.models import FoundOutcome, FoundReport, FoundStatus

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

COLOURS = {FoundStatus.WAITING: "orange"}


class FoundTable(RegisterTable):
    """A row for each report, the newest first. Nothing in it is about the finder."""

    caption = _("Found reports")
    counted = ngettext_lazy("%(count)s report", "%(count)s reports", "count")
    empty = _("Nobody has reported a device as found.")

    pk = tables.Column(verbose_name=_("Report"))
    device = tables.Column(
        verbose_name=_("Device"), accessor="about", order_by=("device__asset_tag",)
    )
    reported_at = MomentColumn(verbose_name=_("Reported"))
    status = TagColumn(COLOURS, verbose_name=_("Status"))
    outcome = tables.Column(verbose_name=_("What came of it"), default="")

    class Meta(RegisterTable.Meta):
        order_by = ("-reported_at",)

    def render_pk(self, record: FoundReport) -> SafeString:
        link = '<a class="govuk-link app-nowrap" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), record)

    def value_pk(self, value: int) -> int:
        return value

    def render_device(self, value: str) -> str:
        return value or gettext("Not known")

    def value_device(self, value: str) -> str:
        return value


class FoundFilter(RegisterFilter):
    """By words, by status and by what came of it."""

    q = SearchFilter(["device__asset_tag", "number", "label__number"], help_text=_("Asset tag"))
    status = filters.MultipleChoiceFilter(
        label=_("Status"), choices=FoundStatus, widget=forms.CheckboxSelectMultiple
    )
    outcome = filters.MultipleChoiceFilter(
        label=_("What came of it"), choices=FoundOutcome, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = FoundReport
        fields: list[str] = []
