"""The log of a councillor, and what councillors let officers see (UK GDPR Article 33(5))."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from breaches.compromising.tables import PEOPLE_COLOURS, REGULATOR_COLOURS
from breaches.models import Assessment, IncidentKind, Regulator
from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import MomentColumn, RegisterTable, TagColumn

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


class LogTable(RegisterTable):
    """A row for each breach: its facts, its effects and what was done (Article 33(5)). A file holds
    more of it than the page.
    """

    caption = _("Breaches of records that I answer for")
    counted = ngettext_lazy("%(count)s entry", "%(count)s entries", "count")
    empty = _("There is no entry. Whatever you answer for stands here by itself.")

    reference = tables.Column(
        verbose_name=_("Report"), accessor="incident__reference", order_by=("incident",)
    )
    kind = tables.Column(
        verbose_name=_("What"), accessor="incident__get_kind_display", order_by=("incident__kind",)
    )
    happened = tables.Column(
        verbose_name=_("What happened"), accessor="incident__happened", visible=False
    )
    data_told = tables.Column(
        verbose_name=_("Which information"), accessor="incident__data_told", visible=False
    )
    occurred_at = MomentColumn(
        verbose_name=_("Happened"), accessor="incident__occurred_at", visible=False
    )
    noticed_at = MomentColumn(verbose_name=_("Noticed"), accessor="incident__noticed_at")
    aware_at = MomentColumn(verbose_name=_("Aware since"), visible=False)
    severity = tables.Column(verbose_name=_("Severity"), orderable=False, visible=False)
    regulator = TagColumn(REGULATOR_COLOURS, verbose_name=_("Regulator"))
    regulator_because = tables.Column(verbose_name=_("Why"), visible=False)
    people = TagColumn(PEOPLE_COLOURS, verbose_name=_("People"))
    people_because = tables.Column(verbose_name=_("Reasons"), visible=False)
    contained_words = tables.Column(verbose_name=_("What was done"), visible=False)
    lessons = tables.Column(verbose_name=_("What was learnt"), visible=False)
    status = tables.Column(verbose_name=_("Status"), accessor="incident__standing", orderable=False)

    class Meta(RegisterTable.Meta):
        order_by = ("-noticed_at",)

    def render_reference(self, value: str, record: Assessment) -> SafeString:
        link = '<a class="govuk-link app-nowrap" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_reference(self, value: str) -> str:
        return value


class SharedTable(LogTable):
    """The same of all councillors who let officers see it, with whose it is."""

    caption = _("Councillors’ own breaches, shared with us")
    empty = _("No councillor shares one.")

    councillor = tables.Column(
        verbose_name=_("Councillor"),
        accessor="councillor__full_name",
        order_by=("councillor__sorts_as",),
    )

    class Meta(LogTable.Meta):
        sequence = ("reference", "councillor", "...")


class LogFilter(RegisterFilter):
    """By words, by what went wrong and by how far it is."""

    forgiving = frozenset({"regulator", "kind"})

    q = SearchFilter(["incident__happened"], help_text=_("Words of the report"))
    kind = filters.MultipleChoiceFilter(
        label=_("What went wrong"),
        field_name="incident__kind",
        choices=IncidentKind,
        widget=forms.CheckboxSelectMultiple,
    )
    regulator = filters.MultipleChoiceFilter(
        label=_("Regulator"), choices=Regulator, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Assessment
        fields: list[str] = []
