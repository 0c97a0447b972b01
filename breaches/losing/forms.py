"""What is asked about a loss, of whoever had the device and of the desk that writes it down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from breaches.reporting.forms import NOBODY_NAMED, NOTICED
from councilgov.forms.clocks import Asked, MomentsForm
from councilgov.forms.fields import line, words
from councilgov.forms.kit import GovukForm
from devices.losses.forms import kinds_of
from devices.models import Device, LockState, LossKind, ReferenceKind, Via

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

    from councilgov.forms.bound_field import Look
    from councilgov.people.models import User

YES, NO = "yes", "no"
HOLDER, OTHER, SELF = "holder", "other", "self"
UNLISTED = "unlisted"
NOT_OF_SELF = _("Not needed if you know it yourself")
OF_TELLING = ("reported_via", "reported_at_day", "reported_at_time")
VIA = [(via.value, via.label) for via in Via if via not in {Via.PORTAL, Via.SIGNED_OUT}]
WHAT_HAPPENED: Mapping[str, Look] = {
    "kind": {
        "conditional": {
            LossKind.STOLEN.value: ["police_force", "police_kind", "police_reference"],
            LossKind.DAMAGED.value: ["is_at_risk"],
        },
    },
    "police_reference": {"width": "20"},
    "noticed_at_time": {"width": "10"},
}
IT_WAS_NOTICED = Asked(
    _("On which day was it noticed?"),
    _("At what time, roughly?"),
    _("Enter the day on which it was noticed"),
    _("Enter the time at which it was noticed"),
)


class LossForm(MomentsForm):
    """The fields are named after the arguments of ``losing.actions.report_loss``."""

    govuk: ClassVar[Mapping[str, Look]] = WHAT_HAPPENED
    moments: ClassVar[Mapping[str, Asked]] = {"noticed_at": IT_WAS_NOTICED}
    field_order = [
        "kind",
        "noticed_at_day",
        "noticed_at_time",
        "noticed_at_which",
        "happened",
        "data_held",
        "lock_state",
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
    is_at_risk = forms.ChoiceField(
        label=_("Did somebody else have it, or is information lost?"),
        choices=[(YES, _("Yes, or nobody knows")), (NO, _("No"))],
        widget=forms.RadioSelect,
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

    def choose(self, name: str, choices: list[tuple[str, StrOrPromise]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = choices

    def clean(self) -> dict[str, Any] | None:
        """Whether data may be affected is asked only of what is damaged: of the rest it may be."""
        cleaned = super().clean()
        is_damaged = self.cleaned_data.get("kind") == LossKind.DAMAGED
        if is_damaged and not self.cleaned_data.get("is_at_risk"):
            told = _("Select if somebody else had it or information is lost")
            self.add_error("is_at_risk", told)
        self.cleaned_data["is_at_risk"] = self.cleaned_data.get("is_at_risk") == YES
        return cleaned


class OwnLossForm(LossForm):
    """The same, of whoever had it. ``device`` is None where it is not in their list."""

    govuk = {**WHAT_HAPPENED, "device": {"conditional": {UNLISTED: ["what"]}}}
    moments = {"noticed_at": NOTICED}
    field_order = ["device", *LossForm.field_order]

    device = forms.ChoiceField(
        label=_("Which device is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Select which device it is")},
    )
    what = line(
        _("What is it, and whose?"),
        hint=_("For example, my own phone with council email, or a council laptop on loan"),
        most=150,
    )

    def __init__(self, *args: Any, user: User, first: str = "", **kwargs: Any) -> None:
        self.own = {row.asset_tag: row for row in Device.objects.with_row().held_by(user)}
        first = first if first in self.own else ""
        kwargs["initial"] = {"device": first} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        listed = [(tag, row.description) for tag, row in self.own.items()]
        self.choose("device", [*listed, (UNLISTED, _("Another one: it is not in this list"))])

    def clean_device(self) -> Device | None:
        return self.own.get(self.cleaned_data["device"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        is_unlisted = self.data.get("device") == UNLISTED
        if is_unlisted and not self.cleaned_data.get("what"):
            self.add_error("what", _("Say what it is, and whose"))
        return cleaned

    def of_unlisted(self) -> dict[str, Any]:
        """The arguments of ``ringing.actions.report_unlisted``."""
        asked = ("what", "kind", "noticed_at", "happened", "is_at_risk", "data_held")
        return {name: self.cleaned_data[name] for name in asked}

    def of_device(self) -> dict[str, Any]:
        """The arguments of ``losing.actions.report_loss``."""
        return {name: value for name, value in self.cleaned_data.items() if name != "what"}


class LossForSomebodyForm(LossForm):
    """The same, written down by the desk for who rings, comes in or writes."""

    govuk = {
        **WHAT_HAPPENED,
        "reported_by": {"conditional": {OTHER: ["teller"]}},
        "reported_at_time": {"width": "10"},
    }
    moments = {
        "noticed_at": IT_WAS_NOTICED,
        "reported_at": Asked(
            _("On which day were you told?"),
            _("At what time?"),
            _("Enter the day on which you were told"),
            _("Enter the time at which you were told"),
            NOT_OF_SELF,
        ),
    }
    field_order = [
        *LossForm.field_order,
        "reported_by",
        "reported_via",
        "reported_at_day",
        "reported_at_time",
        "reported_at_which",
    ]

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
        self.choose("kind", kinds_of(device))
        teller = [(HOLDER, self.holder.known_as)] if self.holder else []
        others = [(OTHER, _("Somebody else")), (SELF, _("Nobody else: I know it myself"))]
        self.choose("reported_by", [*teller, *others])
        self.is_known_to_self = self.data.get("reported_by") == SELF
        for name in OF_TELLING if self.is_known_to_self else ():
            self.fields[name].required = False

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


class WrongPersonForm(MomentsForm):
    """The fields are named after the arguments of ``losing.actions.report_wrong_person``."""

    govuk = {"noticed_at_time": {"width": "10"}}
    moments = {"noticed_at": NOTICED}
    field_order = ["happened", "data_told", "noticed_at_day", "noticed_at_time", "noticed_at_which"]

    happened = words(
        _("What went to the wrong person, and how?"),
        _("Say what went to the wrong person"),
        NOBODY_NAMED,
        rows=5,
    )
    data_told = words(
        _("Which information was in it, and about how many people?"),
        hint=_("For example: an address and a housing matter of one person. Nobody’s name."),
        rows=3,
    )
    is_near_miss = forms.TypedChoiceField(
        label=_("Did they see it?"),
        choices=[("no", _("Yes, or I do not know")), ("yes", _("No, it was stopped in time"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Select if they saw it")},
    )


class TriageForm(GovukForm):
    """Why what was damaged is a matter of people's information after all."""

    words = words(
        _("What makes you think so?"), _("Say what makes you think so"), NOBODY_NAMED, rows=4
    )
