"""Forms about accounts. Their fields are named after the arguments of the actions."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.access import OFFICES, Role
from councilgov.days import today
from councilgov.forms import sign_in
from councilgov.forms.dates import DateField
from councilgov.forms.kit import GovukForm
from councilgov.forms.phones import A_PHONE
from councilgov.forms.sign_in import PASSWORD_HINT
from councilgov.people.models import Group, User, Ward

if TYPE_CHECKING:
    from django.http import HttpRequest

RESET_TAKES = 0.2  # seconds, whether or not there is an account: longer than planning a message


CHOICE = ("required", "invalid_choice")  # what can be wrong with one


class PhoneField(forms.CharField):
    """A phone number as people write it."""

    widget = forms.TextInput({"type": "tel", "autocomplete": "off"})
    wrong = _("Enter a phone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, validators=[RegexValidator(A_PHONE, self.wrong)], **kwargs)


class What(TextChoices):
    """What somebody is to the council, as the form asks it."""

    COUNCILLOR = "councillor", _("A councillor")
    OFFICER = "officer", _("An officer")


OF_COUNCILLORS = ["ward", "group", "declared_on", "declaration_due_on"]


class InviteForm(GovukForm):
    """Somebody new: who they are, what they are, and whether their mailbox exists yet."""

    govuk = {"what": {"conditional": {"councillor": OF_COUNCILLORS, "officer": ["role"]}}}

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
        error_messages={"required": _("Enter how letters and pages greet them")},
    )
    email = forms.EmailField(
        label=_("Council email address"),
        help_text=_("They sign in with it. Leave it empty while a councillor has no mailbox"),
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    phone = PhoneField(
        label=_("Phone number"), help_text=_("For officers who have to ring them"), required=False
    )
    what = forms.ChoiceField(
        label=_("What are they?"),
        choices=What,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(CHOICE, _("Select if they are a councillor or an officer")),
    )
    ward = forms.ModelChoiceField(
        Ward.objects.all(), label=_("Ward"), required=False, empty_label=_("No ward")
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", ""), *((role.value, role.label) for role in Role if role in OFFICES)],
        error_messages=dict.fromkeys(CHOICE, _("Select the role of the officer")),
    )
    group = forms.ModelChoiceField(
        Group.objects.all(),
        label=_("Political group"),
        required=False,
        empty_label=_("None"),
    )
    declared_on = DateField(
        label=_("Day on which they made the declaration of acceptance of office"),
        noun=_("The day of the declaration"),
        help_text=_("Leave this empty if they have not made it yet"),
        required=False,
    )
    declaration_due_on = DateField(
        noun=_("The last day for the declaration"),
        label=_("If they have not made it, the last day for it"),
        help_text=_(
            "Two months after the day of the election (Local Government Act 1972, section 83). "
            "Before they have declared they may not act as a councillor"
        ),
        required=False,
    )
    starts_on = DateField(
        label=_("First day"),
        help_text=_("Of the term or the role"),
        initial=today,
        error_messages={"required": _("Enter the first day of the term or the role")},
    )
    is_invited = forms.ChoiceField(
        label=_("Send the invitation now?"),
        help_text=_("If the mailbox does not exist yet, you can send it later"),
        choices=[("yes", _("Yes, by email")), ("no", _("No, later"))],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(CHOICE, _("Select if you want to send the invitation now")),
    )

    def clean_is_invited(self) -> bool:
        return bool(self.cleaned_data["is_invited"] == "yes")

    def clean(self) -> dict[str, Any]:
        """Only a councillor may come before the mailbox does, and only without an invitation."""
        found = super().clean() or self.cleaned_data
        is_later = found.get("what") == What.COUNCILLOR and not found.get("is_invited")
        if not found.get("email") and not is_later and "email" not in self.errors:
            self.add_error("email", _("Enter their council email address"))
        return found

    def arguments(self) -> dict[str, Any]:
        """What the action for this kind of person takes."""
        is_councillor = self.cleaned_data["what"] == What.COUNCILLOR
        left_out = {"what", "role"} if is_councillor else {"what", *OF_COUNCILLORS}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}


class EmailForm(GovukForm):
    """Another email address."""

    email = forms.EmailField(
        label=_("New council email address"),
        help_text=_("They sign in with it from now on"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter their new council email address")},
    )


class PhoneForm(GovukForm):
    """Another phone number, or none."""

    phone = PhoneField(
        label=_("Phone number"),
        help_text=_("Leave this empty if the council has no number for them"),
        required=False,
    )


class CommitteeForm(GovukForm):
    """A committee of the council."""

    name = forms.CharField(
        label=_("Name of the committee"),
        max_length=100,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Enter the name of the committee")},
    )


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's takes no [M]
    """Somebody, by the name under which registers list them."""

    def label_from_instance(self, obj: User) -> str:
        return obj.full_name


class SeatForm(GovukForm):
    """A councillor who joins a committee."""

    councillor = PersonField(
        User.objects.none(),
        label=_("Councillor"),
        error_messages=dict.fromkeys(CHOICE, _("Select the councillor")),
    )
    starts_on = DateField(
        label=_("First day on the committee"),
        initial=today,
        error_messages={"required": _("Enter the first day on the committee")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["councillor"]
        assert isinstance(choice, PersonField)  # noqa: S101  # for the type checker
        choice.queryset = User.objects.councillors(timezone.now())


class CloseForm(GovukForm):
    """Why an account is closed."""

    reason = forms.CharField(
        label=_("Why is the account closed?"),
        help_text=_("A few words for the record, for example: left the council on 6 May"),
        max_length=70,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Enter why the account is closed")},
    )


class ReopenForm(GovukForm):
    """Why an account is opened again."""

    reason = forms.CharField(
        label=_("Why is the account opened again?"),
        help_text=_("A few words for the record, for example: back from leave"),
        max_length=70,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Enter why the account is opened again")},
    )


class LastDayForm(GovukForm):
    """The last day of a role, or in a group."""

    ends_on = DateField(
        label=_("Last day"),
        past=True,
        initial=today,
        error_messages={"required": _("Enter the last day")},
    )


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
