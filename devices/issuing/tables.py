"""The list of what was issued, and whether it was accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import DayColumn, NumberColumn, RegisterTable, TagColumn
from devices.models import Issue, IssueStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

COLOURS = {
    IssueStatus.WAITING: "yellow",
    IssueStatus.ACCEPTED: "green",
    IssueStatus.DECLINED: "red",
}
LATE = "late"


class IssueTable(RegisterTable):
    """A row for each hand-over."""

    caption = _("Equipment issued")
    counted = ngettext_lazy("%(count)s issue", "%(count)s issues", "count")
    empty = _("Nothing was issued.")

    councillor = tables.Column(
        verbose_name=_("Councillor"),
        accessor="councillor__full_name",
        order_by=("councillor__sorts_as",),
    )
    pieces = NumberColumn(verbose_name=_("Devices"))
    status = TagColumn(COLOURS, verbose_name=_("Status"))
    issued_at = DayColumn(verbose_name=_("Issued"))
    accept_before = DayColumn(verbose_name=_("Accept by"))
    signed_at = DayColumn(verbose_name=_("Accepted"))

    class Meta(RegisterTable.Meta):
        order_by = ("-issued_at",)

    def __init__(self, data: QuerySet[Any], *args: Any, **options: Any) -> None:
        super().__init__(data.annotate(pieces=Count("assignments")), *args, **options)

    def render_councillor(self, value: str, record: Issue) -> SafeString:
        link = '<a class="govuk-link" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_councillor(self, value: str) -> str:
        return value


class IssueFilter(RegisterFilter):
    """By name and status; what is late is one of them."""

    q = SearchFilter(
        ["councillor__full_name"],
        help_text=_("Councillor’s name"),
    )
    status = filters.MultipleChoiceFilter(
        label=_("Status"),
        choices=[*IssueStatus.choices, (LATE, _("Not accepted in time"))],
        widget=forms.CheckboxSelectMultiple,
        method="of_status",
    )

    class Meta:
        model = Issue
        fields: list[str] = []

    def of_status(self, rows: QuerySet[Any], _name: str, chosen: list[str]) -> QuerySet[Any]:
        wanted = Q(status__in=[name for name in chosen if name != LATE])
        if LATE in chosen:
            wanted |= Q(pk__in=Issue.objects.late(timezone.now()).values("pk"))
        return rows.filter(wanted) if chosen else rows
