"""The log of contacts as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from consent.models import Contact, DeviceUsed, Official, Topic
from councilgov.days import short_day_in_words
from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import RegisterTable

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

BROKEN = Q(was_unchecked=True) | Q(was_unpermitted=True) | Q(was_not_allowed=True)
TO_MEND = BROKEN | Q(device_used=DeviceUsed.OWN)
TO_SEE = {
    "flagged": (_("Did not keep to a rule"), TO_MEND),
    "to_move": (_("Still to be moved to a council system"), Q(official=Official.TO_MOVE)),
}


class LogTable(RegisterTable):
    """A row for each contact, the last one first."""

    caption = _("Contacts")
    counted = ngettext_lazy("%(count)s contact", "%(count)s contacts", "count")
    empty = _("No contact is logged. Open a person to log one.")

    happened_on = tables.Column(verbose_name=_("Day"), order_by=("happened_on", "pk"))
    constituent = tables.Column(verbose_name=_("Person"), order_by=("constituent__full_name",))
    channel = tables.Column(verbose_name=_("Way"), order_by=("channel__name",))
    went = tables.Column(verbose_name=_("What happened"), orderable=False)
    topic = tables.Column(verbose_name=_("About"))

    class Meta(RegisterTable.Meta):
        order_by = ("-happened_on",)

    def render_happened_on(self, value: date, record: Contact) -> SafeString:
        link = '<a class="govuk-link app-nowrap" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), short_day_in_words(value))

    def value_happened_on(self, value: date) -> date:
        return value


class LogFilter(RegisterFilter):
    """By name, by topic, and by what is left to do."""

    sealed = frozenset({"q"})
    q = SearchFilter(["constituent__full_name"], help_text=_("Name"))
    see = filters.MultipleChoiceFilter(
        label=_("Only those that"),
        choices=[(name, label) for name, (label, _which) in TO_SEE.items()],
        widget=forms.CheckboxSelectMultiple,
        method="of_kind",
    )
    topic = filters.MultipleChoiceFilter(
        label=_("About"), choices=Topic, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Contact
        fields: list[str] = []

    def of_kind(self, rows: QuerySet[Contact], _name: str, chosen: list[str]) -> QuerySet[Contact]:
        wanted = Q()
        for name in chosen:
            wanted |= TO_SEE[name][1]
        return rows.filter(wanted)
