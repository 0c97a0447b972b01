"""Who is exempt now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from councilgov.days import today
from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import DayColumn, RegisterTable
from policies.models import Exemption

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


class ExemptionFilter(RegisterFilter):
    """By name, and by how long they last."""

    q = SearchFilter(["acknowledgement__councillor__full_name"], help_text=_("Councillor’s name"))
    length = filters.ChoiceFilter(
        label=_("How long"),
        choices=[("long", _("More than a year from now"))],
        method="of_length",
        empty_label=_("All"),
    )

    class Meta:
        model = Exemption
        fields: list[str] = []

    def of_length(self, rows: Any, _name: str, _wanted: str) -> Any:
        return rows.long(today())


class ExemptionTable(RegisterTable):
    """A row for each exemption that is open."""

    caption = _("Exemptions")
    counted = ngettext_lazy("%(count)s exemption", "%(count)s exemptions", "count")
    empty = _("Nobody is exempt now.")

    councillor = tables.Column(
        verbose_name=_("Councillor"),
        accessor="acknowledgement__councillor__full_name",
        order_by=("acknowledgement__councillor__sorts_as",),
    )
    version = tables.Column(
        verbose_name=_("From signing"),
        accessor="acknowledgement__version",
        order_by=("acknowledgement__version__policy__title", "acknowledgement__version__major"),
    )
    until = DayColumn(verbose_name=_("Until"))
    reason = tables.Column(verbose_name=_("Why"), orderable=False)
    granted_by = tables.Column(
        verbose_name=_("Granted by"),
        accessor="granted_by__full_name",
        order_by=("granted_by__sorts_as",),
    )
    acts = tables.Column(
        verbose_name=_("Change"), accessor="pk", orderable=False, exclude_from_export=True
    )

    class Meta(RegisterTable.Meta):
        order_by = ("until",)

    def render_acts(self, value: Any, record: Exemption) -> SafeString:
        """Links that say whose exemption it is."""
        whose = gettext("the exemption of %(name)s") % {
            "name": record.acknowledgement.councillor.full_name
        }
        link = (
            '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>'
        )
        extend, end = (
            format_html(link, reverse(f"policies:{page}", args=[value]), word, whose)
            for page, word in (
                ("extend_exemption", gettext("Extend")),
                ("end_exemption", gettext("End")),
            )
        )
        both = '<ul class="govuk-list govuk-list--spaced govuk-!-margin-bottom-0">{}</ul>'
        return format_html(both, format_html("<li>{}</li><li>{}</li>", extend, end))
