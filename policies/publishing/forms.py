"""What is asked before a version is published."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.days import today
from councilgov.forms.dates import DateField
from councilgov.forms.kit import GovukForm


class PublicationForm(GovukForm):
    """The fields are named after the arguments of ``publishing.actions.publish``."""

    effective_on = DateField(
        label=_("Day on which it takes effect"),
        help_text=_("Until a later day the version before it, if there is one, stays in force."),
        future=True,
        initial=today,
        error_messages={"required": _("Enter the day on which it takes effect")},
    )
    summary = forms.CharField(
        label=_("What is new, in a few words"),
        help_text=_("Stands above the text. Write it for a councillor in a hurry."),
        widget=forms.Textarea({"rows": 3}),
        max_length=1_000,
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
