"""Who has declared whose insurance covers the equipment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import TextChoices
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from councilgov.days import today
from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import DayColumn, RegisterTable
from councilgov.forms.templatetags.govuk import govuk_tag
from councilgov.people.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet


class Standing(TextChoices):
    """Whether a declaration is good today."""

    GOOD = "good", _("Declared")
    OVER = "over", _("Ran out")
    NONE = "none", _("Never declared")


COLOURS = {Standing.GOOD: "green", Standing.OVER: "orange", Standing.NONE: "yellow"}


def standing(valid_until: Any) -> Standing:
    if valid_until is None:
        return Standing.NONE
    return Standing.GOOD if valid_until >= today() else Standing.OVER


class InsuranceTable(RegisterTable):
    """A row for each councillor who has equipment of the council."""

    caption = _("Insurance of council equipment")
    counted = ngettext_lazy("%(count)s councillor", "%(count)s councillors", "count")
    empty = _("No councillor has equipment of the council.")

    full_name = tables.Column(verbose_name=_("Councillor"), order_by=("sorts_as",))
    standing = tables.Column(verbose_name=_("Declaration"), accessor="valid_until", empty_values=())
    valid_until = DayColumn(verbose_name=_("Good until"))

    class Meta(RegisterTable.Meta):
        order_by = ("full_name",)

    def render_standing(self, value: Any) -> str:
        found = standing(value)
        return format_html("{}", govuk_tag(str(found.label), COLOURS[found]))

    def value_standing(self, value: Any) -> str:
        return str(standing(value).label)


class NobodyDeclares(InsuranceTable):
    """The same where nobody is asked."""

    empty = _("The council insures its equipment itself, so nobody is asked to declare anything.")


class InsuranceFilter(RegisterFilter):
    """By name, and by whether the declaration is good."""

    q = SearchFilter(["full_name"], help_text=_("Councillor’s name"))
    status = filters.MultipleChoiceFilter(
        label=_("Declaration"),
        choices=Standing,
        widget=forms.CheckboxSelectMultiple,
        method="of_standing",
    )

    class Meta:
        model = User
        fields: list[str] = []

    def of_standing(self, rows: QuerySet[Any], _name: str, chosen: list[str]) -> QuerySet[Any]:
        if not chosen:
            return rows
        found = {
            Standing.GOOD: rows.filter(valid_until__gte=today()),
            Standing.OVER: rows.filter(valid_until__lt=today()),
            Standing.NONE: rows.filter(valid_until=None),
        }
        first, *others = (found[Standing(name)] for name in chosen)
        for other in others:
            first |= other
        return first
