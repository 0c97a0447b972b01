"""The list of what is to be done against more harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from breaches.models import ContainmentTask, TaskStatus, Team
from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import MomentColumn, RegisterTable, TagColumn

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

COLOURS = {TaskStatus.OPEN: "blue", TaskStatus.DONE: "green"}


class ContainmentTable(RegisterTable):
    """A row for each task, what is to do first."""

    caption = _("Tasks against more harm")
    counted = ngettext_lazy("%(count)s task", "%(count)s tasks", "count")
    empty = _("There is no such task.")

    words = tables.Column(verbose_name=_("Task"))
    incident = tables.Column(
        verbose_name=_("Report"), accessor="incident__reference", order_by=("incident",)
    )
    team = tables.Column(verbose_name=_("Who"))
    status = TagColumn(COLOURS, verbose_name=_("Status"), order_by=("ended_at",))
    opened_at = MomentColumn(verbose_name=_("Opened"))

    class Meta(RegisterTable.Meta):
        order_by = ("-status", "opened_at")

    def render_words(self, value: str, record: ContainmentTask) -> SafeString:
        link = '<a class="govuk-link" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_words(self, value: str) -> str:
        return value


class ContainmentFilter(RegisterFilter):
    """By words, by status and by who does it."""

    q = SearchFilter(["words"], help_text=_("Words of the task"))
    status = filters.MultipleChoiceFilter(
        label=_("Status"), choices=TaskStatus, widget=forms.CheckboxSelectMultiple
    )
    team = filters.MultipleChoiceFilter(
        label=_("Who"), choices=Team, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ContainmentTask
        fields: list[str] = []
