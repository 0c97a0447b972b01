"""The list of suspensions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from councilgov.days import today
from councilgov.forms.filters import RegisterFilter
from councilgov.forms.tables import DayColumn, RegisterTable
from councilgov.forms.templatetags.govuk import govuk_tag
from councilgov.offboarding.suspending.facts import (
    COLOURS,
    NOW,
    OVER,
    STANDINGS,
    TO_COME,
    standing_in_words,
)
from councilgov.people.models import Suspension

if TYPE_CHECKING:
    from collections.abc import Mapping


class SuspensionTable(RegisterTable):
    """A row for each suspension, the last first."""

    caption = _("Suspensions and withdrawn facilities")
    empty = _("Nobody is suspended, or without facilities.")
    counted: Any = ngettext_lazy("%(count)s decision", "%(count)s decisions", "count")

    councillor = tables.Column(
        verbose_name=_("Councillor"),
        accessor="councillor__full_name",
        order_by=("councillor__sorts_as",),
    )
    standing = tables.Column(verbose_name=_("Now"), accessor="pk", orderable=False, empty_values=())
    starts_on = DayColumn(verbose_name=_("First day"))
    ends_on = DayColumn(verbose_name=_("Last day"), accessor="over_on", order_by=("over_on",))
    what = tables.Column(verbose_name=_("What was decided"))
    decider = tables.Column(verbose_name=_("Who decided it"))

    class Meta(RegisterTable.Meta):
        order_by = ("-starts_on",)

    def __init__(self, data: Any, *args: Any, **options: Any) -> None:
        super().__init__(data, *args, **options)
        rows = Suspension.objects.all()
        self.now = set(rows.in_force(timezone.now()).values_list("pk", flat=True))
        self.to_come = set(rows.to_come(today()).values_list("pk", flat=True))

    def _standing(self, record: Suspension) -> str:
        if record.pk in self.now:
            return NOW
        return TO_COME if record.pk in self.to_come else OVER

    def render_councillor(self, value: str, record: Suspension) -> str:
        page = record.get_absolute_url()
        return format_html('<a class="govuk-link" href="{}">{}</a>', page, value)

    def value_councillor(self, value: str) -> str:
        return value

    def render_standing(self, record: Suspension) -> str:
        stands = self._standing(record)
        return govuk_tag(str(standing_in_words(record, stands)), COLOURS[stands])

    def value_standing(self, record: Suspension) -> str:
        return str(standing_in_words(record, self._standing(record)))


class SuspensionFilter(RegisterFilter):
    """By how they stand today."""

    govuk: Mapping[str, Any] = {}  # type: ignore[misc]

    status = filters.MultipleChoiceFilter(
        label=_("Now"),
        choices=list(STANDINGS.items()),
        widget=forms.CheckboxSelectMultiple,
        method="that_stand",
    )

    desk = filters.ChoiceFilter(
        label=_("For the service desk"),
        choices=[("close", _("Access to close")), ("open", _("Access to open again"))],
        empty_label=_("All"),
        method="that_wait",
    )

    class Meta:
        model = Suspension
        fields: list[str] = []

    def that_wait(self, rows: Any, _name: str, value: str) -> Any:
        return rows.to_close(timezone.now()) if value == "close" else rows.to_open(timezone.now())

    def that_stand(self, rows: Any, _name: str, values: list[str]) -> Any:
        now, later = rows.in_force(timezone.now()), rows.to_come(today())
        seen = {
            NOW: now,
            TO_COME: later,
            OVER: rows.exclude(pk__in=now.values("pk")).exclude(pk__in=later.values("pk")),
        }
        found = rows.none()
        for value in values:
            found |= rows.filter(pk__in=seen[value].values("pk"))
        return found
