"""What is asked about misuse."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.fields import PoundsField, line, words
from councilgov.forms.kit import GovukForm
from devices.misusing import CHARGES
from devices.models import Ruling


class MisuseForm(GovukForm):
    """The fields are named after the arguments of ``misuse.actions.open_misuse``."""

    facts = words(
        _("What is known, and from what?"),
        _("Say what is known, and from what"),
        _("Only facts: what was seen, when, by whom. The councillor reads this."),
        rows=6,
    )


class CommentForm(GovukForm):
    """The fields are named after the arguments of ``misuse.actions.comment_on_misuse``."""

    comment = words(
        _("What do you want to say about it?"),
        _("Enter what you want to say"),
        _("The Monitoring Officer reads it before anything is decided."),
        rows=6,
    )


class RulingForm(GovukForm):
    """The fields are named after the arguments of ``misuse.actions.decide_misuse``."""

    govuk = {"amount": {"width": "10", "prefix": "£"}}

    ruling = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=Ruling,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what you decide")},
    )
    amount = PoundsField(
        label=_("How much is charged?"),
        help_text=_("In pounds. Leave it empty where nothing is charged"),
        min_value=Decimal(0),
        max_digits=9,
        decimal_places=2,
        required=False,
    )
    reason = words(_("Why?"), _("Say why"), _("The councillor reads this."))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        ruling, amount = self.cleaned_data.get("ruling"), self.cleaned_data.get("amount")
        if ruling in CHARGES and not amount and "amount" not in self.errors:
            self.add_error("amount", _("Enter the amount in pounds"))
        if ruling and ruling not in CHARGES and amount:
            self.add_error("amount", _("Leave this empty, or choose to charge the cost"))
        return cleaned


class InvoiceForm(GovukForm):
    """The fields are named after the arguments of ``misuse.actions.enter_invoice``."""

    govuk = {"invoice_reference": {"width": "20"}}

    invoice_reference = line(
        _("Number of the invoice"), _("Enter the number of the invoice"), most=40
    )
