"""The list of the people whom a councillor is in touch with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from consent.constituents import KEPT
from consent.models import Constituent, ContactPermission
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import NumberColumn, RegisterTable

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.safestring import SafeString


class ContactTable(RegisterTable):
    """A row for each person, by name."""

    caption = _("People you are in touch with")
    counted = ngettext_lazy("%(count)s person", "%(count)s people", "count")
    empty = _("You have noted nobody yet. Add somebody whom you are in touch with.")

    full_name = tables.Column(verbose_name=_("Name"))
    best_way = tables.Column(verbose_name=_("Best way"), accessor="best_way", default="")
    to_check = NumberColumn(verbose_name=_("To check first"))
    capacity = tables.Column(verbose_name=_("You act"))

    class Meta(RegisterTable.Meta):
        order_by = ("full_name",)

    def render_full_name(self, value: str, record: Constituent) -> SafeString:
        link = '<a class="govuk-link" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_full_name(self, value: str) -> str:
        return value


class ContactFilter(RegisterFilter):
    """By name, number or user name, by capacity, and by what is stale."""

    sealed = frozenset({"q"})
    q = SearchFilter(
        ["full_name", "handles"],
        help_text=_("Name, number or user name"),
    )
    capacity = filters.MultipleChoiceFilter(
        label=_("You act"),
        choices=[(capacity.value, capacity.label) for capacity in Capacity if capacity in KEPT],
        widget=forms.CheckboxSelectMultiple,
    )

    check = filters.MultipleChoiceFilter(
        label=_("Only those that"),
        choices=[("stale", _("are to be checked again"))],
        widget=forms.CheckboxSelectMultiple,
        method="of_check",
    )

    class Meta:
        model = Constituent
        fields: list[str] = []

    def of_check(
        self, rows: QuerySet[Constituent], _name: str, chosen: list[str]
    ) -> QuerySet[Constituent]:
        if not chosen:
            return rows
        stale = ContactPermission.objects.stale(today())
        return rows.filter(pk__in=stale.values("constituent"))
