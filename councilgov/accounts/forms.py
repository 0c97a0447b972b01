"""Forms about accounts. Their fields are named after the arguments of the actions."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.access import OFFICES, Role
from councilgov.deadlines import LONDON
from councilgov.forms import sign_in
from councilgov.forms.dates import DateField, today
from councilgov.forms.kit import GovukForm
from councilgov.forms.sign_in import PASSWORD_HINT
from councilgov.people.models import EndReason, Group, User, Ward

if TYPE_CHECKING:
    from django.http import HttpRequest

RESET_TAKES = 0.2  # seconds, whether or not there is an account: longer than planning a message
AT_ONCE = frozenset({EndReason.RESIGNED, EndReason.DISQUALIFIED, EndReason.DIED})


class What(TextChoices):
    """What somebody is to the council, as the form asks it."""

    COUNCILLOR = "councillor", _("A councillor")
    OFFICER = "officer", _("An officer")


class InviteForm(GovukForm):
    """Somebody new: who they are, what they are, and whether their mailbox exists yet."""

    govuk = {"what": {"conditional": {"councillor": "ward", "officer": "role"}}}

    full_name = forms.CharField(
        label=_("Full name"),
        help_text=_("As they sign: first name and last name, without a title"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter their full name")},
    )
    known_as = forms.CharField(
        label=_("How letters and pages greet them"),
        help_text=_("For example, Councillor Smart"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label=_("Council email address"),
        help_text=_("They sign in with it"),
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter their council email address")},
    )
    what = forms.ChoiceField(label=_("What are they?"), choices=What, widget=forms.RadioSelect)
    ward = forms.ModelChoiceField(
        Ward.objects.all(), label=_("Ward"), required=False, empty_label=_("No ward")
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", ""), *((role.value, role.label) for role in Role if role in OFFICES)],
        required=False,
    )
    group = forms.ModelChoiceField(
        Group.objects.all(),
        label=_("Political group"),
        help_text=_("For a councillor who belongs to one"),
        required=False,
        empty_label=_("None"),
    )
    starts_on = DateField(
        label=_("First day"),
        help_text=_("Of the term or the role"),
        initial=today,
    )
    is_invited = forms.ChoiceField(
        label=_("Send the invitation now?"),
        help_text=_("If the mailbox does not exist yet, you can send it later"),
        choices=[("yes", _("Yes, by email")), ("no", _("No, later"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether to send the invitation now")},
    )

    def clean_is_invited(self) -> bool:
        return bool(self.cleaned_data["is_invited"] == "yes")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        is_officer = self.cleaned_data.get("what") == What.OFFICER
        if is_officer and not self.cleaned_data.get("role"):
            self.add_error("role", _("Select the role of the officer"))
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """What the action for this kind of person takes."""
        others = {"role"} if self.cleaned_data["what"] == What.COUNCILLOR else {"ward", "group"}
        left_out = others | {"what"}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}


class ReasonForm(GovukForm):
    """Why an account is closed or opened again."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("A few words for the record, for example: left the council on 6 May"),
        max_length=70,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Say why")},
    )


class LastDayForm(GovukForm):
    """The last day of a role, or in a group."""

    ends_on = DateField(label=_("Last day"), past=True, initial=today)


class EndTermForm(GovukForm):
    """When and why a councillor leaves office."""

    last_day = DateField(
        label=_("Last day in office"),
        help_text=_("For a resignation, the day on which the council received it"),
        initial=today,
    )
    reason = forms.ChoiceField(
        label=_("Why does the term end?"), choices=EndReason, widget=forms.RadioSelect
    )

    def arguments(self) -> dict[str, Any]:
        """A term ends at midnight; a resignation of today ended it on receipt (LGA 1972, s. 84)."""
        last_day, reason = self.cleaned_data["last_day"], EndReason(self.cleaned_data["reason"])
        ends_at = datetime.combine(last_day + timedelta(days=1), datetime.min.time(), LONDON)
        if reason in AT_ONCE and last_day == today():
            ends_at = timezone.now()
        return {"ends_at": ends_at, "reason": reason}


class PasswordForm(GovukForm):
    """A password of one's own. Typed once: it can be shown, so a second time would only tire."""

    password = forms.CharField(
        label=_("Password"),
        help_text=PASSWORD_HINT,
        max_length=256,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": _("Enter a password")},
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password


class ResetPasswordForm(sign_in.ResetPasswordForm):
    """Asks for a new password. How long the answer takes tells nobody who has an account."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        started = time.monotonic()
        email: str = super().save(request, **kwargs)
        time.sleep(max(0.0, RESET_TAKES - (time.monotonic() - started)))
        return email
