"""What is asked about the words of a message."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.wordings import MOST
from councilgov.forms.kit import GovukForm


class WordingForm(GovukForm):
    """The field is named after the argument of ``wording.actions.change_wording``."""

    text = forms.CharField(
        label=_("The message"),
        widget=forms.Textarea({"rows": 5}),
        max_length=MOST,
        error_messages={"required": _("Enter the message")},
    )
