"""The list of what the desk has to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import MomentColumn, RegisterTable, TagColumn
from devices.models import DeskTask, TaskKind, TaskStatus

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

REFERENCE = re.compile(r"(?:ICT-)?0*([1-9][0-9]{0,8})", re.IGNORECASE)
COLOURS = {TaskStatus.OPEN: "blue", TaskStatus.DONE: "green"}


class DeskTaskTable(RegisterTable):
    """A row for each task: what is to do and due soonest first, then what was done last."""

    caption = _("Tasks of the service desk")
    counted = ngettext_lazy("%(count)s task", "%(count)s tasks", "count")
    empty = _("There is nothing to do.")

    reference = tables.Column(
        verbose_name=_("Our reference"), accessor="reference", order_by=("pk",)
    )
    kind = tables.Column(verbose_name=_("What"))
    device = tables.Column(verbose_name=_("Device"), accessor="device__asset_tag", default="")
    councillor = tables.Column(
        verbose_name=_("Councillor"),
        accessor="councillor__full_name",
        order_by=("councillor__sorts_as",),
        default="",
    )
    due_at = MomentColumn(verbose_name=_("Due"), order_by=("comes", "due_at"))
    ticket = tables.Column(verbose_name=_("Ticket"))
    status = TagColumn(COLOURS, verbose_name=_("Status"), order_by=("ended_at",))

    class Meta(RegisterTable.Meta):
        order_by = ("-status", "due_at", "reference")

    def render_reference(self, value: str, record: DeskTask) -> SafeString:
        link = '<a class="govuk-link app-nowrap" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_reference(self, value: str) -> str:
        return value


class TaskSearch(SearchFilter):
    """By our reference too, as it stands in the mail to the ticket system."""

    def asked(self, value: str) -> Q:
        number = REFERENCE.fullmatch(value.strip())
        words = super().asked(value)
        return words | Q(pk=int(number[1])) if number else words


class DeskTaskFilter(RegisterFilter):
    """By words, by what is to be done, and by status."""

    q = TaskSearch(
        ["device__asset_tag", "councillor__full_name", "ticket"],
        help_text=_("Asset tag, councillor, ticket number or our reference"),
    )
    status = filters.MultipleChoiceFilter(
        label=_("Status"), choices=TaskStatus, widget=forms.CheckboxSelectMultiple
    )
    kind = filters.MultipleChoiceFilter(
        label=_("What"), choices=TaskKind, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = DeskTask
        fields: list[str] = []
