"""The list of slots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from councilgov.forms.filters import RegisterFilter
from councilgov.forms.tables import MomentColumn, NumberColumn, RegisterTable
from devices.models import Slot

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

    from devices.recalls import SlotQuerySet


class SlotTable(RegisterTable):
    """A row for each slot."""

    caption = _("Slots at the service desk")
    counted = ngettext_lazy("%(count)s slot", "%(count)s slots", "count")
    empty = _("No slot is offered.")

    when = tables.Column(
        verbose_name=_("When"), accessor="in_words", order_by=("starts_at", "ends_at")
    )
    taken = NumberColumn(verbose_name=_("Booked"))
    came = NumberColumn(verbose_name=_("Came"))
    places = NumberColumn(verbose_name=_("Places"))
    withdrawn_at = MomentColumn(verbose_name=_("Withdrawn"))

    class Meta(RegisterTable.Meta):
        order_by = ("when",)

    def render_when(self, value: str, record: Slot) -> SafeString:
        link = '<a class="govuk-link" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_when(self, value: str) -> str:
        return value


class SlotFilter(RegisterFilter):
    """Those to come, or all."""

    show = filters.ChoiceFilter(
        label=_("Show"),
        choices=[("past", _("Past ones"))],
        empty_label=_("Those to come"),
        method="of_time",
    )

    class Meta:
        model = Slot
        fields: list[str] = []

    def of_time(self, rows: SlotQuerySet, _name: str, value: Any) -> SlotQuerySet:
        return rows.filter(ends_at__lte=timezone.now()) if value else rows

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found: QuerySet[Any] = super().filter_queryset(queryset)
        past = self.form.cleaned_data.get("show")
        return found if past else found.filter(ends_at__gt=timezone.now())
