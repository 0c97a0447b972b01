"""Django's stock complaints in the design system's words, which say what to do.

Source: the error messages of each component at design-system.service.gov.uk. A message that a form
gives itself is never touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core import validators
from django.utils.translation import gettext as _

from councilgov.forms.text import as_subject, mid_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.core.exceptions import ValidationError

    from councilgov.forms.bound_field import GovukBoundField

    Wording = Callable[[GovukBoundField, Mapping[str, Any]], str]

CHOSEN = frozenset({"radios", "checkboxes", "select", "file"})


def _missing(bound: GovukBoundField, _params: Mapping[str, Any]) -> str:
    label = str(bound.label)
    if label.endswith("?"):
        return _("Answer the question “%(question)s”") % {"question": label}
    if bound.kind == "checkbox":
        return _("Tick the box: %(label)s") % {"label": label}
    if bound.kind in CHOSEN:
        return _("Select %(label)s") % {"label": mid_sentence(label)}
    return _("Enter %(label)s") % {"label": mid_sentence(label)}


def _email(_bound: GovukBoundField, _params: Mapping[str, Any]) -> str:
    return _("Enter an email address in the correct format, like name@example.com")


def _web_address(_bound: GovukBoundField, _params: Mapping[str, Any]) -> str:
    return _("Enter a web address in the correct format, like https://www.example.com")


def _number(bound: GovukBoundField, _params: Mapping[str, Any]) -> str:
    return _("%(label)s must be a number, like 30") % {"label": as_subject(bound.label)}


def _whole_number(bound: GovukBoundField, _params: Mapping[str, Any]) -> str:
    """With one that would do."""
    most = getattr(bound.field, "max_value", None)
    facts = {"label": as_subject(bound.label), "n": 30 if most is None else min(30, most)}
    return _("%(label)s must be a whole number, like %(n)s") % facts


def _too_long(bound: GovukBoundField, params: Mapping[str, Any]) -> str:
    facts = {"label": as_subject(bound.label), "limit": params["limit_value"]}
    return _("%(label)s must be %(limit)s characters or less") % facts


def _too_short(bound: GovukBoundField, params: Mapping[str, Any]) -> str:
    facts = {"label": as_subject(bound.label), "limit": params["limit_value"]}
    return _("%(label)s must be %(limit)s characters or more") % facts


def _too_much(bound: GovukBoundField, params: Mapping[str, Any]) -> str:
    facts = {"label": as_subject(bound.label), "limit": params["limit_value"]}
    return _("%(label)s must be %(limit)s or less") % facts


def _too_little(bound: GovukBoundField, params: Mapping[str, Any]) -> str:
    facts = {"label": as_subject(bound.label), "limit": params["limit_value"]}
    return _("%(label)s must be %(limit)s or more") % facts


def _too_many_digits(bound: GovukBoundField, params: Mapping[str, Any]) -> str:
    facts = {"label": as_subject(bound.label), "most": params["max"]}
    return _("%(label)s must have %(most)s digits or fewer") % facts


def _too_many_whole_digits(bound: GovukBoundField, params: Mapping[str, Any]) -> str:
    facts = {"label": as_subject(bound.label), "most": params["max"]}
    return _("%(label)s must have %(most)s digits or fewer before the decimal point") % facts


def _too_exact(bound: GovukBoundField, params: Mapping[str, Any]) -> str:
    facts = {"label": as_subject(bound.label), "most": params["max"]}
    return _("%(label)s must have %(most)s decimal places or fewer") % facts


def _no_file(_bound: GovukBoundField, _params: Mapping[str, Any]) -> str:
    return _("Select a file")


def _empty_file(_bound: GovukBoundField, _params: Mapping[str, Any]) -> str:
    return _("The selected file is empty. Select another file")


def _short_password(_bound: GovukBoundField, params: Mapping[str, Any]) -> str:
    return _("Password must be %(min_length)d characters or more") % params


def _common_password(_bound: GovukBoundField, _params: Mapping[str, Any]) -> str:
    return _("This password is easy to guess. Choose another one, like three random words")


def _own_name_as_password(_bound: GovukBoundField, _params: Mapping[str, Any]) -> str:
    return _("The password is too much like your name or email address. Choose another one")


# Django's password rules have a code each, which nobody else uses.
PASSWORD_RULES: Mapping[str | None, Wording] = {
    "password_too_short": _short_password,
    "password_too_common": _common_password,
    "password_entirely_numeric": _common_password,
    "password_too_similar": _own_name_as_password,
}
# Told apart by identity: a message that a form has put in its place is another object.
STOCK: list[tuple[Any, Wording]] = [
    (forms.Field.default_error_messages["required"], _missing),
    (forms.ChoiceField.default_error_messages["invalid_choice"], _missing),
    (forms.MultipleChoiceField.default_error_messages["invalid_choice"], _missing),
    (forms.MultipleChoiceField.default_error_messages["invalid_list"], _missing),
    (forms.ModelChoiceField.default_error_messages["invalid_choice"], _missing),
    (forms.ModelMultipleChoiceField.default_error_messages["invalid_choice"], _missing),
    (forms.ModelMultipleChoiceField.default_error_messages["invalid_list"], _missing),
    (forms.ModelMultipleChoiceField.default_error_messages["invalid_pk_value"], _missing),
    (forms.IntegerField.default_error_messages["invalid"], _whole_number),
    (forms.FloatField.default_error_messages["invalid"], _number),
    (forms.DecimalField.default_error_messages["invalid"], _number),
    (forms.FileField.default_error_messages["invalid"], _no_file),
    (forms.FileField.default_error_messages["missing"], _no_file),
    (forms.FileField.default_error_messages["empty"], _empty_file),
    (validators.EmailValidator.message, _email),
    (validators.URLValidator.message, _web_address),
    (forms.URLField.default_error_messages["invalid"], _web_address),
    (validators.MaxLengthValidator.message, _too_long),
    (validators.MinLengthValidator.message, _too_short),
    (validators.MaxValueValidator.message, _too_much),
    (validators.MinValueValidator.message, _too_little),
    (validators.DecimalValidator.messages["max_digits"], _too_many_digits),
    (validators.DecimalValidator.messages["max_decimal_places"], _too_exact),
    (validators.DecimalValidator.messages["max_whole_digits"], _too_many_whole_digits),
]


def messages_of(bound: GovukBoundField, error: ValidationError) -> list[str]:
    """The sentences of one complaint about one field, in plain words."""
    wordings = [wording for stock, wording in STOCK if error.message is stock]
    if rule := PASSWORD_RULES.get(error.code):
        wordings.append(rule)
    return [wordings[0](bound, error.params or {})] if wordings else error.messages
