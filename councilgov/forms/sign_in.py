"""allauth's forms in plain English: ``ACCOUNT_FORMS`` names them. What they check is allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import House

EMAIL = {
    "required": _("Enter your email address"),
    "invalid": _("Enter an email address in the correct format, like name@example.com"),
}
PASSWORD_HINT = _("Use 12 characters or more. Three random words are strong and easy to remember.")

# What the adapter says, by allauth's own keys: ``error_messages = ... | PLAIN_WORDS``.
PLAIN_WORDS = {
    "account_inactive": _("This account is closed. Ask members’ services to open it again"),
    "email_password_mismatch": _(
        "The email address and password do not match an account. Check both and try again"
    ),
    "enter_current_password": _("Enter the password that you use now"),
    "incorrect_code": _("The code is not right. Check the email and enter it again"),
    "incorrect_password": _("The password is not right. Enter it again"),
    "invalid_or_expired_key": _("This link no longer works. Ask for a new one"),
    "invalid_password_reset": _("This link no longer works. Ask for a new one"),
    "rate_limited": _("You have tried too often. Wait 5 minutes, then try again"),
    "too_many_login_attempts": _(
        "You have tried too often. Wait 5 minutes, then try again, or reset your password"
    ),
}


class LoginForm(House, allauth.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "login", _("Email address"), EMAIL)
        say(self, "password", _("Password"), {"required": _("Enter your password")})


class ResetPasswordForm(House, allauth.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "email", _("Email address"), EMAIL)


class ReauthenticateForm(House, allauth.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "password", _("Password"), {"required": _("Enter your password")})


class NewPassword(House):
    """The new password is typed once: it can be shown, so a second time would only tire."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        required = {"required": _("Enter a new password")}
        say(self, "password1", _("New password"), required, hint=PASSWORD_HINT)


class ChangePasswordForm(NewPassword, allauth.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        required = {"required": PLAIN_WORDS["enter_current_password"]}
        say(self, "oldpassword", _("Current password"), required)


class ResetPasswordKeyForm(NewPassword, allauth.ResetPasswordKeyForm):
    pass


def say(form: House, name: str, label: Any, errors: dict[str, Any], *, hint: Any = "") -> None:
    """Put our words in the place of allauth's."""
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.error_messages |= errors
