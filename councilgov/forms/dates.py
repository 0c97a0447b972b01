"""Dates that people type in three boxes.

Source: design-system.service.gov.uk/components/date-input/.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councilgov.days import today
from councilgov.forms.text import as_subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django_stubs_ext import StrOrPromise

PARTS = {"day": gettext_lazy("day"), "month": gettext_lazy("month"), "year": gettext_lazy("year")}
YEAR_DIGITS = 4
MONTHS = {
    name: number
    for number, names in enumerate(
        [
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ],
        start=1,
    )
    for name in names
}


class DateInput(forms.MultiWidget):
    """Day, month and year, each in a box of its own; ``govuk/fields/date.html`` draws them."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(dict.fromkeys(PARTS, forms.TextInput), attrs)

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, datetime.date):
            return [str(value.day), str(value.month), str(value.year)]
        return ["", "", ""]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [(part or "").strip() for part in super().value_from_datadict(data, files, name)]


class DateField(forms.Field):
    """A date in three boxes.

    ``noun`` begins each complaint: "The date you lost it must be a real date". With ``past`` it
    must be today or earlier, with ``future`` today or later, when the form is cleaned.
    """

    widget = DateInput
    default_error_messages = {
        "incomplete": gettext_lazy("%(noun)s must include a %(parts)s"),
        "unreal": gettext_lazy("%(noun)s must be a real date"),
        "year": gettext_lazy("Year must include 4 numbers"),
        "past": gettext_lazy("%(noun)s must be today or in the past"),
        "future": gettext_lazy("%(noun)s must be today or in the future"),
    }

    def __init__(
        self,
        *,
        noun: StrOrPromise | None = None,
        past: bool = False,
        future: bool = False,
        **kwargs: Any,
    ) -> None:
        self.noun, self.past, self.future = noun, past, future
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime.date | None:
        if not value or isinstance(value, datetime.date):
            return value or None
        typed: dict[str, str] = dict(zip(PARTS, value, strict=True))
        missing = [part for part in PARTS if not typed[part]]
        if len(missing) == len(PARTS):
            return None
        if missing:
            self._refuse(
                "incomplete", missing, parts=_(" and ").join(str(PARTS[part]) for part in missing)
            )
        return self._date(typed)

    def validate(self, value: datetime.date | None) -> None:
        super().validate(value)
        if value is None:
            return
        if self.past and value > today():
            self._refuse("past", PARTS)
        if self.future and value < today():
            self._refuse("future", PARTS)

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = initial if isinstance(initial, list) else DateInput().decompress(initial)
        return list(before) != list(data or ["", "", ""])

    def _date(self, typed: Mapping[str, str]) -> datetime.date:
        month = str(MONTHS.get(typed["month"].lower(), typed["month"]))
        numbers = [_number(text) for text in (typed["year"], month, typed["day"])]
        if wrong := [part for part, n in zip(reversed(PARTS), numbers, strict=True) if not n]:
            self._refuse("unreal", wrong)
        if len(typed["year"]) != YEAR_DIGITS:
            self._refuse("year", ["year"])
        try:
            return datetime.date(*numbers)
        except ValueError:
            self._refuse("unreal", ["day"] if int(month) in MONTHS.values() else ["month"])

    def _refuse(self, code: str, wrong: Iterable[str], **params: str) -> NoReturn:
        """Say what is wrong, and in ``params["wrong"]`` in which boxes."""
        noun = self.noun or as_subject(self.label or _("Date"), question=_("The date"))
        raise ValidationError(
            self.error_messages[code],
            code=code,
            params={"noun": noun, "wrong": list(wrong), **params},
        )


def _number(text: str) -> int:
    """The number, 0 for anything else: no day, month or year is 0."""
    return int(text) if text.isdecimal() and len(text) < 2 * YEAR_DIGITS else 0
