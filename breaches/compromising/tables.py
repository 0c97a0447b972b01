"""The parts of the councillors in one incident, and the log of one councillor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from breaches.models import Assessment, People, Regulator
from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.forms.tables import MomentColumn, RegisterTable
from councilgov.forms.templatetags.govuk import govuk_tag

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

REGULATOR_COLOURS = {
    Regulator.UNDECIDED: "red",
    Regulator.NOTIFIABLE: "orange",
    Regulator.INITIAL: "yellow",
    Regulator.UPDATED: "yellow",
    Regulator.FINAL: "green",
}
PEOPLE_COLOURS = {People.UNDECIDED: "red", People.REQUIRED: "orange", People.SENT: "green"}
UNDECIDED, DECIDED, LATE, LET_IN = "undecided", "decided", "late", "let_in"
STATES = [
    (UNDECIDED, _("Not decided")),
    (DECIDED, _("Decided")),
    (LATE, _("Not decided after 72 hours")),
    (LET_IN, _("Let officers see it")),
]
"""How far a councillor is. What they decided, officers read where they are let in."""


def at_state(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    """Those that are so far."""
    parts = Assessment.objects.all()
    found = {
        UNDECIDED: parts.undecided(),
        DECIDED: parts.decided(),
        LATE: parts.undecided().expired(timezone.now()),
        LET_IN: parts.let_in(),
    }
    return rows.filter(pk__in=found[state].values("pk"))


class PartTable(RegisterTable):
    """A row for each councillor who answers for a part, by name."""

    caption = _("Councillors who answer for a part")
    counted = ngettext_lazy("%(count)s councillor", "%(count)s councillors", "count")
    empty = _("There is no such councillor.")

    councillor = tables.Column(
        verbose_name=_("Councillor"),
        accessor="councillor__full_name",
        order_by=("councillor__sorts_as",),
    )
    aware_at = MomentColumn(verbose_name=_("Aware since"))
    due_at = MomentColumn(verbose_name=_("72 hours end"), order_by=("aware_at",))
    decided = tables.Column(verbose_name=_("Decided"), accessor="pk", orderable=False)
    regulator = tables.Column(verbose_name=_("Regulator"), orderable=False)
    people = tables.Column(verbose_name=_("People"), orderable=False)

    class Meta(RegisterTable.Meta):
        order_by = ("councillor",)

    def render_councillor(self, value: str, record: Assessment) -> SafeString:
        return format_html('<a class="govuk-link" href="{}">{}</a>', record.part_page, value)

    def value_councillor(self, value: str) -> str:
        return value

    def render_decided(self, record: Assessment) -> str:
        return govuk_tag(self.value_decided(record), "green" if is_decided(record) else "red")

    def value_decided(self, record: Assessment) -> str:
        return _t("Yes") if is_decided(record) else _t("Not yet")

    def render_regulator(self, value: str, record: Assessment) -> str:
        """What they decided is theirs, until they let officers in."""
        return "—" if record.is_shut else value

    def value_regulator(self, value: str, record: Assessment) -> str:
        return "" if record.is_shut else value

    def render_people(self, value: str, record: Assessment) -> str:
        return self.render_regulator(value, record)

    def value_people(self, value: str, record: Assessment) -> str:
        return self.value_regulator(value, record)


def is_decided(row: Assessment) -> bool:
    """Both is decided on: as ``Assessment.objects.decided`` says of many."""
    return row.regulator != Regulator.UNDECIDED and row.people != People.UNDECIDED


class PartFilter(RegisterFilter):
    """By name, and by how far they are."""

    forgiving = frozenset({"state"})

    q = SearchFilter(["councillor__full_name"], help_text=_("A councillor’s name"))
    state = filters.ChoiceFilter(
        label=_("How far they are"), choices=STATES, method="by_state", empty_label=_("All")
    )

    class Meta:
        model = Assessment
        fields: list[str] = []

    def by_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return at_state(rows, value)
