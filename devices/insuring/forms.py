"""What a councillor declares."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm
from devices.models import Cover


class InsuranceForm(GovukForm):
    """The fields are named after the arguments of ``insuring.actions.declare_insurance``."""

    cover = forms.ChoiceField(
        label=_("If your council equipment were lost or broken, who would pay?"),
        choices=Cover,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select who would pay")},
    )

    def clean_cover(self) -> Cover:
        return Cover(self.cleaned_data["cover"])
