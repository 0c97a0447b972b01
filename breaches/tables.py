"""The register of incidents (UK GDPR Article 33(5))."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Case, F, Q, When
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from breaches.assessments import AssessmentQuerySet
from breaches.clocks import UNTOLD, about_in_words, time_left, unruled_for_too_long
from breaches.events import closed_without_cause, closed_without_lessons
from breaches.machines import RUNNING, TO_BE_RULED, TOLD
from breaches.models import (
    HOURS,
    Assessment,
    Category,
    Cause,
    Incident,
    IncidentKind,
    IncidentStatus,
    People,
    Regulator,
)
from breaches.numbers import NUMBER, key_of
from breaches.outcomes import OUTCOMES, in_last_hours, with_outcome
from breaches.searched import SAID
from councilgov.deadlines import hours_after
from councilgov.forms.filters import DayFilter, RegisterFilter, SearchFilter
from councilgov.forms.tables import MomentColumn, RegisterTable, TagColumn, in_spreadsheets
from councilgov.forms.templatetags.govuk import govuk_tag
from councilgov.full_text import words_asked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from django.db.models import QuerySet, TextChoices
    from django.utils.safestring import SafeString

    from breaches.incidents import IncidentQuerySet
    from policies.models import PolicyVersion

REFERENCE = re.compile(NUMBER)
DAY = timedelta(hours=24)
COLOURS: dict[Any, str] = {
    IncidentStatus.REPORTED: "red",
    IncidentStatus.TRIAGE: "yellow",
    IncidentStatus.SUSPECTED: "orange",
    IncidentStatus.CONFIRMED: "red",
    IncidentStatus.NOT_PERSONAL: "blue",
}


class OfficersColumn(tables.Column):
    """What officers wrote or decided, in a file: nothing of it where the reader has a part, who
    would read it from their order too.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(orderable=False, **options)

    def value(self, value: Any, record: Any) -> Any:
        return "" if record.is_theirs else value


class DecidedColumn(OfficersColumn):
    """The same of what was chosen among these: in its words, which are looked up once for all."""

    def __init__(self, choices: type[TextChoices], **options: Any) -> None:
        super().__init__(**options)
        self.choices = choices

    @cached_property
    def words(self) -> Mapping[str, str]:
        return {one.value: str(one.label) for one in self.choices}

    def value(self, value: Any, record: Any) -> Any:
        return super().value(self.words[value], record)


class IncidentTable(RegisterTable):
    """A row for each incident: first that of which the hours end first, then the last one."""

    caption = _("Reports")
    counted = ngettext_lazy("%(count)s report", "%(count)s reports", "count")
    empty = _("There is no such report.")

    reference = tables.Column(verbose_name=_("Report"), accessor="reference", order_by=("pk",))
    kind = tables.Column(verbose_name=_("What"))
    status = TagColumn(COLOURS, verbose_name=_("Status"))
    told_by = tables.Column(verbose_name=_("Reported by"), orderable=False)
    noticed_at = MomentColumn(verbose_name=_("Noticed"))
    reported_at = MomentColumn(verbose_name=_("Reported"))
    clock = tables.Column(verbose_name=_("72 hours"), accessor="council_aware_at", empty_values=())
    category = tables.Column(verbose_name=_("Which"), visible=False)
    cited = tables.Column(verbose_name=_("Policy"), visible=False, orderable=False)
    corporate_reference = OfficersColumn(verbose_name=_("Reference of the council"), visible=False)
    is_near_miss = tables.Column(verbose_name=_("Near miss"), visible=False)
    happened = tables.Column(verbose_name=_("What happened"), visible=False)
    data_told = tables.Column(verbose_name=_("Which information"), visible=False)
    occurred_at = MomentColumn(verbose_name=_("Happened"), visible=False)
    finding = tables.Column(verbose_name=_("Found"), visible=False)
    ruled_because = tables.Column(verbose_name=_("Why so"), visible=False)
    cause = OfficersColumn(verbose_name=_("Cause"), visible=False)
    contained_at = MomentColumn(verbose_name=_("Contained"), visible=False)
    contained_words = OfficersColumn(verbose_name=_("What was done"), visible=False)
    lessons = OfficersColumn(verbose_name=_("What was learnt"), visible=False)
    council_aware_at = OfficersColumn(verbose_name=_("Council aware since"), visible=False)
    council_regulator = DecidedColumn(
        Regulator, verbose_name=_("Tell the regulator?"), visible=False
    )
    council_regulator_because = OfficersColumn(verbose_name=_("Reasons"), visible=False)
    council_people = DecidedColumn(People, verbose_name=_("Tell the people?"), visible=False)
    council_people_because = OfficersColumn(verbose_name=_("Reasons for it"), visible=False)
    closed_at = MomentColumn(verbose_name=_("Closed"), visible=False)

    class Meta(RegisterTable.Meta):
        order_by = ("clock",)

    def render_reference(self, value: str, record: Incident) -> SafeString:
        link = '<a class="govuk-link app-nowrap" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def render_kind(self, value: str, record: Incident) -> SafeString | str:
        """With what the policy says of it, if it says anything."""
        if not record.cited:
            return value
        link = '{}<br><a class="govuk-link" href="{}">{}</a>'
        named = record.get_category_display() or record.cited.policy.title
        return format_html(link, value, record.address_of_clause, named)

    def value_kind(self, value: str) -> str:
        return value

    def value_cited(self, value: PolicyVersion | None) -> str:
        return str(value or "")

    def value_reference(self, value: str) -> str:
        return value

    def render_status(self, record: Incident) -> str:
        """As on its own page: a near miss is no breach, whatever it was about."""
        return govuk_tag(record.standing, COLOURS.get(record.status, "grey"))

    def value_status(self, value: str, record: Incident) -> str:
        """The same: the words of a status are at hand."""
        return record.standing if record.status == IncidentStatus.NOT_PERSONAL else value

    def render_clock(self, record: Any) -> str:
        """How the council’s hours stand: red once over, orange on the last day."""
        now = timezone.now()
        if record.status in TO_BE_RULED:
            return _if_it_is_one(hours_after(record.council_knew_at, HOURS) - now)
        left = time_left(record.status, record.council_regulator, record.council_aware_at, now)
        if record.is_theirs:
            return "—"
        if left is None:
            return _t("Told") if record.council_regulator in TOLD else "—"
        told = {"hours": about_in_words(abs(left.total_seconds()))}
        if left < timedelta(0):
            return govuk_tag(_t("%(hours)s over") % told, "red")
        return govuk_tag(_t("%(hours)s left") % told, "orange" if left < DAY else "grey")

    def order_clock(self, rows: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:
        """By how long is left; those of which no hours run, or whose hours the reader may not
        know, stand last, either way, the last one first.
        """
        # in this order: what the council decided is looked up for few
        runs = Q(status__in=RUNNING) & Q(council_regulator__in=UNTOLD) & Q(is_theirs=False)
        unruled = When(status__in=TO_BE_RULED, then=F("council_knew_at"))
        by = Case(unruled, When(runs, then=F("council_aware_at")))
        last = {"nulls_last": True}
        hours = by.desc(**last) if is_descending else by.asc(**last)
        return rows.order_by(hours, "-reported_at"), True

    def value_clock(self, value: datetime | None, record: Any) -> datetime | None:
        """When they end, or ended; of what nobody has ruled on, when they would."""
        if record.status in TO_BE_RULED:
            value = record.council_knew_at
        known = None if record.is_theirs else value
        return known and in_spreadsheets(hours_after(known, HOURS))

    def value_council_aware_at(self, value: datetime | None, record: Any) -> datetime | None:
        return in_spreadsheets(value) if value and not record.is_theirs else None

    def value_is_near_miss(self, value: bool) -> str:
        return self.yes_or_no[value]

    @cached_property
    def yes_or_no(self) -> tuple[str, str]:
        return _t("No"), _t("Yes")


OF_COUNCIL = (
    "cause",
    "contained_words",
    "lessons",
    "clock",
    "corporate_reference",
    "council_aware_at",
    "council_regulator",
    "council_regulator_because",
    "council_people",
    "council_people_because",
)


def _if_it_is_one(left: timedelta) -> str:
    """The hours that are left for what nobody has ruled on yet."""
    hours = about_in_words(abs(left.total_seconds()))
    if left < timedelta(0):
        return govuk_tag(_t("%(hours)s over, if it is a breach") % {"hours": hours}, "red")
    colour = "orange" if left < DAY else "grey"
    return govuk_tag(_t("%(hours)s left, if it is a breach") % {"hours": hours}, colour)


class OwnIncidentTable(IncidentTable):
    """What somebody reported, or what happened in their own work, the last one first."""

    class Meta(IncidentTable.Meta):
        order_by = ("-reported_at",)
        exclude = ("told_by", *OF_COUNCIL)


CLOCKS: Mapping[str, Callable[[AssessmentQuerySet], AssessmentQuerySet]] = {
    "running": AssessmentQuerySet.running,
    "over": lambda rows: rows.expired(timezone.now()),
    "soon": lambda rows: in_last_hours(rows, timezone.now()),
    "undecided": AssessmentQuerySet.to_decide,
    "unadvised": AssessmentQuerySet.to_advise,
}
UNRULED = "unruled"
LACKS: Mapping[str, Callable[[Any], IncidentQuerySet]] = {
    "lessons": closed_without_lessons,
    "cause": closed_without_cause,
}


class ClockFilter(filters.ChoiceFilter):
    """By how the council’s 72 hours stand, of what the reader may know that of."""

    parent: Any

    def filter(self, qs: QuerySet[Any, Any], value: str) -> QuerySet[Any, Any]:
        if not value:
            return qs
        if value == UNRULED:
            return unruled_for_too_long(qs)
        known = Assessment.objects.of_the_council().read_by(self.parent.request.user)
        return qs.filter(pk__in=CLOCKS[value](known).values("incident"))


class OutcomeFilter(filters.ChoiceFilter):
    """By how it stands, as far as the reader may know it."""

    parent: Any

    def filter(self, qs: QuerySet[Any, Any], value: str) -> QuerySet[Any, Any]:
        if not value:
            return qs
        return with_outcome(qs, self.parent.request.user).filter(outcome=value)


class CauseFilter(filters.MultipleChoiceFilter):
    """By why it could happen: nothing where the reader has a part, who doesn’t read that."""

    def filter(self, qs: QuerySet[Any, Any], value: Any) -> QuerySet[Any, Any]:
        return super().filter(qs, value).filter(is_theirs=False) if value else qs


class LacksFilter(filters.ChoiceFilter):
    """By what a closed breach lacks: nothing where the reader has a part, who doesn’t read that."""

    def filter(self, qs: QuerySet[Any, Any], value: str) -> QuerySet[Any, Any]:
        return LACKS[value](qs.filter(is_theirs=False)) if value else qs


class IncidentSearch(SearchFilter):
    """By the words of the report and by our reference, also by that of what was reported twice."""

    parent: Any

    def asked(self, value: str) -> Q:
        number = REFERENCE.fullmatch(value.strip().upper())
        words = self.worded(value) if value.strip() else Q()
        if not number:
            return words
        pk = key_of(number[0])
        seen = Incident.objects.visible_to(self.parent.request.user)
        again = seen.filter(pk=pk, same_as__isnull=False).values("same_as")
        return words | Q(pk=pk) | Q(pk__in=again)

    def worded(self, value: str) -> Q:
        """As a set of keys: beside another condition the index would not be looked at."""
        said = Incident.objects.alias(said=SAID).filter(said=words_asked(value))
        return Q(pk__in=said.order_by().values("pk"))


class RegisterSearch(IncidentSearch):
    """By the number in the council’s own register too, which nobody reads who has a part."""

    def worded(self, value: str) -> Q:
        number = Q(corporate_reference__icontains=value.strip(), is_theirs=False)
        return super().worded(value) | number


class IncidentFilter(RegisterFilter):
    """By words, by status and by what went wrong."""

    q = IncidentSearch([], help_text=_("Words of the report, or our reference"))
    status = filters.MultipleChoiceFilter(
        label=_("Status"), choices=IncidentStatus, widget=forms.CheckboxSelectMultiple
    )
    kind = filters.MultipleChoiceFilter(
        label=_("What went wrong"), choices=IncidentKind, widget=forms.CheckboxSelectMultiple
    )
    since = DayFilter(label=_("Reported since"), field_name="reported_at")
    until = DayFilter(label=_("Reported until"), field_name="reported_at", is_last=True)

    category = filters.ChoiceFilter(
        label=_("Use that is not allowed"), choices=Category, empty_label=_("Any, or none")
    )

    class Meta:
        model = Incident
        fields: list[str] = []


class RegisterOfIncidentsFilter(IncidentFilter):
    """Of the whole register: by cause and by clock too."""

    q = RegisterSearch([], help_text=_("Words of the report, our reference or the council’s"))
    cause = CauseFilter(label=_("Cause"), choices=Cause, widget=forms.CheckboxSelectMultiple)
    clock = ClockFilter(
        label=_("72 hours of the council"),
        choices=[
            ("running", _("Running")),
            ("over", _("Over")),
            ("soon", _("Less than 24 hours left, or over")),
            ("undecided", _("Something is left to decide")),
            ("unadvised", _("Not advised on yet")),
            (UNRULED, _("Over, if it is one: nobody has said")),
        ],
        empty_label=_("All"),
    )
    outcome = OutcomeFilter(
        label=_("What came of it"), choices=list(OUTCOMES.items()), empty_label=_("All")
    )
    lacks = LacksFilter(
        label=_("Closed without"),
        choices=[("lessons", _("What was learnt")), ("cause", _("A cause"))],
        empty_label=_("All"),
    )
    is_near_miss = filters.ChoiceFilter(
        label=_("Near misses"),
        choices=[("1", _("Only these")), ("0", _("Without these"))],
        empty_label=_("All"),
    )
