"""The list of what was not returned, with who has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import DayColumn, NumberColumn, RegisterTable
from councilgov.pounds import in_pounds
from devices.keeping.tables import DeviceTable
from devices.models import Device

if TYPE_CHECKING:
    from decimal import Decimal


class MoneyColumn(NumberColumn):
    """Pounds: £1,234.50 on the page, a number in a download."""

    def render(self, value: Decimal) -> str:
        return in_pounds(value)

    def value(self, value: Any) -> Any:
        return value


class OutstandingTable(DeviceTable):
    """A row for each device that is still out."""

    caption = _("Equipment not returned")
    counted = ngettext_lazy("%(count)s device", "%(count)s devices", "count")
    empty = _("Everything was returned.")

    left_on = DayColumn(verbose_name=_("Left office"))
    age_months = NumberColumn(verbose_name=_("Age in months"))
    worth = MoneyColumn(verbose_name=_("Worth today"))
    moved_at = tables.Column(visible=False)

    class Meta(RegisterTable.Meta):
        order_by = ("left_on", "asset_tag")


class OutstandingFilter(RegisterFilter):
    """By tag, device or name."""

    q = SearchFilter(
        ["asset_tag", "model", "holder__full_name"], help_text=_("Asset tag, device or name")
    )

    class Meta:
        model = Device
        fields: list[str] = []
