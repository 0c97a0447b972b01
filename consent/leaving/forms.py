"""What a councillor who leaves is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.leaving.rules import successors_of
from consent.models import PartingStatus, Said
from councilgov.days import today
from councilgov.forms.dates import DateField
from councilgov.forms.kit import GovukForm
from councilgov.people.models import User

if TYPE_CHECKING:
    from consent.models import Leaving

DELETE = (PartingStatus.TO_DELETE.value, _("Delete it"))
RETURN = (PartingStatus.TO_RETURN.value, _("Give it to me as a file, then delete it"))
HAND_ON = (PartingStatus.OFFERED.value, _("Hand it to another councillor of the ward"))


class ChoiceForm(GovukForm):
    """The fields are named after the arguments of ``leaving.actions.decide``."""

    govuk = {"choice": {"conditional": {HAND_ON[0]: ["successor", "told_on", "said"]}}}

    choice = forms.ChoiceField(
        label=_("What becomes of the record?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what becomes of it")},
    )
    successor = forms.ModelChoiceField(
        User.objects.none(),
        label=_("To whom?"),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose a councillor")},
    )
    told_on = DateField(
        label=_("When did you tell the person?"),
        help_text=_("They must know to whom you hand their name and number"),
        error_messages={"required": _("Enter the day on which you told them")},
    )
    said = forms.ChoiceField(
        label=_("What did they say?"),
        help_text=_("If they said no, choose another answer above"),
        choices=Said,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what they said")},
    )

    def __init__(self, *args: Any, leaving: Leaving, can_hand: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = successors_of(leaving)
        may = can_hand and not leaving.is_sealed and others.exists()
        offered = [DELETE, RETURN, HAND_ON] if may else [DELETE, RETURN]
        self.fields["choice"].choices = offered  # type: ignore[attr-defined]
        self.fields["successor"].queryset = others  # type: ignore[attr-defined]
        self.initial["told_on"] = today()
        if not may:
            for name in ("successor", "told_on", "said"):
                del self.fields[name]
            self.govuk = {}  # type: ignore[misc]  # of this form alone


class AddressForm(GovukForm):
    """The field is named after the argument of ``leaving.actions.leave_address``."""

    address = forms.EmailField(
        label=_("Your own email address"),
        help_text=_("Only for messages about these records. It is deleted when they are"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
    )
