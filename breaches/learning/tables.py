"""The list of what is done because of what was learnt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from breaches.models import FollowUp, FollowUpStatus
from councilgov.days import today
from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import DayColumn, RegisterTable, TagColumn

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

COLOURS = {FollowUpStatus.OPEN: "blue", FollowUpStatus.DONE: "green"}


class FollowUpTable(RegisterTable):
    """A row for each action, what is due soonest first."""

    caption = _("Actions")
    counted = ngettext_lazy("%(count)s action", "%(count)s actions", "count")
    empty = _("There is nothing to do.")

    words = tables.Column(verbose_name=_("What"))
    owner = tables.Column(
        verbose_name=_("Who"), accessor="owner__full_name", order_by=("owner__sorts_as",)
    )
    due_on = DayColumn(verbose_name=_("By"))
    status = TagColumn(COLOURS, verbose_name=_("Status"), order_by=("ended_at",))
    incident = tables.Column(
        verbose_name=_("Report"), accessor="incident__reference", order_by=("incident",)
    )

    class Meta(RegisterTable.Meta):
        order_by = ("-status", "due_on")

    def render_words(self, value: str, record: FollowUp) -> SafeString:
        link = '<a class="govuk-link" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_words(self, value: str) -> str:
        return value


class FollowUpFilter(RegisterFilter):
    """By words, by status and by whether it is late."""

    forgiving = frozenset({"status", "late"})

    q = SearchFilter(["words", "owner__full_name"], help_text=_("Words of it, or who does it"))
    status = filters.MultipleChoiceFilter(
        label=_("Status"), choices=FollowUpStatus, widget=forms.CheckboxSelectMultiple
    )
    late = filters.ChoiceFilter(
        label=_("Late"),
        choices=[("yes", _("Late alone"))],
        method="by_late",
        empty_label=_("All"),
    )

    class Meta:
        model = FollowUp
        fields: list[str] = []

    def by_late(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        return rows.filter(pk__in=FollowUp.objects.late(today()).values("pk"))
