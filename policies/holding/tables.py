"""Lists of access holds, and of those for whom one may be proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import DayColumn, MomentColumn, RegisterTable, TagColumn
from policies.models import AccessHold, Acknowledgement, HoldStatus

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

COLOURS = {
    HoldStatus.PROPOSED: "blue",
    HoldStatus.ORDERED: "orange",
    HoldStatus.IN_PLACE: "red",
    HoldStatus.LIFTED: "yellow",
    HoldStatus.UNDONE: "green",
}


class HoldTable(RegisterTable):
    """A row for each hold, from its proposal on."""

    caption = _("Access holds")
    counted = ngettext_lazy("%(count)s hold", "%(count)s holds", "count")
    empty = _("No hold has been proposed.")

    councillor = tables.Column(
        verbose_name=_("Councillor"),
        accessor="acknowledgement__councillor__full_name",
        order_by=("acknowledgement__councillor__sorts_as",),
    )
    policy = tables.Column(
        verbose_name=_("Policy"), accessor="acknowledgement__version__policy__title"
    )
    status = TagColumn(COLOURS, verbose_name=_("Status"))
    proposed_at = MomentColumn(verbose_name=_("Proposed"))
    decided_at = MomentColumn(verbose_name=_("Decided"))
    done_at = MomentColumn(verbose_name=_("Done"))
    undone_at = MomentColumn(verbose_name=_("Undone"))

    class Meta(RegisterTable.Meta):
        order_by = ("-proposed_at",)

    def render_councillor(self, value: str, record: AccessHold) -> SafeString:
        link = '<a class="govuk-link" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_councillor(self, value: str) -> str:
        return value


class LateTable(RegisterTable):
    """A row for each request that is late enough for a hold, and has none yet."""

    caption = _("Late enough for a hold")
    counted = ngettext_lazy("%(count)s request to sign", "%(count)s requests to sign", "count")
    empty = _("Nobody is late enough for a hold.")

    councillor = tables.Column(
        verbose_name=_("Councillor"),
        accessor="councillor__full_name",
        order_by=("councillor__sorts_as",),
    )
    policy = tables.Column(verbose_name=_("Policy"), accessor="version__policy__title")
    due_on = DayColumn(verbose_name=_("Due"))
    propose = tables.Column(verbose_name=_("Hold"), empty_values=(), orderable=False)

    class Meta(RegisterTable.Meta):
        order_by = ("due_on", "councillor")

    def render_propose(self, record: Acknowledgement) -> SafeString:
        return format_html(
            '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden">, {}</span></a>',
            reverse("policies:propose_hold", args=[record.pk]),
            gettext("Propose a hold"),
            record.councillor.full_name,
        )

    def value_propose(self) -> str:
        """Nothing in a download: nobody is held by a spreadsheet."""
        return ""


class HoldFilter(RegisterFilter):
    """By name and status."""

    q = SearchFilter(["acknowledgement__councillor__full_name"], help_text=_("Councillor’s name"))
    status = filters.MultipleChoiceFilter(
        label=_("Status"), choices=HoldStatus, widget=forms.CheckboxSelectMultiple
    )
    waiting = filters.ChoiceFilter(
        label=_("What does not fit"),
        choices=[("pointless", _("Nothing is left to sign"))],
        method="of_waiting",
        empty_label=_("Everything"),
    )

    class Meta:
        model = AccessHold
        fields: list[str] = []

    def of_waiting(self, rows: Any, _name: str, _wanted: str) -> Any:
        return rows.pointless(timezone.now())


class LateFilter(RegisterFilter):
    """By name."""

    q = SearchFilter(["councillor__full_name"], help_text=_("Councillor’s name"))

    class Meta:
        model = Acknowledgement
        fields: list[str] = []
