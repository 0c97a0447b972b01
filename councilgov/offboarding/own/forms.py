"""What somebody who leaves is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from councilgov.forms.fields import chosen
from councilgov.forms.kit import GovukForm
from councilgov.people.models import Council

if TYPE_CHECKING:
    from councilgov.offboarding.models import OffboardingCase
    from councilgov.people.models import Suspension


class How(TextChoices):
    """How they are told what is left."""

    EMAIL = "email", _("By email, at an address of my own")
    LETTER = "letter", _("By letter")


class ContactForm(GovukForm):
    """How somebody is reached when their council mailbox is closed: an address, or letters."""

    govuk = {
        "how": {
            "conditional": {
                How.EMAIL.value: ["private_address"],
                How.LETTER.value: ["postal_address"],
            }
        }
    }

    how = chosen(
        _("How can we reach you?"),
        How.choices,
        _("Select if you want an email or a letter"),
    )
    private_address = forms.EmailField(
        label=_("Your own email address"),
        help_text=_("Not your council address: that mailbox is closed. Only for this."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": _("Enter your own email address")},
    )

    postal_address = forms.CharField(
        label=_("Where do we send letters?"),
        help_text=_("Only for this."),
        max_length=300,
        widget=forms.Textarea({"rows": 4, "autocomplete": "street-address"}),
        error_messages={"required": _("Enter the whole address, with its postcode")},
    )

    def __init__(self, *args: Any, case: OffboardingCase | Suspension, **kwargs: Any) -> None:
        if case.wants_letters or case.private_address:
            how = How.LETTER if case.wants_letters else How.EMAIL
            known = {
                "how": how.value,
                "private_address": case.private_address,
                "postal_address": case.postal_address,
            }
            kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean_private_address(self) -> str:
        """A mailbox of the council is closed before anything is sent there."""
        address: str = self.cleaned_data["private_address"]
        domain = address.rpartition("@")[2].lower()
        if domain in {one.lower() for one in Council.objects.the().email_domains}:
            told = _("Enter an address that is not the council’s: that mailbox is closed")
            raise forms.ValidationError(told)
        return address

    def clean(self) -> dict[str, Any] | None:
        """As the action takes it: letters, or an address."""
        cleaned = super().clean()
        how = self.cleaned_data.pop("how", None)
        self.cleaned_data["wants_letters"] = how == How.LETTER
        return cleaned
