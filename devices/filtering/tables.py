"""The desk's list of senders to block and to unblock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import DayColumn, RegisterTable
from councilgov.forms.templatetags.govuk import govuk_tag
from devices.models import FilterRequest, FilterStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

COLOURS = {FilterStatus.REQUESTED: "blue", FilterStatus.DONE: "green", FilterStatus.REFUSED: "red"}


def colour_of(request: FilterRequest) -> str:
    """Of the tag of its standing."""
    if request.is_to_unblock:
        return "blue"
    return COLOURS.get(FilterStatus(request.status), "grey")


class FilterRequestTable(RegisterTable):
    """A row for each request, the newest first."""

    caption = _("Senders of email")
    counted = ngettext_lazy("%(count)s request", "%(count)s requests", "count")
    empty = _("Nobody has asked for a sender to be blocked.")

    councillor = tables.Column(
        verbose_name=_("Councillor"),
        accessor="councillor__full_name",
        order_by=("councillor__sorts_as",),
    )
    sender = tables.Column(verbose_name=_("Sender"))
    requested_at = DayColumn(verbose_name=_("Asked"))
    standing = tables.Column(verbose_name=_("Status"), order_by=("status",))

    class Meta(RegisterTable.Meta):
        order_by = ("-requested_at",)

    def render_councillor(self, value: str, record: FilterRequest) -> SafeString:
        link = '<a class="govuk-link" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_councillor(self, value: str) -> str:
        return value

    def render_standing(self, value: str, record: FilterRequest) -> str:
        return govuk_tag(value, colour_of(record))

    def value_standing(self, value: str) -> str:
        return value


class FilterRequestFilter(RegisterFilter):
    """By words, by status, and what the desk has to do now."""

    q = SearchFilter(["councillor__full_name", "sender"], help_text=_("Councillor or sender"))
    todo = filters.BooleanFilter(
        label=_("Only what is to be done now"), method="to_do", widget=forms.CheckboxInput
    )
    status = filters.MultipleChoiceFilter(
        label=_("Status"), choices=FilterStatus, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = FilterRequest
        fields: list[str] = []

    def to_do(self, rows: Any, _name: str, value: bool) -> QuerySet[FilterRequest]:
        found: QuerySet[FilterRequest] = rows.to_do() if value else rows
        return found
