"""The fields that most forms ask for: a line, some words, a number."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_WORDS = 20_000
"""Characters of a text of its own heading."""


def line(label: Any, missing: Any = None, hint: Any = "", most: int = 200) -> forms.CharField:
    """A line of text; without ``missing``, which says what to enter, it may stay empty."""
    return forms.CharField(label=label, help_text=hint, max_length=most, **_asked(missing))


def words(
    label: Any, missing: Any = None, hint: Any = "", rows: int = 4, most: int = MOST_WORDS
) -> forms.CharField:
    """A text of its own heading; without ``missing`` it may stay empty."""
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(
        label=label, help_text=hint, widget=widget, max_length=most, **_asked(missing)
    )


def chosen(label: Any, choices: Any, missing: Any = None, hint: Any = "") -> forms.ChoiceField:
    """Radio buttons of which one is chosen; without ``missing`` none need be."""
    widget = forms.RadioSelect
    return forms.ChoiceField(
        label=label, help_text=hint, choices=choices, widget=widget, **_asked(missing)
    )


def count(label: Any, hint: Any = "") -> forms.IntegerField:
    """How many people, or none said."""
    return forms.IntegerField(
        label=label, help_text=hint, min_value=0, max_value=999, required=False
    )


def _asked(missing: Any) -> dict[str, Any]:
    if missing is None:
        return {"required": False}
    return {"error_messages": {"required": missing}}


class PoundsField(forms.DecimalField):
    """An amount as people write it: £1,299.50. A comma counts only where thousands part."""

    default_error_messages = {
        "invalid": _("Enter an amount in pounds, like 349.99"),
        "max_decimal_places": _("Enter an amount in pounds and pence, like 349.99"),
    }
    THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.strip().removeprefix("£").strip()
            if self.THOUSANDS.fullmatch(value):
                value = value.replace(",", "")
        return super().to_python(value)
