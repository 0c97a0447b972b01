"""The register of devices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, TextField, Value
from django.db.models.functions import Concat, Upper
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from councilgov.forms.filters import WORDS, RegisterFilter, SearchFilter
from councilgov.forms.tables import DayColumn, RegisterTable, TagColumn
from councilgov.people.models import User
from devices.models import Device, DeviceStatus, Kind, Ownership

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.db.models import QuerySet
    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise

    from devices.device import DeviceQuerySet

COLOURS = {
    DeviceStatus.IN_STOCK: "blue",
    DeviceStatus.ASSIGNED: "yellow",
    DeviceStatus.ACTIVE: "green",
    DeviceStatus.ENROLLED: "green",
    DeviceStatus.RECALLED: "orange",
    DeviceStatus.RETURN_DUE: "orange",
    DeviceStatus.NON_COMPLIANT: "orange",
    DeviceStatus.IN_WORKSHOP: "yellow",
    DeviceStatus.RECOVERED: "yellow",
    DeviceStatus.PENDING: "yellow",
    DeviceStatus.LOST: "red",
    DeviceStatus.STOLEN: "red",
    DeviceStatus.DAMAGED: "red",
}
"""Of the tag of each status; the others are grey."""
KNOWN = Upper(
    Concat(
        *("asset_tag", Value(" "), "make", Value(" "), "model", Value(" "), "serial"),
        *(Value(" "), "imei", Value(" "), "phone_number"),
        output_field=TextField(),
    )
)
"""All by which a device is searched, in capitals."""


class DeviceTable(RegisterTable):
    """A row for each device."""

    caption = _("Devices")
    counted = ngettext_lazy("%(count)s device", "%(count)s devices", "count")
    empty = _("There is no such device.")

    asset_tag = tables.Column(verbose_name=_("Asset tag"))
    model = tables.Column(verbose_name=_("Device"))
    kind = tables.Column(verbose_name=_("Kind"), accessor="kind__name", visible=False)
    holder = tables.Column(
        verbose_name=_("Held by"), accessor="holder__full_name", order_by=("holder__sorts_as",)
    )
    status = TagColumn(COLOURS, verbose_name=_("Status"))
    moved_at = DayColumn(verbose_name=_("Since"))

    class Meta(RegisterTable.Meta):
        order_by = ("asset_tag",)

    def render_asset_tag(self, value: str, record: Device) -> SafeString:
        link = '<a class="govuk-link app-nowrap" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_asset_tag(self, value: str) -> str:
        return value


class DeviceSearch(SearchFilter):
    """Words in what is known of a device, or in the name of whoever has it.

    What is known is looked through as one text, and names in their own table: of 100,000 devices,
    seven columns and a join would take several times as long.
    """

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        for word in (value or "").split()[:WORDS]:
            people = User.objects.filter(full_name__icontains=word).values("pk")
            here = Q(known__contains=word.upper()) | Q(holder__in=people)
            qs = qs.alias(known=KNOWN).filter(here)
        return qs


WAITING: Mapping[str, tuple[StrOrPromise, Callable[[DeviceQuerySet], DeviceQuerySet]]] = {
    "left": (
        _("Council data on the own device of who left office"),
        lambda rows: rows.left_with_data(timezone.now()),
    ),
    "unrecorded": (
        _("With somebody, without a record of when it was issued"),
        lambda rows: rows.unrecorded(),
    ),
    "without_serial": (_("Without a serial number"), lambda rows: rows.without_serial()),
}
"""What does not fit, by its name in an address: in words, and as a set."""


class DeviceFilter(RegisterFilter):
    """By words, status, kind and whose it is."""

    q = DeviceSearch(
        [],
        help_text=_("Asset tag, device, number or councillor"),
    )
    status = filters.MultipleChoiceFilter(
        label=_("Status"), choices=DeviceStatus, widget=forms.CheckboxSelectMultiple
    )
    kind = filters.ModelMultipleChoiceFilter(
        label=_("Kind"), queryset=Kind.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    ownership = filters.MultipleChoiceFilter(
        label=_("Whose"), choices=Ownership, widget=forms.CheckboxSelectMultiple
    )

    waiting = filters.ChoiceFilter(
        label=_("What waits"),
        choices=[(name, words) for name, (words, _rows) in WAITING.items()],
        method="of_waiting",
        empty_label=_("Everything"),
    )

    class Meta:
        model = Device
        fields: list[str] = []

    def of_waiting(self, rows: DeviceQuerySet, _name: str, wanted: str) -> DeviceQuerySet:
        _words, chosen = WAITING[wanted]
        return chosen(rows)
