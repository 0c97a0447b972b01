"""What is asked about how long reports are kept. Fields are named after columns of ``Council``."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm


def years(label: Any, hint: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=1,
        max_value=15,
        error_messages={"required": _("Enter the number of years")},
    )


class KeepingForm(GovukForm):
    """After how many years."""

    govuk = {name: {"width": "3"} for name in ("incident_years", "safety_years", "referral_years")}

    incident_years = years(
        _("Years after a report is closed until its personal details are erased"),
        _(
            "No law says how long. Most claims can be brought for 6 years (Limitation Act 1980, "
            "section 2); in Scotland for 5 (Prescription and Limitation (Scotland) Act 1973, "
            "section 6)"
        ),
    )
    safety_years = years(
        _("Years after a report of a threat is closed until it is deleted"),
        _("Usually 2. Only the councillor and those whom they told can read it until then"),
    )
    referral_years = years(
        _("Years after a matter of conduct is closed until its words are erased"),
        _(
            "No law says how long. East Riding of Yorkshire Council, for one, keeps what it "
            "investigated for 6 years"
        ),
    )
