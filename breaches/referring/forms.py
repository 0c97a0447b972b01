"""What is asked about a matter that is handed over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from breaches.models import Result
from councilgov.forms.fields import chosen, line, words
from councilgov.forms.kit import GovukForm
from councilgov.people.models import User


class ReferForm(GovukForm):
    """The fields are named after the arguments of ``actions.refer``."""

    because = words(
        _("What did you see?"),
        _("Say what you saw"),
        _("What happened, not what you think of it. Only the Monitoring Officer reads this"),
    )
    subject = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Whose conduct is it?"),
        help_text=_("The portal tells them nothing"),
        required=False,
        empty_label=_("Nobody with an account, or not known"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.order_by("sorts_as", "pk")
        self.fields["subject"].queryset = people  # type: ignore[attr-defined]


class CaseForm(GovukForm):
    """The field is named after the argument of ``actions.number_case``."""

    case_reference = line(_("Its number where it is dealt with"), _("Enter the number"), most=60)


class CloseReferralForm(GovukForm):
    """The fields are named after the arguments of ``actions.close_referral``."""

    result = chosen(
        _("What became of it?"),
        Result.choices,
        _("Select what became of it"),
        _("As it was decided elsewhere. This stays when the words are erased"),
    )
    outcome = words(_("In words"), _("Say what became of it, in a few words"))
