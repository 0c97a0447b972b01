"""What is asked of who can't sign in, and what the desk enters once it has rung them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from phonenumbers import Leniency, PhoneNumberMatcher

from breaches.losing.forms import IT_WAS_NOTICED, NO, WHAT_HAPPENED, YES, LossForm
from breaches.reporting.forms import NOBODY_NAMED, NOTICED
from councilgov.forms.clocks import MomentsForm
from councilgov.forms.fields import line, words
from councilgov.people.models import User
from devices.labelling.fields import DeviceField

if TYPE_CHECKING:
    from breaches.models import LossReport


class UnverifiedForm(MomentsForm):
    """The fields are named after the arguments of ``ringing.actions.report_unverified``."""

    govuk = {"noticed_at_time": {"width": "10"}, "phone": {"width": "20"}}
    moments = {"noticed_at": NOTICED._replace(hint="")}
    field_order = ["name", "what", "noticed_at_day", "noticed_at_time", "noticed_at_which", "phone"]

    name = line(_("Your name"), _("Enter your name"), most=150)
    what = forms.CharField(
        label=_("What is gone or damaged?"),
        help_text=_("For example: my council phone was stolen. Nobody else’s name."),
        widget=forms.Textarea({"rows": 3}),
        max_length=400,
        error_messages={"required": _("Say what is gone or damaged")},
    )
    phone = line(
        _("On which number do we ring you back?"),
        _("Enter a number on which we reach you now"),
        _("One that you can answer now: a friend’s, or the one of where you are"),
        most=40,
    )

    def clean_phone(self) -> str:
        """Somebody can be rung on it: nobody else knows who reported this."""
        typed: str = self.cleaned_data["phone"]
        if not any(PhoneNumberMatcher(typed, "GB", leniency=Leniency.POSSIBLE)):
            told = _("Enter a telephone number in full, like 01632 960123 or 07700 900123")
            raise forms.ValidationError(told)
        return typed


def whose() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Who reported it?"),
        choices=[(YES, _("Whoever has the device")), (NO, _("Somebody else"))],
        coerce=lambda value: value == YES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select who reported it")},
    )


class JoinForm(LossForm):
    """The fields are named after the arguments of ``ringing.actions.join_to_device``."""

    govuk = {**WHAT_HAPPENED, "device": {"width": "10"}}
    field_order = ["device", "is_theirs", *LossForm.field_order]

    device = DeviceField(
        label=_("Which device is it?"),
        help_text=_("Its asset tag, serial number or IMEI"),
    )
    is_theirs = whose()

    def __init__(self, *args: Any, report: LossReport, said: str, **kwargs: Any) -> None:
        told = {"noticed_at": report.noticed_at, "happened": said, "kind": report.kind}
        super().__init__(*args, **{"initial": told} | kwargs)
        if report.told:
            del self.fields["is_theirs"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.cleaned_data.setdefault("is_theirs", True)
        return cleaned


class JoinToCouncillorForm(MomentsForm):
    """The fields are named after the arguments of ``ringing.actions.join_to_councillor``."""

    govuk = {"noticed_at_time": {"width": "10"}}
    moments = {"noticed_at": IT_WAS_NOTICED}
    field_order = [
        "councillor",
        "is_theirs",
        "noticed_at_day",
        "noticed_at_time",
        "noticed_at_which",
        "happened",
    ]

    councillor = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Whose was it?"),
        error_messages={"required": _("Choose whose it was")},
    )
    is_theirs = whose()
    happened = words(
        _("What went, when, where and how?"),
        _("Say what went, when, where and how"),
        NOBODY_NAMED,
        rows=5,
    )

    def __init__(self, *args: Any, report: LossReport, said: str, **kwargs: Any) -> None:
        told = {"noticed_at": report.noticed_at, "happened": said, "councillor": report.told}
        super().__init__(*args, **{"initial": told} | kwargs)
        people = self.fields["councillor"]
        assert isinstance(people, forms.ModelChoiceField)  # noqa: S101  # for the type checker
        people.queryset = User.objects.filter(is_active=True)
        if report.told:
            del self.fields["is_theirs"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.cleaned_data.setdefault("is_theirs", True)
        return cleaned
