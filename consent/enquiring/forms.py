"""What is asked before council records are read."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm


class EnquiryForm(GovukForm):
    """The field is named after the argument of ``enquiring.actions.open_enquiry``."""

    reason = forms.CharField(
        label=_("What do you need them for?"),
        help_text=_(
            "For example: subject access request 26/104. Name nobody. Councillors whose records "
            "you see read this."
        ),
        widget=forms.Textarea({"rows": 3}),
        max_length=500,
        error_messages={"required": _("Enter what you need them for")},
    )
