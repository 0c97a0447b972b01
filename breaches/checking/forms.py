"""The questions of the regulator's self-assessment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from breaches.models import Doubt, Likelihood
from councilgov.forms.kit import GovukForm

YES, NO = "yes", "no"


def asked(label: Any, choices: Any, hint: Any = "", missing: Any = None) -> forms.ChoiceField:
    """Radio buttons; without ``missing`` another answer may leave the question out."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        widget=forms.RadioSelect,
        required=missing is not None,
        error_messages={"required": missing or ""},
    )


class RiskForm(GovukForm):
    """The fields are named after the arguments of ``checking.actions.check_risk``."""

    marks_optional = False

    is_living = asked(
        _("Is it about living people?"),
        [(YES, _("Yes")), (NO, _("No"))],
        _("Somebody can be told from it who they are, with or without a name."),
        _("Select if it is about living people"),
    )
    likely = asked(
        _("How likely is it that somebody comes to harm?"),
        Likelihood.choices,
        _(
            "Skip this if it is not about living people. Think of what it says, who has it now, "
            "and what they could do with it."
        ),
    )
    high = asked(
        _("Is the risk to them high?"),
        Doubt.choices,
        _(
            "Skip this if harm is unlikely. Serious harm counts even if it is not very likely: "
            "somebody is found who hides, loses money, or is hurt."
        ),
    )
    mitigated = asked(
        _("Has what was done since ended the high risk?"),
        Doubt.choices,
        _("Skip this if the risk is not high. For example, it was got back unread."),
    )

    def clean_is_living(self) -> bool:
        return bool(self.cleaned_data["is_living"] == YES)
