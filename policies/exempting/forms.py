"""What is asked for an exemption."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.dates import DateField
from councilgov.forms.kit import GovukForm
from policies.models import Acknowledgement

if TYPE_CHECKING:
    from policies.models import AcknowledgementQuerySet


class Versions(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django's takes no [M]
    """Requests to sign, by what is to be signed."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.version)


class ExtendForm(GovukForm):
    """The fields are named after the arguments of ``actions.extend_exemption``."""

    until = DateField(
        label=_("Last day of the exemption"),
        help_text=_("A year from today at most. For example, 27 3 2027"),
        future=True,
        error_messages={"required": _("Enter the last day of the exemption")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_(
            "For example: illness, no equipment. Write no more about a person’s health than is "
            "needed. Only the Monitoring Officer and deputy read this."
        ),
        widget=forms.Textarea({"rows": 4}),
        max_length=4_000,
        error_messages={"required": _("Enter the reason")},
    )


class GrantForm(ExtendForm):
    """The fields are named after the arguments of ``actions.grant_exemptions``."""

    requests = Versions(
        label=_("From signing what?"),
        queryset=Acknowledgement.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Select at least one policy")},
    )
    field_order = ["requests", "until", "reason"]

    def __init__(self, *args: Any, to_sign: AcknowledgementQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requests"].queryset = to_sign  # type: ignore[attr-defined]
