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
from devices.models import LockState, LossKind, ReferenceKind, Via
from devices.police import tidy_reference, validate_reference

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from councilgov.people.models import User
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


class LossForm(MomentsForm):
    """The fields are named after the arguments of ``losses.actions.record_loss``."""

    govuk = {
        "kind": {
            "conditional": {"stolen": ["police_force", "police_kind", "police_reference"]},
        },
        "reported_by": {"conditional": {OTHER: ["teller"]}},
        "police_reference": {"width": "20"},
        "noticed_at_time": {"width": "10"},
        "reported_at_time": {"width": "10"},
    }
    moments = {
        "noticed_at": Asked(
            _("On which day was it noticed?"),
            _("At what time, roughly?"),
            _("Enter the day on which it was noticed"),
            _("Enter the time at which it was noticed"),
        ),
        "reported_at": Asked(
            _("On which day were you told?"),
            _("At what time?"),
            _("Enter the day on which you were told"),
            _("Enter the time at which you were told"),
            NOT_OF_SELF,
        ),
    }
    field_order = [
        "kind",
        "noticed_at_day",
        "noticed_at_time",
        "noticed_at_which",
        "happened",
        "data_held",
        "lock_state",
        "reported_by",
        "reported_via",
        "reported_at_day",
        "reported_at_time",
        "reported_at_which",
    ]

    kind = forms.ChoiceField(
        label=_("What happened to it?"),
        choices=LossKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what happened to it")},
    )
    police_force = line(
        _("Police force, if the police were told"), hint=_("For example, Thames Valley Police")
    )
    police_kind = forms.ChoiceField(
        label=_("What did the police give?"),
        choices=ReferenceKind,
        initial=ReferenceKind.NONE_YET,
        required=False,
    )
    police_reference = forms.CharField(
        label=_("Its number"),
        help_text=_("If it is not as the police write it, you can put it right later"),
        required=False,
    )
    happened = words(
        _("When, where and how?"),
        _("Say when, where and how it happened"),
        NOBODY_NAMED,
        rows=5,
    )
    data_held = words(
        _("What is on it?"),
        hint=_("For example: council email, papers of closed meetings. Nobody’s name."),
        rows=3,
    )
    lock_state = forms.ChoiceField(
        label=_("Was it locked?"),
        choices=LockState,
        widget=forms.RadioSelect,
        initial=LockState.UNKNOWN,
        error_messages={"required": _("Select if it was locked")},
    )
    reported_by = forms.ChoiceField(
        label=_("Who told you?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Select who told you")},
    )
    teller = line(
        _("Their name, or who they are"),
        hint=_("For example, their partner, their assistant, or whoever found it"),
        most=150,
    )
    reported_via = forms.ChoiceField(
        label=_("How were you told?"),
        help_text=NOT_OF_SELF,
        choices=VIA,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how you were told")},
    )

    def __init__(self, *args: Any, device: Device, **kwargs: Any) -> None:
        kwargs["initial"] = {"reported_at": timezone.now()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.holder: User | None = device.holder
        self._choose("kind", kinds_of(device))
        teller = [(HOLDER, self.holder.known_as)] if self.holder else []
        others = [(OTHER, _("Somebody else")), (SELF, _("Nobody else: I know it myself"))]
        self._choose("reported_by", [*teller, *others])
        self.is_known_to_self = self.data.get("reported_by") == SELF
        for name in OF_TELLING if self.is_known_to_self else ():
            self.fields[name].required = False

    def _choose(self, name: str, choices: list[tuple[str, StrOrPromise]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = choices

    def clean_reported_by(self) -> User | None:
        return self.holder if self.cleaned_data["reported_by"] == HOLDER else None

    def clean(self) -> dict[str, Any] | None:
        """Only of somebody else a name is kept; without one it says so all the same. Who knows it
        themselves was not told: it is reported here and now.
        """
        cleaned = super().clean()
        teller = self.cleaned_data.get("teller") or _("Somebody else")
        is_other = self.data.get("reported_by") == OTHER
        self.cleaned_data["teller"] = str(teller) if is_other else ""
        if self.is_known_to_self:
            self.cleaned_data.pop("reported_at", None)
            self.cleaned_data["reported_via"] = Via.PORTAL.value
        return cleaned


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
