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

    def __init__(self, *args: Any, rows: Collection[AccountEnd], **kwargs: Any) -> None:
        kwargs["initial"] = {"at": timezone.now()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["accounts"] = systems_of(rows, initial=[row.pk for row in rows])
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


def systems_of(rows: Collection[AccountEnd], initial: Collection[int] = ()) -> SystemsField:
    """Which of these accounts, by their systems."""
    return SystemsField(
        AccountEnd.objects.filter(pk__in=[row.pk for row in rows]).select_related("system"),
        label=_("Which systems?"),
        widget=forms.CheckboxSelectMultiple,
        initial=list(initial),
        error_messages={
            "required": _("Select at least one system"),
            "invalid_choice": _("Select systems of this list"),
        },
    )


class MistakeForm(GovukForm):
    """The fields are named after the arguments of ``actions.take_back_accounts``."""

    field_order = ["accounts", "reason"]

    reason = line(
        _("What was the mistake?"),
        _("Say what the mistake was"),
        _("For example: the wrong system, or the wrong time. Then enter what is right."),
        most=80,
    )

    def __init__(self, *args: Any, rows: Collection[AccountEnd], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accounts"] = systems_of(rows)
        self.order_fields(self.field_order)


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
