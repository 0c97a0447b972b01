"""The register of channels, for those who say what their rules are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from consent.channelling.rules import COLOURS
from consent.models import Channel, ChannelKind, ChannelStatus
from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import RegisterTable, TagColumn

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


class YesNoColumn(tables.Column):
    """Yes or no, in a word."""

    def render(self, value: bool) -> str:
        return _t("Yes") if value else _t("No")

    def value(self, value: bool) -> str:
        return self.render(value)


class ChannelTable(RegisterTable):
    """A row for each channel, by name. Nothing says who uses it."""

    caption = _("Channels")
    counted = ngettext_lazy("%(count)s channel", "%(count)s channels", "count")
    empty = _("There is no channel like that.")

    name = tables.Column(verbose_name=_("Channel"))
    kind = tables.Column(verbose_name=_("What it is"))
    needs_permission = YesNoColumn(verbose_name=_("Ask first"))
    needs_verification = YesNoColumn(verbose_name=_("Check first"))
    is_secure = YesNoColumn(verbose_name=_("For sensitive information"))
    status = TagColumn(COLOURS, verbose_name=_("Status"))

    class Meta(RegisterTable.Meta):
        order_by = ("name",)

    def render_name(self, value: str, record: Channel) -> SafeString:
        link = '<a class="govuk-link" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_name(self, value: str) -> str:
        return value


class ChannelFilter(RegisterFilter):
    """By words, by what it is, and by status."""

    q = SearchFilter(["name", "description"], help_text=_("Name or description"))
    status = filters.MultipleChoiceFilter(
        label=_("Status"), choices=ChannelStatus, widget=forms.CheckboxSelectMultiple
    )
    kind = filters.MultipleChoiceFilter(
        label=_("What it is"), choices=ChannelKind, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Channel
        fields: list[str] = []
