"""What people type about policies."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm
from councilgov.forms.signature import SignatureForm


class PolicySignatureForm(SignatureForm):
    """The fields are named after the arguments of ``actions.sign``."""

    objection = forms.CharField(
        label=_("Objection"),
        help_text=_(
            "Only if you disagree with something. You still sign. It goes to the Monitoring "
            "Officer and stands on your certificate. Do not name constituents."
        ),
        widget=forms.Textarea({"rows": 4}),
        max_length=4_000,
        required=False,
    )


class DeclineForm(GovukForm):
    """The fields are named after the arguments of ``actions.decline``."""

    reason = forms.CharField(
        label=_("Why do you decline to sign?"),
        help_text=_("Only the Monitoring Officer and deputy will read this."),
        widget=forms.Textarea({"rows": 5}),
        max_length=4_000,
        error_messages={"required": _("Say why you decline to sign")},
    )
