"""What is typed about an objection or a refusal."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm


class AnswerForm(GovukForm):
    """The fields are named after the arguments of ``answering.actions.answer_statement``."""

    text = forms.CharField(
        label=_("What was answered or done?"),
        help_text=_(
            "For the record. You cannot change it later. It is not shown to the councillor here, "
            "but they may ask for a copy of it."
        ),
        widget=forms.Textarea({"rows": 5}),
        max_length=4_000,
        error_messages={"required": _("Enter what was answered or done")},
    )
    seen = forms.CharField(widget=forms.HiddenInput)
    is_settled = forms.BooleanField(widget=forms.HiddenInput, required=False)
