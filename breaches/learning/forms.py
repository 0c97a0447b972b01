"""What is asked about something that is done because of what was learnt."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.accounts.models import reachable
from councilgov.forms.dates import DateField
from councilgov.forms.fields import line, words
from councilgov.forms.kit import GovukForm
from councilgov.people.models import User


class GiveForm(GovukForm):
    """The field is named after the argument of ``actions.give_follow_up``."""

    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who does it?"),
        error_messages={"required": _("Choose who does it")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = reachable(User.objects.filter(is_active=True)).order_by("sorts_as", "pk")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class FollowUpForm(GiveForm):
    """The fields are named after the arguments of ``actions.set_follow_up``."""

    words = line(
        _("What is to be done?"),
        _("Enter what is to be done"),
        _("Whoever does it reads this, and may not see the report. Name nobody."),
        most=300,
    )
    due_on = DateField(
        label=_("By which day?"),
        help_text=_("For example, 27 3 2027"),
        future=True,
        error_messages={"required": _("Enter the day by which it is done")},
    )
    field_order = ["words", "owner", "due_on"]


class EndedForm(GovukForm):
    """The field is named after the argument of ``actions.finish_follow_up``."""

    words = words(_("What was done?"), _("Say what was done"), rows=3)
