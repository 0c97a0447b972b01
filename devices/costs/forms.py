"""What is asked about a cost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.fields import PoundsField, words
from councilgov.forms.kit import GovukForm
from devices.costing import FREE
from devices.models import Route


class CostForm(GovukForm):
    """The fields are named after the arguments of ``costs.actions.propose_cost``."""

    govuk = {"amount": {"width": "10", "prefix": "£"}}

    route = forms.ChoiceField(
        label=_("Who pays?"),
        choices=Route,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select who pays")},
    )
    amount = PoundsField(
        label=_("How much?"),
        help_text=_("In pounds, for example 349.99. Leave it empty if there is no cost"),
        min_value=Decimal(0),
        max_digits=9,
        decimal_places=2,
        required=False,
    )
    reason = words(_("Why?"), _("Say why"), _("The councillor reads this."))

    def __init__(self, *args: Any, has_councillor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_councillor:
            route = self.fields["route"]
            assert isinstance(route, forms.ChoiceField)  # noqa: S101  # for the type checker
            route.choices = [(one.value, one.label) for one in Route if one in FREE]
            self.fields["reason"].help_text = ""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        route, amount = self.cleaned_data.get("route"), self.cleaned_data.get("amount")
        if route == Route.NOBODY and amount:
            self.add_error("amount", _("Leave this empty, or choose who pays it"))
        elif route and route != Route.NOBODY and not amount and "amount" not in self.errors:
            self.add_error("amount", _("Enter the amount in pounds"))
        self.cleaned_data["amount"] = amount or Decimal(0)
        return cleaned


class CommentForm(GovukForm):
    """What the councillor says before something is decided."""

    comment = words(
        _("What do you want to say about it?"),
        _("Enter what you want to say"),
        _("For example, what your insurer said. Do not name constituents."),
        rows=6,
    )
