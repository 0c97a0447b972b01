"""What is asked about a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.accounts.forms import PhoneField
from councilgov.forms.clocks import Asked, MomentsForm
from councilgov.forms.fields import line
from councilgov.forms.kit import GovukForm
from councilgov.offboarding.models import AccountEnd
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Collection

WHEN = {
    "at": Asked(
        _("On which day?"),
        _("At what time?"),
        _("Enter the day on which it was done"),
        _("Enter the time at which it was done"),
    )
}


class AccountsForm(MomentsForm):
    """The fields are named after the arguments of ``actions.suspend_accounts``: several systems at
    once, and the moment of all of them.
    """

    govuk = {"at_time": {"width": "10"}}
    moments = WHEN
    field_order = ["accounts", "at_day", "at_time", "at_which"]

    accounts = forms.ModelMultipleChoiceField(
        AccountEnd.objects.none(),
        label=_("Which systems?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Select at least one system"),
            "invalid_choice": _("Select systems of this list"),
        },
    )

    def __init__(self, *args: Any, rows: Collection[AccountEnd], **kwargs: Any) -> None:
        kwargs["initial"] = {"at": timezone.now()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        keys = [row.pk for row in rows]
        choice = SystemsField(
            AccountEnd.objects.filter(pk__in=keys).select_related("system"),
            label=self.fields["accounts"].label,
            widget=forms.CheckboxSelectMultiple,
            initial=keys,
            error_messages=self.fields["accounts"].error_messages,
        )
        self.fields["accounts"] = choice
        self.order_fields(self.field_order)

    def refuse(self, refusal: Refused) -> None:
        """A moment is two boxes: what is wrong with it stands at the time."""
        if refusal.field == "at":
            refusal = Refused(str(refusal), field="at_time", way=refusal.way)
        super().refuse(refusal)


class SystemsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django's takes no [M]
    """Accounts, by the names of their systems."""

    def label_from_instance(self, obj: AccountEnd) -> str:
        return obj.system.name


class FamilyForm(GovukForm):
    """The fields are named after the arguments of ``actions.name_contact``."""

    name = line(
        _("Who brings the equipment?"),
        _("Enter the name of a relative or an officer"),
        _("A relative, an executor, or an officer who collects it"),
        most=150,
    )
    phone = PhoneField(
        label=_("Their phone number"),
        error_messages={"required": _("Enter their phone number")},
    )
