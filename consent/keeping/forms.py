"""What is asked about how long contacts are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm

if TYPE_CHECKING:
    from consent.keeping.saying import Saying


class MonthsForm(GovukForm):
    """The fields are named after the arguments of ``keeping.actions.change_months``."""

    govuk = {"months": {"width": "3"}}

    months = forms.IntegerField(
        label=_("For how many months?"),
        min_value=1,
        max_value=24,
        error_messages={"required": _("Enter the number of months")},
    )
    instead_of = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, say: Saying, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["months"].label = say.label
        self.fields["months"].help_text = say.hint
