"""The list of matters that were handed over. Nothing in it says whom or what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from breaches.models import Referral, ReferralStatus
from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import MomentColumn, RegisterTable, TagColumn

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

COLOURS: dict[Any, str] = {
    ReferralStatus.SENT: "orange",
    ReferralStatus.ACKNOWLEDGED: "blue",
    ReferralStatus.CLOSED: "green",
}


class ReferralTable(RegisterTable):
    """A row for each, the newest first."""

    caption = _("Matters of conduct")
    counted = ngettext_lazy("%(count)s matter", "%(count)s matters", "count")
    empty = _("Nothing was handed over.")

    reference = tables.Column(verbose_name=_("Matter"), order_by=("pk",))
    came_from = tables.Column(verbose_name=_("From"), default="", orderable=False)
    sent_at = MomentColumn(verbose_name=_("Handed over"))
    status = TagColumn(COLOURS, verbose_name=_("Status"))
    case_reference = tables.Column(verbose_name=_("Its number elsewhere"), default="")

    class Meta(RegisterTable.Meta):
        order_by = ("-sent_at",)

    def render_reference(self, record: Referral) -> SafeString:
        link = '<a class="govuk-link app-nowrap" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), record)

    def value_reference(self, value: str) -> str:
        return value


class ReferralFilter(RegisterFilter):
    """By its number elsewhere, and by status."""

    q = SearchFilter(["case_reference"], help_text=_("Its number elsewhere"))
    status = filters.MultipleChoiceFilter(
        label=_("Status"), choices=ReferralStatus, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Referral
        fields: list[str] = []
