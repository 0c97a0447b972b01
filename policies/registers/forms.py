"""What a chase asks: whom it is about."""

from __future__ import annotations

import re

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm

NUMBERS = re.compile(r"\A\d{1,18}(,\d{1,18})*\Z", re.ASCII)
A_LIST = RegexValidator(NUMBERS, _("Go back and select them again."))


def is_a_list(text: str) -> bool:
    """Numbers of rows with commas between them."""
    return NUMBERS.match(text) is not None


class ChaseForm(GovukForm):
    """The requests that were on the page, so that what is done is what was confirmed."""

    rows = forms.CharField(
        widget=forms.HiddenInput,
        validators=[A_LIST],
        error_messages={"required": _("Select at least one person to remind")},
    )

    def clean_rows(self) -> list[int]:
        return [int(row) for row in self.cleaned_data["rows"].split(",")]
