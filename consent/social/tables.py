"""A councillor's log of what they took down or blocked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from consent.models import Ground, Measure, Moderation
from councilgov.days import today
from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import DayColumn, RegisterTable
from councilgov.forms.templatetags.govuk import govuk_tag
from councilgov.people.models import Council

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


class ModerationTable(RegisterTable):
    """A row for each time, the newest first."""

    caption = _("What you took down or blocked")
    counted = ngettext_lazy("%(count)s entry", "%(count)s entries", "count")
    empty = _("You have logged nothing.")

    on = DayColumn(verbose_name=_("Day"))
    what = tables.Column(verbose_name=_("What"))
    ground = tables.Column(verbose_name=_("Why"))
    account = tables.Column(verbose_name=_("Account"))
    who = tables.Column(verbose_name=_("Who"), default="")
    review_on = DayColumn(verbose_name=_("Look again"), default="")
    standing = tables.Column(verbose_name=_("Now"), empty_values=(), orderable=False)

    class Meta(RegisterTable.Meta):
        order_by = ("-on",)

    def render_what(self, value: str, record: Moderation) -> SafeString:
        link = '<a class="govuk-link" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_what(self, value: str) -> str:
        return value

    def render_standing(self, record: Moderation) -> SafeString:
        return govuk_tag(*record.standing(today(), self.council))

    def value_standing(self, record: Moderation) -> str:
        return record.standing(today(), self.council)[0]

    @cached_property
    def council(self) -> Council:
        return Council.objects.the()


class ModerationFilter(RegisterFilter):
    """By user name, by what was done, and by why."""

    sealed = frozenset({"q"})
    q = SearchFilter(["who", "account__platform", "account__handle"])
    what = filters.MultipleChoiceFilter(
        label=_("What"), choices=Measure.choices, widget=forms.CheckboxSelectMultiple
    )
    ground = filters.MultipleChoiceFilter(
        label=_("Why"), choices=Ground.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Moderation
        fields: list[str] = []
