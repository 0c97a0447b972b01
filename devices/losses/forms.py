"""What is asked about a loss."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.forms.clocks import Asked, MomentsForm
from councilgov.forms.dates import DateField
from councilgov.forms.fields import PoundsField, line, words
from councilgov.forms.kit import GovukForm
from devices.labelling.fields import DeviceField
from devices.models import LossKind, ReferenceKind, Via
from devices.police import tidy_reference, validate_reference

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from devices.models import Device

HOLDER, OTHER, SELF = "holder", "other", "self"
NOBODY_NAMED = _("Do not name constituents or describe their cases.")
NOT_OF_SELF = _("Not needed if you know it yourself")
NO_NUMBER = _("Enter the number, or choose that there is none yet")
OF_TELLING = ("reported_via", "reported_at_day", "reported_at_time")
VIA = [(via.value, via.label) for via in Via if via != Via.PORTAL]


def kinds_of(device: Device) -> list[tuple[str, StrOrPromise]]:
    """What can have happened to it: the repair of their own device is the councillor's matter."""
    kinds = [kind for kind in LossKind if not (device.is_personal and kind == LossKind.DAMAGED)]
    return [(kind.value, kind.label) for kind in kinds]


class ReferenceField(forms.CharField):
    """A number of the police, tidied as it is read."""

    default_validators = [validate_reference]

    def to_python(self, value: Any) -> Any:
        return tidy_reference(super().to_python(value) or "")


def check_numbered(form: forms.Form, kind: str, reference: str) -> None:
    """A number goes with its kind, and none with none."""
    given = form.cleaned_data.get(kind)
    number = form.cleaned_data.get(reference)
    if given and number is not None and (given == ReferenceKind.NONE_YET) == bool(number):
        told = _("Say what kind of number this is") if number else NO_NUMBER
        form.add_error(kind if number else reference, told)


class PoliceForm(GovukForm):
    """The fields are named after the arguments of ``losses.police.add_police_reference``."""

    govuk = {"reference": {"width": "20"}}

    force = line(
        _("Which police force?"),
        _("Enter the police force"),
        _("For example, Thames Valley Police or British Transport Police"),
        most=100,
    )
    kind = forms.ChoiceField(
        label=_("What did they give you?"),
        choices=ReferenceKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what the police gave you")},
    )
    reference = ReferenceField(
        label=_("The number"),
        help_text=_("Type it as the police wrote it. Leave it empty if there is none yet"),
        required=False,
    )
    reported_on = DateField(
        label=_("When were the police told?"),
        past=True,
        error_messages={"required": _("Enter the day on which the police were told")},
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        check_numbered(self, "kind", "reference")
        return cleaned


class SecureForm(MomentsForm):
    """When a lock or a wipe was asked for or confirmed."""

    govuk = {"at_time": {"width": "10"}}
    moments = {
        "at": Asked(
            _("On which day?"), _("At what time?"), _("Enter the day"), _("Enter the time")
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"at": timezone.now()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class NoteForm(GovukForm):
    """What somebody adds to a case."""

    words = words(
        _("What do you want to add?"),
        _("Enter what you want to add"),
        _("The councillor and the service desk both read it. Do not name constituents."),
        rows=5,
    )


class KindForm(GovukForm):
    """The fields are named after the arguments of ``losses.actions.correct_kind``."""

    kind = forms.ChoiceField(
        label=_("What happened to it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what happened to it")},
    )
    reason = words(_("How do you know?"), _("Say how you know"), NOBODY_NAMED)

    def __init__(self, *args: Any, device: Device, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        is_gone = device.is_missing  # what is missing is not damaged after all: it is found first
        field.choices = [
            kind for kind in kinds_of(device) if not (is_gone and kind[0] == LossKind.DAMAGED)
        ]


class ReplaceForm(GovukForm):
    """The device that was issued in place of another."""

    govuk = {"replacement": {"width": "10"}}

    replacement = DeviceField(
        label=_("Asset tag of the new device"),
        help_text=_("Issue it to the same councillor first"),
        error_messages={
            "required": _("Enter the asset tag of the new device"),
            "unknown": _("There is no device with this asset tag. Check it"),
        },
    )


class WriteOffForm(GovukForm):
    """The fields are named after the arguments of ``losses.ending.write_off``."""

    govuk = {"value": {"width": "10", "prefix": "£"}}

    value = PoundsField(
        label=_("What was it still worth?"),
        help_text=_("Worked out from what it cost and its age, where both are known"),
        min_value=Decimal(0),
        max_digits=9,
        decimal_places=2,
        error_messages={"required": _("Enter what it was still worth, or 0")},
    )
    reason = words(_("Why is it written off?"), _("Say why it is written off"))
