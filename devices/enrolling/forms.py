"""What is asked about a councillor's own device."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.dates import DateField
from councilgov.forms.fields import line
from councilgov.forms.kit import GovukForm
from councilgov.forms.signature import SignatureForm
from devices.models import EnrolmentEnd, Kind, Platform


class EnrolForm(SignatureForm):
    """The fields are named after the arguments of ``enrolling.actions.ask_enrolment``."""

    kind = forms.ModelChoiceField(
        Kind.objects.filter(holds_data=True),
        label=_("What is it?"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what it is")},
    )
    platform = forms.ChoiceField(
        label=_("What does it run?"),
        choices=Platform,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what it runs")},
    )
    model = line(
        _("Which model is it?"),
        _("Enter the model, like iPhone 15"),
        _("For example: iPhone 15. We don’t need its serial number"),
        most=80,
    )
    field_order = ["kind", "platform", "model"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = self.fields["kind"]
        named = {"Mobile phone", "Tablet", "Laptop"}
        found = Kind.objects.filter(holds_data=True, name__in=named)
        if found:
            kinds.queryset = found  # type: ignore[attr-defined]


class UnsafeForm(GovukForm):
    """The fields are named after the arguments of ``enrolling.actions.find_unsafe``."""

    problem = line(
        _("What is wrong?"),
        _("Say what is wrong"),
        _("The councillor reads this. For example: iOS is older than version 18"),
        most=500,
    )
    mend_before = DateField(
        label=_("By which day is it to be mended?"),
        future=True,
        error_messages={"required": _("Enter the day by which it is to be mended")},
    )


class RemovalForm(GovukForm):
    """The field is named after the argument of ``enrolling.actions.ask_removal``."""

    because = forms.ChoiceField(
        label=_("Why is council data removed?"),
        choices=[end for end in EnrolmentEnd.choices if end[0] != EnrolmentEnd.MISSING],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select why council data is removed")},
    )
