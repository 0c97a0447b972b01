"""The queue of questions, the most urgent first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from breaches.advice import IN_HAND, OUR_TURN
from breaches.advising.facts import COLOURS, standing
from breaches.models import AdviceKind, AdviceRequest, AdviceStatus
from councilgov.days import in_london, short_day_in_words, time_in_words, today
from councilgov.forms.filters import RegisterFilter
from councilgov.forms.tables import MomentColumn, RegisterTable, TagColumn, in_spreadsheets
from councilgov.forms.templatetags.govuk import govuk_tag

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

WAITING, LATE = "waiting", "late"


class AdviceTable(RegisterTable):
    """A row for each question. What is late stands first, then what is due soonest; of one hour
    what came in first.
    """

    caption = _("Questions")
    counted = ngettext_lazy("%(count)s question", "%(count)s questions", "count")
    empty = _("There is no such question.")

    reference = tables.Column(verbose_name=_("Question"), accessor="reference", order_by=("pk",))
    kind = tables.Column(verbose_name=_("What about"))
    asker = tables.Column(
        verbose_name=_("Asked by"), accessor="asker__full_name", order_by=("asker__sorts_as",)
    )
    submitted_at = MomentColumn(verbose_name=_("Sent"))
    due_at = tables.Column(
        verbose_name=_("Answer by"), order_by=("rank", "due_at", "submitted_at"), empty_values=()
    )
    status = TagColumn(COLOURS, verbose_name=_("Status"))
    handler = tables.Column(
        verbose_name=_("Who"), accessor="handler__full_name", order_by=("handler__sorts_as",)
    )

    class Meta(RegisterTable.Meta):
        order_by = ("due_at",)

    def render_reference(self, value: str, record: AdviceRequest) -> SafeString:
        link = '<a class="govuk-link app-nowrap" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_reference(self, value: str) -> str:
        return value

    def render_due_at(self, record: AdviceRequest) -> str:
        """While it is our turn: red once it is late, yellow on the day."""
        if record.status not in OUR_TURN or record.due_at is None:
            return "—"
        at = f"{time_in_words(record.due_at)}, {short_day_in_words(record.due_at)}"
        if record.is_late(timezone.now()):
            return format_html("{}<br>{}", govuk_tag(_t("Late"), "red"), at)
        if in_london(record.due_at) == today():
            return format_html("{}<br>{}", govuk_tag(_t("Today"), "yellow"), at)
        return at

    def value_due_at(self, record: AdviceRequest) -> datetime | None:
        return in_spreadsheets(record.due_at) if record.due_at else None


class AdviceNamesTable(RegisterTable):
    """A row for each question, with nothing of what it is about. What is late stands first."""

    caption = _("Who asked for advice")
    counted = ngettext_lazy("%(count)s question", "%(count)s questions", "count")
    empty = _("There is no such question.")

    reference = tables.Column(verbose_name=_("Question"), accessor="reference", order_by=("pk",))
    asker = tables.Column(
        verbose_name=_("Asked by"), accessor="asker__full_name", order_by=("asker__sorts_as",)
    )
    status = tables.Column(verbose_name=_("Status"), order_by=("rank", "due_at"))
    handler = tables.Column(
        verbose_name=_("Who"), accessor="handler__full_name", order_by=("handler__sorts_as",)
    )

    class Meta(RegisterTable.Meta):
        order_by = ("status",)

    def render_status(self, record: AdviceRequest) -> str:
        return govuk_tag(*standing(record, timezone.now()))

    def value_status(self, record: AdviceRequest) -> str:
        return str(standing(record, timezone.now())[0])


SENT = [one for one in AdviceStatus.choices if one[0] != AdviceStatus.DRAFT]


class AdviceNamesFilter(RegisterFilter):
    """By status alone."""

    status = filters.MultipleChoiceFilter(
        label=_("Status"), choices=SENT, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = AdviceRequest
        fields: list[str] = []


class AdviceFilter(RegisterFilter):
    """By status, by what it is about, and by what waits for us or is late."""

    forgiving = frozenset({"status", "kind", "turn"})

    turn = filters.ChoiceFilter(
        label=_("Whose turn"),
        choices=[
            (WAITING, _("We are to answer")),
            (LATE, _("We are to answer, and late")),
            ("open", _("Not yet answered")),
        ],
        method="by_turn",
        empty_label=_("All"),
    )
    status = filters.MultipleChoiceFilter(
        label=_("Status"),
        choices=SENT,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = filters.MultipleChoiceFilter(
        label=_("What about"), choices=AdviceKind, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = AdviceRequest
        fields: list[str] = []

    def by_turn(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        if value == "open":
            return rows.filter(status__in=IN_HAND)
        ours = rows.filter(status__in=OUR_TURN)
        return ours.filter(due_at__lt=timezone.now()) if value == LATE else ours
