"""What the desk enters about a device, and about a kind of devices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from councilgov.forms.bulk import ChosenForm
from councilgov.forms.dates import DateField
from councilgov.forms.fields import PoundsField, line
from councilgov.forms.kit import GovukForm
from devices.models import Kind
from devices.numbers import tidy_imei, validate_imei, validate_tag

if TYPE_CHECKING:
    from councilgov.records import Refused


class LinesField(forms.CharField):
    """A list, typed as one thing on each line."""

    widget = forms.Textarea({"rows": 3})

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(max_length=2_000, **kwargs)

    def to_python(self, value: Any) -> Any:
        lines = [text.strip() for text in (super().to_python(value) or "").splitlines()]
        return [text for text in lines if text]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def run_validators(self, value: Any) -> None:
        if any(len(text) > self.longest for text in value):
            raise ValidationError(
                _("Each line must be %(longest)s characters or fewer"),
                params={"longest": self.longest},
            )


class DetailsForm(GovukForm):
    """The fields are named after the arguments of ``keeping.actions.change_device``."""

    govuk = {
        "value": {"width": "10", "prefix": "£"},
        "imei": {"width": "20"},
        "phone_number": {"width": "20"},
        "sim_number": {"width": "20"},
    }

    kind = forms.ModelChoiceField(
        Kind.objects.all(),
        label=_("Kind"),
        empty_label=_("Choose a kind"),
        error_messages={"required": _("Select what kind of device it is")},
    )
    make = line(_("Make"), hint=_("For example, Apple"), most=50)
    model = line(_("Model"), _("Enter the model"), _("For example, iPhone 15"), most=80)
    serial = line(_("Serial number"), most=60)
    imei = forms.CharField(
        label=_("IMEI"),
        help_text=_("Of a phone or tablet with a SIM: 15 digits. Type *#06# to see it"),
        max_length=30,
        required=False,
    )
    phone_number = line(_("Telephone number of the SIM"), most=30)
    sim_number = line(_("Number of the SIM card"), most=22)
    accessories = LinesField(
        label=_("What comes with it"),
        help_text=_(
            "One on each line, for example: charger. Each is ticked off when it comes back"
        ),
        longest=50,
        required=False,
    )
    value = PoundsField(
        label=_("Value when it was bought"),
        min_value=0,
        max_digits=9,
        decimal_places=2,
        required=False,
    )
    purchased_on = DateField(label=_("Bought on"), past=True, required=False)
    warranty_ends_on = DateField(label=_("Warranty until"), required=False)
    notes = forms.CharField(
        label=_("Notes of the desk"),
        help_text=_("Do not write about people or their cases."),
        widget=forms.Textarea({"rows": 3}),
        max_length=4_000,
        required=False,
    )
    is_another = forms.BooleanField(
        label=_("I have compared both: these are two devices"),
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("is_another") == "on":
            self.ask_whether_another()

    def ask_whether_another(self) -> None:
        self.fields["is_another"].widget = forms.CheckboxInput()

    def refuse(self, refusal: Refused) -> None:
        """The box is shown once there is another to compare with."""
        if refusal.field == "is_another":
            self.ask_whether_another()
        super().refuse(refusal)

    def clean_imei(self) -> str:
        imei = tidy_imei(self.cleaned_data["imei"])
        if imei:
            validate_imei(imei)
        return imei


class DeviceForm(DetailsForm):
    """A new device: its tag first."""

    govuk = {**DetailsForm.govuk, "asset_tag": {"width": "10"}}

    asset_tag = forms.CharField(
        label=_("Asset tag"),
        help_text=_("It is on the label, for example BC-01432"),
        max_length=20,
        error_messages={"required": _("Enter the asset tag")},
    )
    field_order = ["asset_tag"]

    def clean_asset_tag(self) -> str:
        tag: str = self.cleaned_data["asset_tag"].strip().upper()
        validate_tag(tag)
        return tag


class KindForm(GovukForm):
    """The fields are named after the arguments of ``keeping.actions.add_kind``."""

    govuk = {"life_months": {"width": "3", "suffix": _("months")}}

    name = line(_("Name"), _("Enter a name, for example: laptop"), most=50)
    holds_data = forms.BooleanField(
        label=_("It holds data, so it is wiped before anybody else has it"), required=False
    )
    has_imei = forms.BooleanField(label=_("It has an IMEI or a SIM"), required=False)
    accessories = LinesField(
        label=_("What usually comes with it"),
        help_text=_("One on each line, for example: charger"),
        longest=50,
        required=False,
    )
    life_months = forms.IntegerField(
        label=_("How long it is worth something"),
        help_text=_("Its value falls evenly to nothing over these months"),
        min_value=1,
        max_value=240,
        initial=48,
        error_messages={"required": _("Enter the number of months")},
    )


class DisposeForm(ChosenForm):
    """The field is named after the argument of ``keeping.actions.dispose_all``."""

    how = forms.CharField(
        label=_("Who disposes of them, and how?"),
        help_text=_(
            "For example the firm, and the number of the certificate of destruction. "
            "It is recorded for each of them."
        ),
        widget=forms.Textarea({"rows": 3}),
        max_length=4_000,
        error_messages={"required": _("Enter who disposes of them, and how")},
    )
