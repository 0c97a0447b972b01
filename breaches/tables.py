"""The register of incidents (UK GDPR Article 33(5))."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from breaches.models import Incident, IncidentKind, IncidentStatus
from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import MomentColumn, RegisterTable, TagColumn

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

COLOURS: dict[Any, str] = {
    IncidentStatus.REPORTED: "red",
    IncidentStatus.TRIAGE: "yellow",
    IncidentStatus.SUSPECTED: "orange",
    IncidentStatus.CONFIRMED: "red",
    IncidentStatus.NOT_PERSONAL: "blue",
}


class IncidentTable(RegisterTable):
    """A row for each incident, the last one first."""

    caption = _("Reports")
    counted = ngettext_lazy("%(count)s report", "%(count)s reports", "count")
    empty = _("There is no such report.")

    reference = tables.Column(verbose_name=_("Report"), accessor="reference", order_by=("pk",))
    kind = tables.Column(verbose_name=_("What"))
    status = TagColumn(COLOURS, verbose_name=_("Status"))
    told_by = tables.Column(verbose_name=_("Reported by"), orderable=False)
    noticed_at = MomentColumn(verbose_name=_("Noticed"))
    reported_at = MomentColumn(verbose_name=_("Reported"))

    class Meta(RegisterTable.Meta):
        order_by = ("-reported_at",)

    def render_reference(self, value: str, record: Incident) -> SafeString:
        link = '<a class="govuk-link app-nowrap" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_reference(self, value: str) -> str:
        return value


class IncidentFilter(RegisterFilter):
    """By words, by status and by what went wrong."""

    q = SearchFilter(["happened", "corporate_reference"], help_text=_("Words of the report"))
    status = filters.MultipleChoiceFilter(
        label=_("Status"), choices=IncidentStatus, widget=forms.CheckboxSelectMultiple
    )
    kind = filters.MultipleChoiceFilter(
        label=_("What went wrong"), choices=IncidentKind, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Incident
        fields: list[str] = []
