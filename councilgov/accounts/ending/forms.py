"""When and why a councillor leaves office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from councilgov.days import LONDON, day_in_words, today
from councilgov.deadlines import CalendarEnds, end_of_day, last_day_before
from councilgov.forms.clocks import Asked, MomentsForm
from councilgov.forms.dates import DateField
from councilgov.people.models import EndReason
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from councilgov.people.models import TermOfOffice

AT_ONCE = frozenset({EndReason.DISQUALIFIED, EndReason.DIED})
"""Entered for today, they end a term now."""


class EndTermForm(MomentsForm):
    """When a term ends, and why. A resignation ends it the moment the council receives it."""

    govuk = {
        "reason": {
            "conditional": {
                EndReason.RESIGNED.value: [
                    "received_at_day",
                    "received_at_time",
                    "received_at_which",
                ]
            }
        },
        "received_at_time": {"width": "10"},
    }
    marks_optional = False
    moments = {
        "received_at": Asked(
            _("On which day did the council receive it?"),
            _("At what time?"),
            _("Enter the day on which the council received the resignation"),
            _("Enter the time at which the council received the resignation"),
            _("It ends the term at that minute, also on a Sunday or a holiday"),
        )
    }
    field_order = [
        "reason",
        "received_at_day",
        "received_at_time",
        "received_at_which",
        "last_day",
    ]

    reason = forms.ChoiceField(
        label=_("Why does the term end?"),
        choices=EndReason,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Select why the term ends"),
            "invalid_choice": _("Select why the term ends"),
        },
    )
    last_day = DateField(
        label=_("Last day in office"),
        help_text=_("For a resignation leave this empty: it has a time"),
        required=False,
    )

    def __init__(self, *args: Any, term: TermOfOffice, **kwargs: Any) -> None:
        kwargs["initial"] = _entered(term) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.term = term

    @property
    def box(self) -> str:
        """Where the day was entered, so that what is wrong with it is said there."""
        is_resigned = self["reason"].value() == EndReason.RESIGNED
        return "received_at_day" if is_resigned else "last_day"

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        reason = self.cleaned_data.get("reason")
        if reason == EndReason.RESIGNED:
            self._check_no_second_day()
        elif reason and not self.errors.get("last_day"):
            self._check_last_day(reason)
        if not self.errors and self.last_day_entered < self.term.starts_on:
            told = _t("This is before the term began: %(day)s")
            self.add_error(self.box, told % {"day": day_in_words(self.term.starts_on)})
        return cleaned

    def _check_no_second_day(self) -> None:
        received, day = self.cleaned_data.get("received_at"), self.cleaned_data.get("last_day")
        if received and day and day != received.astimezone(LONDON).date():
            told = _t("A resignation ends the term on the day you entered above: leave this empty")
            self.add_error("last_day", told)

    def _check_last_day(self, reason: str) -> None:
        day = self.cleaned_data.get("last_day")
        if day is None:
            self.add_error("last_day", _t("Enter the last day in office"))
        elif reason == EndReason.DIED and day > today():
            self.add_error("last_day", _t("The day must be today or in the past"))

    @property
    def last_day_entered(self) -> date:
        """In office, whether a day was entered or a moment."""
        return last_day_before(self.arguments()["ends_at"])

    def arguments(self) -> Mapping[str, Any]:
        """A term ends at midnight; a resignation of today ended it on receipt (LGA 1972, s. 84)."""
        reason = EndReason(self.cleaned_data["reason"])
        return {"ends_at": self._ends_at(reason), "reason": reason}

    def _ends_at(self, reason: EndReason) -> datetime:
        if reason == EndReason.RESIGNED:
            received: datetime = self.cleaned_data["received_at"]
            return received
        last_day: date = self.cleaned_data["last_day"]
        is_now = reason in AT_ONCE and last_day == today()
        return timezone.now() if is_now else end_of_day(last_day)

    def refuse(self, refusal: Refused) -> None:
        """What is wrong with the end is said at the box in which it was entered."""
        if refusal.field == "ends_at" or isinstance(refusal, CalendarEnds):
            refusal = Refused(str(refusal), field=self.box, way=refusal.way)
        super().refuse(refusal)


def _entered(term: TermOfOffice) -> dict[str, Any]:
    """What stands there already, to be corrected."""
    if term.ends_at is None:
        return {}
    if term.end_reason == EndReason.RESIGNED:
        return {"reason": term.end_reason, "received_at": term.ends_at}
    return {"reason": term.end_reason, "last_day": last_day_before(term.ends_at)}
