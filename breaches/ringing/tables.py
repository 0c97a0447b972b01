"""The list of losses to ring back about. Who reported them stands on its page for those who ring
back, as long as it is known, and in no file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from breaches.models import LossReport, LossReportStatus
from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import MomentColumn, RegisterTable, TagColumn

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

SHORT = 80
COLOURS: dict[Any, str] = {
    LossReportStatus.WAITING: "red",
    LossReportStatus.JOINED: "green",
    LossReportStatus.DROPPED: "grey",
}


class LossReportTable(RegisterTable):
    """A row for each report: those that wait first, the oldest of them at the head."""

    caption = _("Losses to ring back about")
    counted = ngettext_lazy("%(count)s report", "%(count)s reports", "count")
    empty = _("Nobody waits to be rung back.")

    pk = tables.Column(verbose_name=_("Report"))
    who = tables.Column(
        verbose_name=_("Who"), accessor="reporter__name", orderable=False, exclude_from_export=True
    )
    what = tables.Column(
        verbose_name=_("What is gone"),
        accessor="reporter__what",
        orderable=False,
        exclude_from_export=True,
    )
    reported_at = MomentColumn(verbose_name=_("Reported"))
    noticed_at = MomentColumn(verbose_name=_("Noticed"))
    status = TagColumn(COLOURS, verbose_name=_("Status"))

    class Meta(RegisterTable.Meta):
        order_by = ("-status", "reported_at")

    def render_pk(self, record: LossReport) -> SafeString:
        link = '<a class="govuk-link app-nowrap" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), record)

    def render_what(self, value: str) -> str:
        """The first words of it."""
        return Truncator(value).chars(SHORT)

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
