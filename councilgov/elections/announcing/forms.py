"""What is asked about a poll. Fields are named after the arguments of the actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from councilgov.days import today, weekday_in_words
from councilgov.deadlines import months_after
from councilgov.elections.announcing.timetable import LOCAL, latest_notice
from councilgov.elections.models import Election, Kind
from councilgov.forms.dates import DateField
from councilgov.forms.fields import chosen, line
from councilgov.forms.kit import GovukForm
from councilgov.people.models import ClosureDay, Council, Ward
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

LONG_AGO = 12
"""Months: of a poll before that, the year is asked about."""


class Area(TextChoices):
    """Where the poll is held."""

    WHOLE = "whole", _("In the whole area of the council")
    WARDS = "wards", _("In some wards only")


class ElectionForm(GovukForm):
    """A poll and its notice."""

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
            "The pre-election period begins on it. Leave this empty to be told the last day that "
            "the law allows"
        ),
        required=False,
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
        self.asked_of_old_ones = self.fields["is_meant"]
        if "is_meant" not in self.data:
            del self.fields["is_meant"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        data = self.cleaned_data
        if data.get("area") == Area.WARDS and not data.get("wards"):
            self.add_error("wards", _("Select at least one ward"))
        poll_on, notice_on = data.get("poll_on"), data.get("notice_on")
        if poll_on and poll_on < months_after(today(), -LONG_AGO) and not data.get("is_meant"):
            self.fields.setdefault("is_meant", self.asked_of_old_ones)
            told = _now("%(day)s is more than a year ago. Correct it, or tick the box at the end")
            self.add_error("poll_on", told % {"day": weekday_in_words(poll_on)})
        elif poll_on and not notice_on and "notice_on" not in self.errors:
            self.add_error("notice_on", suggestion(data.get("kind", ""), poll_on))
        elif poll_on and notice_on and notice_on >= poll_on:
            self.add_error("notice_on", _("Notice is published before polling day"))
        return cleaned

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


def suggestion(kind: str, poll_on: date) -> str:
    """What to enter as the day of the notice, where somebody asks."""
    if kind not in LOCAL:
        return _now("Enter the day on which notice of the election is published")
    holidays = set(ClosureDay.objects.holidays().values_list("day", flat=True))
    try:
        day = latest_notice(poll_on, nation=Council.objects.the().nation, holidays=holidays)
    except Refused as refusal:
        return str(refusal)
    told = _now("For this poll the last day is %(day)s. Enter the day on which it is published")
    return told % {"day": weekday_in_words(day)}
