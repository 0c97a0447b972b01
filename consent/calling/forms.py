"""What is looked at before a video call."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.models import Look
from councilgov.forms.kit import GovukForm


class LookForm(GovukForm):
    """Six ticks, and whether they are kept."""

    looks = forms.MultipleChoiceField(
        label=_("Look round"),
        help_text=_("Tick what is so"),
        choices=Look.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_kept = forms.BooleanField(
        label=_("Keep this with today’s date, for myself alone"), required=False
    )
    marks_optional = False
