"""What is asked when equipment is recalled, replaced or lent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from councilgov.forms.bulk import ChosenForm
from councilgov.forms.dates import DateField
from councilgov.forms.fields import words
from councilgov.forms.kit import GovukForm
from devices.issuing.forms import SCANNED
from devices.models import Device, DeviceStatus, RecallReason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.forms.bound_field import Look

MOST = 2_000
WHY: Mapping[str, Look] = {"reason": {"conditional": {RecallReason.OTHER: ["words"]}}}


def reasons() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Why do you ask for it?"),
        choices=RecallReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select why you ask for it")},
    )


def other_reason() -> forms.CharField:
    return words(_("The reason, as the councillors will read it"), _("Enter the reason"), rows=3)


class Tags(forms.CharField):
    """Asset tags as they are typed, scanned or pasted; in ``clean`` the devices."""

    widget = forms.Textarea({"rows": 6, "autocomplete": "off", "spellcheck": "false"})

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        tags = {tag.rstrip("/").rpartition("/")[2].upper() for tag in SCANNED.split(typed) if tag}
        found = list(Device.objects.filter(asset_tag__in=tags))
        if unknown := sorted(tags - {device.asset_tag for device in found}):
            told = _("There is no device with this tag: %(tags)s. Compare it with the label")
            raise ValidationError(told, params={"tags": ", ".join(unknown[:5])})
        if len(found) > MOST:
            raise ValidationError(_("Recall at most 2,000 devices at once"))
        return found


class RecallForm(GovukForm):
    """The fields are named after the arguments of ``recalling.actions.recall_devices``."""

    govuk = WHY

    devices = Tags(
        label=_("Asset tags"),
        help_text=_("One on each line, or separated by spaces or commas"),
        error_messages={"required": _("Enter at least one asset tag")},
    )
    reason = reasons()
    words = other_reason()


class RecallChosenForm(ChosenForm):
    """The same for devices that were chosen in the register."""

    govuk = WHY

    reason = reasons()
    words = other_reason()


class StockField(forms.CharField):
    """The tag of a device in stock; in ``clean`` the device."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            help_text=_("Scan or type the tag of a device in stock"),
            max_length=20,
            widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
            error_messages={"required": _("Scan or type an asset tag")},
        )

    def clean(self, value: Any) -> Any:
        tag = super().clean(value).strip().upper()
        found = Device.objects.filter(asset_tag=tag).first()
        if found is None or found.status != DeviceStatus.IN_STOCK:
            told = _("There is no device %(tag)s in stock. Choose another")
            raise ValidationError(told, params={"tag": tag})
        return found


class ReplaceForm(GovukForm):
    """The field is named after the argument of ``recalling.actions.replace``."""

    govuk = {"replacement": {"width": "10"}}
    replacement = StockField(_("What do they get instead?"))


class LendForm(GovukForm):
    """The fields are named after the arguments of ``recalling.actions.lend``."""

    govuk = {"loan": {"width": "10"}}
    loan = StockField(_("What do you lend them?"))
    due_back_on = DateField(
        label=_("Until when?"),
        future=True,
        error_messages={"required": _("Enter the last day of the loan")},
    )
