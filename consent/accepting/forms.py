"""What is typed when the terms of ward records are published."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm


class TermsForm(GovukForm):
    """The fields are named after the arguments of ``accepting.actions.publish_terms``."""

    text = forms.CharField(
        label=_("The terms"),
        help_text=_("An empty line between two paragraphs. Keep it to one page."),
        widget=forms.Textarea({"rows": 20}),
        max_length=10_000,
        error_messages={"required": _("Enter the terms")},
    )
    asks_again = forms.BooleanField(
        label=_("Councillors accept this version too before they add to their ward records"),
        required=False,
    )
    foresees_opening = forms.BooleanField(
        label=_("They say that an information management officer can open ward records"),
        help_text=_(
            "For some hours, for a reason, with the councillor and the Monitoring Officer told at "
            "once. Without it no officer can."
        ),
        required=False,
    )
    foresees_holding = forms.BooleanField(
        label=_("They say that an information management officer can keep ward records"),
        help_text=_(
            "From being deleted, unseen, while a request or a case is open, with the councillor "
            "told at once. Without it no officer can."
        ),
        required=False,
    )
    replaces = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
