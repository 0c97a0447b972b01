"""What is asked when a device comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councilgov.forms.fields import line, words
from councilgov.forms.kit import GovukForm
from councilgov.forms.names import is_same_name
from councilgov.forms.signature import SignatureForm
from councilgov.people.models import has_died
from devices.issuing.forms import DeskSignatureForm
from devices.labelling.fields import DeviceField
from devices.models import Condition, Wipe
from devices.returning.actions import Handed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.forms.boundfield import BoundField

    from councilgov.people.models import User
    from devices.models import Device

MEMBER, ANOTHER = "member", "another"
POOR = {Condition.DAMAGED, Condition.NOT_WORKING}


class TagForm(GovukForm):
    """The tag of what lies on the desk."""

    govuk = {"device": {"width": "10"}}

    device = DeviceField(
        label=gettext_lazy("Asset tag"),
        help_text=gettext_lazy("Scan the label or type it, for example BC-01432"),
    )


class Part(NamedTuple):
    """The questions about one device."""

    device: Device
    fields: Sequence[BoundField]


class ReceiveForm(GovukForm):
    """Each device with its condition, accessories and data; then the signature of the officer."""

    govuk = {"who": {"conditional": {ANOTHER: ["brought_by"]}}}

    who = forms.ChoiceField(
        label=gettext_lazy("Who brought it?"),
        choices=[
            (MEMBER, gettext_lazy("The councillor")),
            (ANOTHER, gettext_lazy("Somebody else on their behalf")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select who brought it")},
    )
    brought_by = line(
        gettext_lazy("Their name"),
        gettext_lazy("Enter the name of whoever brought it"),
        gettext_lazy("For example an assistant, or a relative after a death"),
        most=150,
    )
    typed_name = line(
        gettext_lazy("Your signature"),
        gettext_lazy("Type your full name to sign for what you received"),
        gettext_lazy("Type your own full name: you receive this equipment for the council"),
        most=150,
    )

    def __init__(self, *args: Any, devices: Sequence[Device], officer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.devices, self.officer = devices, officer
        self.is_of_the_dead = False
        holder = devices[0].holder
        if holder and has_died(holder, holder.terms.all()):
            self.is_of_the_dead = True
            self._ask_who_came(holder)
        for device in devices:
            self._ask_about(device)
        for name in ("who", "brought_by", "typed_name"):
            if name in self.fields:
                self.fields[name] = self.fields.pop(name)

    def _ask_who_came(self, holder: User) -> None:
        """Nobody but another person can, and the council may have their name."""
        del self.fields["who"]
        self.govuk = {}  # type: ignore[misc]  # of this form alone
        name = self.fields["brought_by"]
        name.label = _("Who brought it?")
        name.help_text = _("%(name)s has died. A relative, for example, or an officer") % {
            "name": holder.full_name
        }
        known = (import_string(path)(holder) for path in settings.WHO_BRINGS)
        name.initial = next(filter(None, known), "")

    @property
    def who_brought(self) -> str:
        """Their name, if it was not the councillor."""
        answers = self.cleaned_data
        is_other = self.is_of_the_dead or answers["who"] == ANOTHER
        return answers["brought_by"] if is_other else ""

    def _ask_about(self, device: Device) -> None:
        key = device.pk
        self.fields[f"condition_{key}"] = condition_of(device)
        self.fields[f"words_{key}"] = words(
            _("What is damaged or does not work?"),
            hint=_("Leave it empty if nothing is. For example: a crack at the top left"),
            rows=2,
        )
        if device.accessories:
            self.fields[f"accessories_{key}"] = accessories_of(device)
        if device.kind.holds_data:
            self.fields[f"wipe_{key}"] = wipe_of(device)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for device in self.devices:
            is_poor = self.cleaned_data.get(f"condition_{device.pk}") in POOR
            if is_poor and not self.cleaned_data.get(f"words_{device.pk}"):
                told_why = _("Say what is wrong with %(tag)s") % told(device)
                self.add_error(f"words_{device.pk}", told_why)
        return cleaned

    def clean_typed_name(self) -> str:
        typed: str = self.cleaned_data["typed_name"]
        if not is_same_name(typed, self.officer.full_name):
            raise forms.ValidationError(
                _("You are signed in as %(name)s. Type that name to sign"),
                params={"name": self.officer.full_name},
            )
        return typed

    def parts(self) -> Iterator[Part]:
        """The questions, device by device."""
        for device in self.devices:
            asked = ("condition", "words", "accessories", "wipe")
            names = (f"{name}_{device.pk}" for name in asked)
            yield Part(device, [self[name] for name in names if name in self.fields])

    def handed(self) -> list[Handed]:
        """What was answered, as ``actions.receive`` takes it."""
        answers = self.cleaned_data
        return [
            Handed(
                device=device,
                condition=Condition(answers[f"condition_{device.pk}"]),
                words=answers.get(f"words_{device.pk}", ""),
                accessories=answers.get(f"accessories_{device.pk}", []),
                wipe=Wipe(answers.get(f"wipe_{device.pk}") or Wipe.NO_DATA),
            )
            for device in self.devices
        ]


def condition_of(device: Device) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Condition"),
        choices=Condition.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select the condition of %(tag)s") % told(device)},
    )


def accessories_of(device: Device) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("What came back with it?"),
        choices=[(part, part) for part in device.accessories],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def wipe_of(device: Device) -> forms.ChoiceField:
    missing = _("Select what becomes of the data on %(tag)s") % told(device)
    return forms.ChoiceField(
        label=_("The data on it"),
        choices=[(wipe.value, wipe.label) for wipe in (Wipe.TO_DO, Wipe.DONE)],
        widget=forms.RadioSelect,
        error_messages={"required": missing},
    )


def told(device: Device) -> dict[str, str]:
    return {"tag": device.asset_tag}


class ReturnSignatureForm(SignatureForm):
    """The councillor’s side of the receipt. The fields are named as in ``actions.sign``."""

    remark = words(
        gettext_lazy("Do you want to add anything?"),
        hint=gettext_lazy("It is printed on the receipt. Do not write about constituents."),
        rows=3,
    )
    field_order = ["agreed", "remark", "typed_name", "text_sha256"]


class ReturnAtDeskForm(DeskSignatureForm):
    """The same on the desk's screen, before an officer: as in ``actions.sign_at_desk``."""

    remark = ReturnSignatureForm.base_fields["remark"]
    field_order = ["agreed", "remark", "typed_name", "known_from", "text_sha256"]


class StockForm(GovukForm):
    """A last look before somebody else gets it."""

    is_checked = forms.BooleanField(
        label=gettext_lazy("I have checked that it works and that nothing of its holder is left"),
        error_messages={"required": gettext_lazy("Check the device, then tick the box")},
    )
