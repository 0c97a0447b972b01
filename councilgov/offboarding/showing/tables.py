"""The board of leavers: who is most urgent, and what is open of whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from councilgov.days import today
from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import DayColumn, NumberColumn, RegisterTable, TagColumn
from councilgov.forms.templatetags.govuk import govuk_tag
from councilgov.offboarding.cases import still_open
from councilgov.offboarding.clocks import Clocks
from councilgov.offboarding.models import AccountEnd, CaseStatus, OffboardingCase
from councilgov.offboarding.showing.columns import (
    COLOURS,
    COLUMNS,
    STANDINGS,
    Stand,
    days_left,
    stand,
)
from councilgov.people.models import EndReason, Ward

if TYPE_CHECKING:
    from collections.abc import Mapping

LEAVERS = ngettext_lazy("%(count)s leaver", "%(count)s leavers", "count")
OVERDUE, OPENING = "overdue", "opening"


class Counted:
    """23 leavers, 4 overdue: of those that the filters leave."""

    def __init__(self, cases: Any) -> None:
        self.cases = cases

    def __mod__(self, facts: Mapping[str, object]) -> str:
        leavers = LEAVERS % facts
        late = self.cases.order_by().filter(next_due_on__lt=today()).left().count()
        told = ngettext("%(leavers)s, %(n)s overdue", "%(leavers)s, %(n)s overdue", late)
        return told % {"leavers": leavers, "n": late} if late else str(leavers)


class StandColumn(tables.Column):
    """How far one of the four is, as a coloured tag with its words."""

    def __init__(self, which: str) -> None:
        name, _kinds = COLUMNS[which]
        super().__init__(verbose_name=name, accessor="pk", orderable=False)
        self.which = which

    def _stand(self, record: OffboardingCase, table: BoardTable) -> Stand:
        return stand(record, self.which, table.clocks)

    def render(self, record: OffboardingCase, table: BoardTable) -> str:
        return govuk_tag(*self._stand(record, table))

    def value(self, record: OffboardingCase, table: BoardTable) -> str:
        return self._stand(record, table).words


class LeftColumn(NumberColumn):
    """Working days until the next clock runs out, or since it did."""

    def render(self, record: Any, table: BoardTable) -> str | int:
        left = days_left(record, record.next_due_on, table.clocks)
        if left is None:
            return "—"
        if left < 0:
            return _t("%(n)s late") % {"n": -left}
        return left or _t("0, ends today")

    def value(self, record: Any, table: BoardTable) -> int | None:
        return days_left(record, record.next_due_on, table.clocks)


class BoardTable(RegisterTable):
    """A row for each leaver, the most urgent first."""

    caption = _("Leavers, with the working days that are left")
    empty = _("Nobody leaves office.")

    councillor = tables.Column(
        verbose_name=_("Councillor"),
        accessor="councillor__full_name",
        order_by=("councillor__sorts_as",),
    )
    left = LeftColumn(
        verbose_name=_("Days left"),
        accessor="next_due_on",
        order_by=("next_due_on", "last_day", "councillor__sorts_as"),
        empty_values=(),
    )
    ward = tables.Column(verbose_name=_("Ward"), accessor="term__ward", default="")
    last_day = DayColumn(verbose_name=_("Last day"))
    reason = tables.Column(
        verbose_name=_("Why"), accessor="term__end_reason", default="", visible=False
    )
    status = TagColumn(COLOURS, verbose_name=_("Case"), visible=False)
    access = StandColumn("access")
    kit = StandColumn("kit")
    contacts = StandColumn("contacts")
    papers = StandColumn("papers")

    class Meta(RegisterTable.Meta):
        order_by = ("left",)

    def __init__(self, data: Any, *args: Any, **options: Any) -> None:
        super().__init__(data, *args, **options)
        self.counted, self.clocks = Counted(data), Clocks()

    def render_councillor(self, value: str, record: OffboardingCase) -> str:
        """With why they leave, and a tag for who has not left yet, or whose case stands still or
        has ended.
        """
        link = format_html(
            '<a class="govuk-link" href="{}">{}</a><br>'
            '<span class="govuk-!-font-weight-regular">{}</span>',
            record.get_absolute_url(),
            value,
            record.term.get_end_reason_display() or "",
        )
        if record.status == CaseStatus.RUNNING:
            return link
        tag = govuk_tag(str(STANDINGS[record.status]), COLOURS.get(record.status, "grey"))
        return format_html("{}<br>{}", link, tag)

    def value_councillor(self, value: str) -> str:
        return value


class BoardFilter(RegisterFilter):
    """By name, by how the case stands, by ward, and by what is still open."""

    forgiving = frozenset({"status", "todo", "reason"})

    q = SearchFilter(["councillor__full_name", "councillor__known_as"], label=_("Name"))
    status = filters.MultipleChoiceFilter(
        label=_("Which"),
        choices=[(OVERDUE, _("Overdue")), *STANDINGS.items()],
        widget=forms.CheckboxSelectMultiple,
        method="standing",
        help_text=_("Without a choice: all that are open"),
    )
    todo = filters.MultipleChoiceFilter(
        label=_("Still to do"),
        choices=[
            *((key, name) for key, (name, _kinds) in COLUMNS.items()),
            (OPENING, _("Accounts to open again")),
        ],
        widget=forms.CheckboxSelectMultiple,
        method="still_to_do",
    )
    ward = filters.ModelChoiceFilter(
        label=_("Ward"),
        field_name="term__ward",
        queryset=Ward.objects.all(),
        empty_label=_("All"),
    )
    reason = filters.ChoiceFilter(
        label=_("Why"), field_name="term__end_reason", choices=EndReason, empty_label=_("All")
    )

    class Meta:
        model = OffboardingCase
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        """The open ones, unless others are asked for."""
        found: Any = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("status") else found.open()

    def standing(self, rows: Any, _name: str, values: list[str]) -> Any:
        late = OffboardingCase.objects.overdue(today()).values("pk")
        wanted = Q(status__in=values) | (Q(pk__in=late) if OVERDUE in values else Q())
        return rows.filter(wanted)

    def still_to_do(self, rows: Any, _name: str, values: list[str]) -> Any:
        kinds = [kind for value in values if value in COLUMNS for kind in COLUMNS[value][1]]
        found = Q(still_open(kinds))
        if OPENING in values:
            found |= Q(pk__in=AccountEnd.objects.to_open().values("case"))
        return rows.filter(found)
