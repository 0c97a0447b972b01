"""The lists of audits, and of what is known in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import (
    DayColumn,
    MomentColumn,
    NumberColumn,
    RegisterTable,
    TagColumn,
)
from devices.audits import AnswerStatus, Audit, AuditLine, AuditStatus

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

COLOURS = {
    AnswerStatus.YES: "green",
    AnswerStatus.SEEN: "green",
    AnswerStatus.NO: "red",
    AnswerStatus.UNSURE: "orange",
    AnswerStatus.ASKED: "blue",
}


class AuditTable(RegisterTable):
    """A row for each audit, the newest first."""

    caption = _("Audits")
    counted = ngettext_lazy("%(count)s audit", "%(count)s audits", "count")
    empty = _("There has been no audit yet.")

    title = tables.Column(verbose_name=_("Title"))
    started_at = MomentColumn(verbose_name=_("Started"))
    until_on = DayColumn(verbose_name=_("Until"))
    expected = NumberColumn(verbose_name=_("Expected"))
    found = NumberColumn(verbose_name=_("Found"))
    missing = NumberColumn(verbose_name=_("Missing"))
    silent = NumberColumn(verbose_name=_("Not answered"))
    status = TagColumn({AuditStatus.OPEN: "blue"}, verbose_name=_("Status"))

    class Meta(RegisterTable.Meta):
        order_by = ("-started_at",)

    def render_title(self, value: str, record: Audit) -> SafeString:
        link = '<a class="govuk-link" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_title(self, value: str) -> str:
        return value


class AuditFilter(RegisterFilter):
    """By status."""

    status = filters.MultipleChoiceFilter(
        label=_("Status"), choices=AuditStatus, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Audit
        fields: list[str] = []


class AnswerTable(RegisterTable):
    """A row for each device of an audit."""

    caption = _("Equipment in this audit")
    counted = ngettext_lazy("%(count)s device", "%(count)s devices", "count")
    empty = _("There is no such device in this audit.")

    device = tables.Column(verbose_name=_("Device"), accessor="device__asset_tag")
    model = tables.Column(verbose_name=_("Model"), accessor="device__model")
    holder = tables.Column(
        verbose_name=_("Held by"), accessor="holder__full_name", order_by=("holder__sorts_as",)
    )
    status = TagColumn(COLOURS, verbose_name=_("Answer"))
    answered_at = MomentColumn(verbose_name=_("Answered"))

    class Meta(RegisterTable.Meta):
        order_by = ("device",)

    def render_device(self, value: str, record: AuditLine) -> SafeString:
        link = '<a class="govuk-link app-nowrap" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_device(self, value: str) -> str:
        return value


class AnswerFilter(RegisterFilter):
    """By words and by answer."""

    q = SearchFilter(
        ["device__asset_tag", "device__model", "holder__full_name"],
        help_text=_("Asset tag, device or councillor"),
    )
    status = filters.MultipleChoiceFilter(
        label=_("Answer"), choices=AnswerStatus, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = AuditLine
        fields: list[str] = []
