"""What the last page sends: which report, and how it was when it was checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm

if TYPE_CHECKING:
    from datetime import datetime

AGAIN = {"required": _("Check your answers again"), "invalid": _("Check your answers again")}


class SeenField(forms.CharField):
    """A moment to the microsecond, as the page says it."""

    def to_python(self, value: Any) -> datetime | None:  # type: ignore[override]
        try:
            return parse_datetime(super().to_python(value) or "")
        except ValueError:
            return None

    def run_validators(self, value: Any) -> None:
        """None of text fits a moment."""


class SendForm(GovukForm):
    """The fields are named after the arguments of ``asking.actions.send``."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages=AGAIN)
    seen = SeenField(widget=forms.HiddenInput, error_messages=AGAIN)
