"""Times of day and moments as people type them: 7:30pm or 19:30, and the day in three boxes."""

from __future__ import annotations

import re
from datetime import time
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councilgov.days import LONDON, clock_in_words, day_in_words, moments_at
from councilgov.forms.dates import DateField
from councilgov.forms.kit import GovukForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from django_stubs_ext import StrOrPromise

CLOCK = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?(?P<half>[ap]m)?")
FOUR = re.compile(r"^([0-9]{2})([0-9]{2})$")
DOTTED = re.compile(r"([ap])\.?m\.?$")
HALF_DAY = 12
NAMED = {
    "midday": time(HALF_DAY),
    "noon": time(HALF_DAY),
    "12noon": time(HALF_DAY),
    "midnight": time(0),
    "12midnight": time(0),
}
DAY, TIME, WHICH = "{}_day", "{}_time", "{}_which"
TWICE = 2
EARLIEST = 2000
"""Nothing that is reported happened before this year: somebody has mistyped it."""


def clock(typed: str) -> time | None:
    """7:30pm, 7.30 p.m., 7pm, 12 noon, 19:30 or 1930; None where nothing was typed. Raises
    ``ValueError``.
    """
    words = DOTTED.sub(r"\1m", "".join(typed.lower().split()))
    words = FOUR.sub(r"\1:\2", words)
    if not words or words in NAMED:
        return NAMED.get(words)
    found = CLOCK.fullmatch(words)
    if not found or not (found["minute"] or found["half"]):
        raise ValueError(typed)
    return time(_hour(int(found["hour"]), found["half"]), int(found["minute"] or 0))


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= HALF_DAY:
        raise ValueError(hour)
    return hour % HALF_DAY + (HALF_DAY if half == "pm" else 0)


class ClockField(forms.CharField):
    """A time of day as people type it: 7:30pm or 19:30."""

    default_error_messages = {"unreal": gettext_lazy("Enter a time, like 9:40am or 14:05")}

    def to_python(self, value: Any) -> time | None:  # type: ignore[override]
        try:
            return clock(super().to_python(value) or "")
        except ValueError:
            raise forms.ValidationError(self.error_messages["unreal"], code="unreal") from None

    def prepare_value(self, value: Any) -> Any:
        return clock_in_words(value) if isinstance(value, time) else value

    def validate(self, value: Any) -> None:
        """Whatever was read is a time; whether one is needed, ``required`` says."""
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """None of text fits a time."""


class Asked(NamedTuple):
    """How a moment is asked for: the labels of its day and of its time, and what to enter."""

    day: StrOrPromise
    time: StrOrPromise
    missing_day: StrOrPromise
    missing_time: StrOrPromise
    hint: StrOrPromise = ""


class MomentsForm(GovukForm):
    """A form that asks when something happened, by day and time in London.

    Each name in ``moments`` is two boxes, and one moment in ``cleaned_data``. In the hour that
    comes twice when the clocks go back, a question asks which of the two it was; a time that the
    clocks skip is refused, and so is what has not happened yet.
    """

    moments: ClassVar[Mapping[str, Asked]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, asked in self.moments.items():
            self._ask(name, asked)
        self.order_fields(self.field_order)

    def _ask(self, name: str, asked: Asked) -> None:
        known = self.initial.get(name)
        local = known.astimezone(LONDON) if known else None
        self.fields[DAY.format(name)] = DateField(
            label=asked.day,
            help_text=asked.hint,
            past=True,
            noun=_("The day"),
            initial=local and local.date(),
            error_messages={"required": asked.missing_day},
        )
        self.fields[TIME.format(name)] = ClockField(
            label=asked.time,
            help_text=_("For example, 9:40am or 14:05"),
            initial=local and local.time().replace(second=0, microsecond=0),
            error_messages={"required": asked.missing_time},
        )
        if len(self._typed(name)) == TWICE:
            self.fields[WHICH.format(name)] = which(self._typed(name))

    def _typed(self, name: str) -> Sequence[datetime]:
        """The moments that were typed, before anything is cleaned: one, none, or two."""
        found: list[Any] = []
        for part in (DAY.format(name), TIME.format(name)):
            field = self.fields[part]
            try:
                found.append(field.to_python(self[part].data) if self.is_bound else None)
            except forms.ValidationError:
                return []
        return moments_at(*found) if all(part is not None for part in found) else []

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in self.moments:
            day = self.cleaned_data.pop(DAY.format(name), None)
            hour = self.cleaned_data.pop(TIME.format(name), None)
            chosen = self.cleaned_data.pop(WHICH.format(name), "0")
            if day and hour is not None and chosen:
                self._settle(name, day, hour, int(chosen))
        return cleaned

    def _settle(self, name: str, day: date, hour: time, chosen: int) -> None:
        found = moments_at(day, hour)
        if not found:
            told = _(
                "The clocks went forward: there was no %(time)s on %(day)s. Enter another time"
            )
            facts = {"time": clock_in_words(hour), "day": day_in_words(day)}
            self.add_error(TIME.format(name), told % facts)
        elif day.year < EARLIEST:
            told = _("Check the year: %(year)s is too long ago") % {"year": day.year}
            self.add_error(DAY.format(name), told)
        elif found[chosen] > timezone.now():
            self.add_error(TIME.format(name), _("The time must be in the past"))
        else:
            self.cleaned_data[name] = found[chosen]


def which(twice: Sequence[datetime]) -> forms.ChoiceField:
    """The question that is asked only in the hour that comes twice."""
    return forms.ChoiceField(
        label=_("The clocks went back that night. Which of the two was it?"),
        choices=[
            ("0", _("The first, before the clocks went back (%(zone)s)") % {"zone": "BST"}),
            ("1", _("The second, after the clocks went back (%(zone)s)") % {"zone": "GMT"}),
        ][: len(twice)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select if it was before or after the clocks went back")},
    )
