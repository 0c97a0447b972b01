"""What is asked about how long contacts are kept."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm


class MonthsForm(GovukForm):
    """The fields are named after the arguments of ``keeping.actions.change_months``."""

    govuk = {"months": {"width": "3"}}

    months = forms.IntegerField(
        label=_("Months until somebody not heard of is deleted"),
        help_text=_("From the last contact, or the last time that anything was agreed or noted"),
        min_value=1,
        max_value=24,
        error_messages={"required": _("Enter the number of months")},
    )
    instead_of = forms.IntegerField(widget=forms.HiddenInput, required=False)
