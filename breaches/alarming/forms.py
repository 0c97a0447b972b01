"""What is asked of a line of the rota."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from breaches.alarming.actions import ON_ROTA
from breaches.models import Duty
from councilgov.access import Role
from councilgov.forms.dates import DateField
from councilgov.forms.fields import line
from councilgov.forms.kit import GovukForm
from councilgov.people.models import User


class TurnForm(GovukForm):
    """The fields are named after the arguments of ``alarming.actions.add_turn``."""

    officer = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who?"),
        empty_label=_("Choose somebody"),
        error_messages={"required": _("Choose somebody")},
    )
    duty = forms.ChoiceField(
        label=_("Are they on call, or away?"),
        choices=Duty,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select if they are on call or away")},
    )
    starts_on = DateField(
        label=_("First day"), error_messages={"required": _("Enter the first day")}
    )
    ends_on = DateField(
        label=_("Last day"),
        help_text=_("To midnight of that day"),
        error_messages={"required": _("Enter the last day")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.fields["officer"]
        assert isinstance(people, forms.ModelChoiceField)  # noqa: S101  # for the type checker
        people.queryset = User.objects.holding(*(Role(role) for role in ON_ROTA))


class PhoneForm(GovukForm):
    """A mobile number of one's own."""

    govuk = {"number": {"width": "20"}}

    number = line(
        _("Your mobile number"), _("Enter your mobile number"), _("Like 07700 900 982"), most=30
    )


class CodeForm(GovukForm):
    """What was sent to it."""

    govuk = {"code": {"width": "5"}}

    code = line(_("The code"), _("Enter the code"), _("6 figures, like 123456"), most=20)
