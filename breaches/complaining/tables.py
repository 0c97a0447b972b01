"""The list of complaints. Nothing in it is about whoever complains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from breaches.complaining.facts import days_left
from breaches.models import About, Complaint, ComplaintStatus
from councilgov.days import today
from councilgov.forms.filters import RegisterFilter
from councilgov.forms.tables import DayColumn, RegisterTable, TagColumn
from councilgov.forms.templatetags.govuk import govuk_tag

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

COLOURS: dict[Any, str] = {
    ComplaintStatus.RECEIVED: "orange",
    ComplaintStatus.ACKNOWLEDGED: "blue",
    ComplaintStatus.ENQUIRY: "blue",
    ComplaintStatus.OUTCOME_SENT: "green",
    ComplaintStatus.PASSED_ON: "green",
}


class ComplaintTable(RegisterTable):
    """A row for each complaint: those whose day is past or nearest first, what ended last."""

    caption = _("Complaints")
    counted = ngettext_lazy("%(count)s complaint", "%(count)s complaints", "count")
    empty = _("Nobody has complained.")

    reference = tables.Column(verbose_name=_("Complaint"), order_by=("pk",))
    received_on = DayColumn(verbose_name=_("Came in"))
    about = tables.Column(verbose_name=_("About"))
    status = TagColumn(COLOURS, verbose_name=_("Status"))
    due_on = tables.Column(verbose_name=_("They are to hear from us"), default="")

    came_how = tables.Column(verbose_name=_("How it came in"), visible=False)
    acknowledge_by = tables.Column(
        verbose_name=_("To be acknowledged by"), visible=False, orderable=False
    )
    acknowledged_on = tables.Column(verbose_name=_("Acknowledged"), visible=False, default="")
    in_time = tables.Column(
        verbose_name=_("In time"), visible=False, empty_values=(), orderable=False
    )
    outcome = tables.Column(verbose_name=_("What came of it"), visible=False, default="")
    outcome_on = tables.Column(verbose_name=_("Answered"), visible=False, default="")

    class Meta(RegisterTable.Meta):
        order_by = ("due_on",)

    def render_reference(self, record: Complaint) -> SafeString:
        link = '<a class="govuk-link app-nowrap" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), record)

    def value_reference(self, value: str) -> str:
        return value

    def render_due_on(self, value: date) -> SafeString:
        left = days_left(value, today())
        return govuk_tag(left.words, left.colour)

    def value_in_time(self, record: Complaint) -> str:
        """Empty while it may still be in time, and for what is no complaint."""
        day = record.acknowledged_on or today()
        is_in_time = day <= record.acknowledge_by
        if record.set_aside_at or (is_in_time and not record.acknowledged_on):
            return ""
        return str(_("Yes") if is_in_time else _("No"))

    def value_due_on(self, value: date | None) -> date | None:
        return value


class ComplaintFilter(RegisterFilter):
    """By status, by whom it is about, and by whether a day is past."""

    forgiving = frozenset({"status", "about", "late", "unsent"})

    status = filters.MultipleChoiceFilter(
        label=_("Status"), choices=ComplaintStatus, widget=forms.CheckboxSelectMultiple
    )
    about = filters.MultipleChoiceFilter(
        label=_("About"), choices=About, widget=forms.CheckboxSelectMultiple
    )
    late = filters.ChoiceFilter(
        label=_("Late"),
        choices=[("yes", _("Late alone"))],
        method="by_late",
        empty_label=_("All"),
    )

    unsent = filters.ChoiceFilter(
        label=_("Email to them"),
        choices=[("yes", _("Did not reach them"))],
        method="by_unsent",
        empty_label=_("All"),
    )

    class Meta:
        model = Complaint
        fields: list[str] = []

    def by_late(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        return rows.filter(pk__in=Complaint.objects.late(today()).values("pk"))

    def by_unsent(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        return rows.filter(pk__in=Complaint.objects.undelivered().values("pk"))
