"""What is asked when a device is asked back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.fields import words
from councilgov.forms.kit import GovukForm
from devices.models import Cause


class AskBackForm(GovukForm):
    """The fields are named after the arguments of ``reclaiming.actions.request_return``."""

    govuk = {"because": {"conditional": {Cause.OTHER: ["words"]}}}

    because = forms.ChoiceField(
        label=_("Why do you ask for it?"),
        choices=[(cause, cause.label) for cause in (Cause.LEAVING, Cause.LOAN_OVER, Cause.OTHER)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select why you ask for it")},
    )
    words = words(_("The reason, as the councillor will read it"), _("Enter the reason"), rows=3)
