"""What is asked about a poll. Fields are named after the arguments of the actions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from councilgov.days import today, weekday_in_words
from councilgov.deadlines import months_after
from councilgov.elections.announcing.timetable import LOCAL, latest_notice
from councilgov.elections.models import Election, Kind
from councilgov.forms.dates import PARTS, DateField
from councilgov.forms.fields import chosen, line
from councilgov.forms.kit import GovukForm
from councilgov.people.models import ClosureDay, Council, Ward
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

LONG_AGO = 12
"""Months: of a poll before that, the year is asked about."""
LONGEST = timedelta(weeks=12)
"""Of a period that lasts longer, the year of the notice is asked about: most last six weeks."""
NEAR = timedelta(weeks=4)
"""Two polls of one kind within so many days may be the same one, entered twice."""
ASKED = ("is_meant", "is_so_long", "is_another")
"""Boxes that are shown only where something looks like a slip."""


ONE_AT_A_TIME = frozenset({Kind.ORDINARY, Kind.MAYORAL, Kind.GENERAL, Kind.POLICE})
"""Of these there is one at a time."""


class Area(TextChoices):
    """Where the poll is held."""

    WHOLE = "whole", _("In the whole area of the council")
    WARDS = "wards", _("In some wards only")


class ElectionForm(GovukForm):
    """A poll and its notice."""

    marks_optional = False
    govuk = {"area": {"conditional": {"wards": ["wards"]}}}

    kind = chosen(_("Who is elected?"), Kind.choices, _("Select who is elected"))
    name = line(
        _("Name"),
        _("Enter the name of the election"),
        _("Every page shows it during the period, for example: Council elections 2027"),
        most=100,
    )
    poll_on = DateField(
        label=_("Polling day"), error_messages={"required": _("Enter the polling day")}
    )
    is_meant = forms.BooleanField(label=_("Yes, the poll was more than a year ago"), required=False)
    notice_on = DateField(
        label=_("Day on which notice of the election is published"),
        help_text=_(
            "The pre-election period begins on it. If you leave it empty, you are shown the last "
            "day that the law allows before anything is saved"
        ),
        required=False,
    )
    is_so_long = forms.BooleanField(
        label=_("Yes, the pre-election period is longer than 12 weeks"), required=False
    )
    is_another = forms.BooleanField(
        label=_("Yes, this is another election than that one"), required=False
    )
    area = chosen(_("Where is the poll held?"), Area.choices, _("Select where the poll is held"))
    wards = forms.ModelMultipleChoiceField(
        Ward.objects.all(),
        label=_("Which wards?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, election: Election | None = None, **kwargs: Any) -> None:
        first = initial_of(election) if election else {}
        super().__init__(*args, **{"initial": first} | kwargs)
        self.election = election
        self.boxes = {name: self.fields[name] for name in ASKED}
        for name in ASKED:
            if name not in self.data:
                del self.fields[name]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        data = self.cleaned_data
        if data.get("area") == Area.WARDS and not data.get("wards"):
            self.add_error("wards", _("Select at least one ward"))
        poll_on, notice_on = data.get("poll_on"), data.get("notice_on")
        if poll_on and poll_on < months_after(today(), -LONG_AGO):
            told = _now("%(day)s is more than a year ago. Correct it, or tick the box at the end")
            self._ask("is_meant", "poll_on", told % {"day": weekday_in_words(poll_on)})
        if poll_on and not self.errors.get("poll_on"):
            self._check_twice(data.get("kind", ""), poll_on)
            self._check_notice(data.get("kind", ""), poll_on, notice_on)
        return cleaned

    def _ask(self, box: str, field: str, told: str) -> None:
        """It looks like a slip: corrected, or said to be right in a box at the end."""
        if not self.cleaned_data.get(box):
            self.fields.setdefault(box, self.boxes[box])
            self.add_error(field, told)

    def _check_twice(self, kind: str, poll_on: date) -> None:
        near = Election.objects.standing().filter(
            kind=kind, poll_on__gte=poll_on - NEAR, poll_on__lte=poll_on + NEAR
        )
        if self.election:
            near = near.exclude(pk=self.election.pk)
        if kind in ONE_AT_A_TIME and (other := near.first()):
            told = _now("%(name)s is on %(day)s. Is this another one? Then tick the box at the end")
            facts = {"name": other.name, "day": weekday_in_words(other.poll_on)}
            self._ask("is_another", "poll_on", told % facts)

    def _check_notice(self, kind: str, poll_on: date, notice_on: date | None) -> None:
        if notice_on is None:
            if "notice_on" not in self.errors:
                self._suggest(kind, poll_on)
        elif notice_on >= poll_on:
            self.add_error("notice_on", _("Notice is published before polling day"))
        elif poll_on - notice_on > LONGEST:
            told = _now(
                "%(day)s is more than 12 weeks before the poll. Correct it, or tick the box at the "
                "end"
            )
            self._ask("is_so_long", "notice_on", told % {"day": weekday_in_words(notice_on)})

    def _suggest(self, kind: str, poll_on: date) -> None:
        """The last day that the law allows is filled in, to be checked."""
        told, day = suggestion(kind, poll_on)
        self.add_error("notice_on", told)
        if day:
            typed = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
            for part in PARTS:
                typed[f"{self.add_prefix('notice_on')}_{part}"] = str(getattr(day, part))
            self.data = typed

    def arguments(self) -> dict[str, Any]:
        """What the actions take."""
        data = self.cleaned_data
        names = ("kind", "name", "notice_on", "poll_on")
        wards = list(data["wards"]) if data["area"] == Area.WARDS else []
        return {name: data[name] for name in names} | {"wards": wards}


def initial_of(election: Election) -> dict[str, Any]:
    area = Area.WHOLE if election.is_whole_area else Area.WARDS
    wards = list(election.wards.values_list("ward", flat=True))
    names = ("kind", "name", "notice_on", "poll_on")
    return {name: getattr(election, name) for name in names} | {"area": area, "wards": wards}


def suggestion(kind: str, poll_on: date) -> tuple[str, date | None]:
    """What to enter as the day of the notice, where somebody asks, and that day if known."""
    if kind not in LOCAL:
        return _now("Enter the day on which notice of the election is published"), None
    holidays = set(ClosureDay.objects.holidays().values_list("day", flat=True))
    try:
        day = latest_notice(poll_on, nation=Council.objects.the().nation, holidays=holidays)
    except Refused as refusal:
        return str(refusal), None
    told = _now("For this poll the last day is %(day)s: it is filled in now. Check it, then save")
    return told % {"day": weekday_in_words(day)}, day
