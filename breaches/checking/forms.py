"""The questions of the regulator's self-assessment."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from breaches.models import Doubt, Likelihood
from councilgov.forms.fields import chosen
from councilgov.forms.kit import GovukForm

YES, NO = "yes", "no"
MISSING = {
    "likely": _("Select how likely it is that somebody comes to harm"),
    "high": _("Select if the risk to them is high"),
    "mitigated": _("Select if what was done since ended the high risk"),
}


class RiskForm(GovukForm):
    """The fields are named after the arguments of ``checking.actions.check_risk``."""

    marks_optional = False

    is_living = chosen(
        _("Is it about living people?"),
        [(YES, _("Yes")), (NO, _("No"))],
        _("Select if it is about living people"),
        _("Somebody can be told from it who they are, with or without a name."),
    )
    likely = chosen(
        _("How likely is it that somebody comes to harm?"),
        Likelihood.choices,
        hint=_(
            "Skip this if it is not about living people. Think of what it says, who has it now, "
            "and what they could do with it."
        ),
    )
    high = chosen(
        _("Is the risk to them high?"),
        Doubt.choices,
        hint=_(
            "Skip this if harm is unlikely. Serious harm counts even if it is not very likely: "
            "somebody is found who hides, loses money, or is hurt."
        ),
    )
    mitigated = chosen(
        _("Has what was done since ended the high risk?"),
        Doubt.choices,
        hint=_("Skip this if the risk is not high. For example, it was got back unread."),
    )

    def clean_is_living(self) -> bool:
        return bool(self.cleaned_data["is_living"] == YES)

    def clean(self) -> dict[str, Any] | None:
        """All that is missing is said at once."""
        cleaned = super().clean() or {}
        if not cleaned.get("is_living"):
            return cleaned
        likely, high = cleaned.get("likely"), cleaned.get("high")
        asked = {"likely": True, "high": likely in {Likelihood.LIKELY, Likelihood.UNSURE}}
        asked["mitigated"] = high == Doubt.YES
        for name, message in MISSING.items():
            if asked[name] and not cleaned.get(name):
                self.add_error(name, message)
        return cleaned
