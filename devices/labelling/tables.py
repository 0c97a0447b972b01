"""The list of labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import DayColumn, RegisterTable
from devices.models import Label

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

STATES = [
    ("unclaimed", _("On no device yet")),
    ("on_device", _("On a device")),
    ("replaced", _("Replaced")),
]


class LabelTable(RegisterTable):
    """A row for each label, the newest sheet first."""

    caption = _("Labels")
    counted = ngettext_lazy("%(count)s label", "%(count)s labels", "count")
    empty = _("No labels have been printed yet.")

    printed_text = tables.Column(
        verbose_name=_("Printed on it"), order_by=("number", "device__asset_tag")
    )
    device = tables.Column(verbose_name=_("Device"), accessor="device", default="")
    printed_at = DayColumn(verbose_name=_("Printed"), accessor="batch__printed_at")
    batch = tables.Column(verbose_name=_("Batch"), accessor="batch_id")
    state = tables.Column(verbose_name=_("Where it is"), empty_values=(), orderable=False)

    class Meta(RegisterTable.Meta):
        order_by = ("-batch", "printed_text")

    def render_device(self, record: Label) -> SafeString:
        assert record.device is not None  # noqa: S101  # an empty cell is not drawn
        link = '<a class="govuk-link" href="{}">{}</a>'
        return format_html(link, record.device.get_absolute_url(), record.device)

    def value_device(self, record: Label) -> str:
        return record.device.asset_tag if record.device else ""

    def render_batch(self, value: int, record: Label) -> SafeString:
        return format_html(
            '<a class="govuk-link" href="{}">{}</a>', record.batch.get_absolute_url(), value
        )

    def value_batch(self, value: int) -> int:
        return value

    def render_state(self, record: Label) -> Any:
        return dict(STATES)[state_of(record)]

    def value_state(self, record: Label) -> str:
        return str(dict(STATES)[state_of(record)])


def state_of(label: Label) -> str:
    if label.retired_at:
        return "replaced"
    return "on_device" if label.device_id else "unclaimed"


class LabelFilter(RegisterFilter):
    """By number or tag, and by where the label is."""

    q = SearchFilter(["number", "device__asset_tag"], help_text=_("Number or asset tag"))
    state = filters.ChoiceFilter(
        label=_("Where it is"),
        choices=STATES,
        method="in_state",
        empty_label=_("Anywhere"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Label
        fields: list[str] = []

    def in_state(self, rows: Any, _name: str, value: str) -> QuerySet[Label]:
        if value == "replaced":
            found: QuerySet[Label] = rows.exclude(retired_at=None)
            return found
        on_device: QuerySet[Label] = rows.live().exclude(device=None)
        return rows.unclaimed() if value == "unclaimed" else on_device
