"""What is asked when a hold is proposed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm
from policies.models import Service


class HoldForm(GovukForm):
    """The fields are named after the arguments of ``holding.actions.propose_hold``."""

    services = forms.MultipleChoiceField(
        label=_("What should be cut?"),
        help_text=_(
            "As little as may help. This portal, summons, agenda papers and ways to report "
            "something always stay."
        ),
        choices=Service,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one service")},
    )
    reason = forms.CharField(
        label=_("Why do you propose it?"),
        help_text=_(
            "Say what was tried, and when. The councillor may ask for a copy. "
            "If they are ill or have no equipment, ask for an exemption instead."
        ),
        widget=forms.Textarea({"rows": 5}),
        max_length=4_000,
        error_messages={"required": _("Say why you propose it")},
    )
