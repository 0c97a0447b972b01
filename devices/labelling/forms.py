"""What is asked when labels are printed, and when one is put on a device."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.bulk import ChosenForm
from councilgov.forms.kit import GovukForm
from devices.labelling.actions import MOST_AHEAD
from devices.labelling.fields import DeviceField
from devices.labelling.layouts import LARGEST, Sheet
from devices.numbers import validate_tag

ANEW = "yes"


class SheetForm(GovukForm):
    """On which sheet, and where it begins: the fields are arguments of ``print_labels``."""

    govuk = {"start": {"width": "3"}}

    sheet = forms.ChoiceField(
        label=_("Which sheet of labels?"),
        choices=Sheet,
        initial=Sheet.L7160,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select the sheet of labels")},
    )
    start = forms.IntegerField(
        label=_("Begin at which label of the sheet?"),
        help_text=_("Count from the top left, row by row. 1 is a whole sheet"),
        min_value=1,
        max_value=LARGEST,
        initial=1,
        error_messages={"required": _("Enter the number of the first free label")},
    )


class ChosenSheetForm(ChosenForm, SheetForm):
    """Labels of the devices that were chosen in the register."""


class DeviceLabelForm(SheetForm):
    """The label of one device, which may have one already."""

    anew = forms.ChoiceField(
        label=_("It has a label. What do you need?"),
        choices=[
            ("", _("The same label once more: the print went wrong")),
            (ANEW, _("A new label: the old one is lost or was taken off")),
        ],
        required=False,
        initial="",
        widget=forms.RadioSelect,
    )
    field_order = ["anew"]

    def __init__(self, *args: Any, has_label: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_label:
            del self.fields["anew"]

    def clean_anew(self) -> bool:
        return bool(self.cleaned_data["anew"] == ANEW)


class AheadForm(SheetForm):
    """Labels for devices to come: the fields are the arguments of ``print_unclaimed``."""

    govuk = {**SheetForm.govuk, "first": {"width": "10"}, "count": {"width": "4"}}

    first = forms.CharField(
        label=_("First number"),
        help_text=_(
            "The others count up from it. A new device takes the number on its label as its "
            "asset tag, for example BC-02000"
        ),
        max_length=20,
        error_messages={"required": _("Enter the first number, like BC-02000")},
    )
    count = forms.IntegerField(
        label=_("How many labels?"),
        min_value=1,
        max_value=MOST_AHEAD,
        error_messages={"required": _("Enter how many labels you need")},
    )
    field_order = ["first", "count"]

    def clean_first(self) -> str:
        first: str = self.cleaned_data["first"].strip().upper()
        validate_tag(first)
        return first


class ClaimForm(GovukForm):
    """On which device of the register a label is put."""

    device = DeviceField(
        label=_("Which device of the register is it?"),
        help_text=_("Scan or type its old label, asset tag, serial number or IMEI"),
        error_messages={"required": _("Scan or type the device that the label is on")},
    )
