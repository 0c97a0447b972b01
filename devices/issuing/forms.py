"""What is typed when equipment is issued, accepted or declined."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm
from councilgov.forms.signature import SignatureForm
from councilgov.people.models import User
from devices.labelling.fields import DevicesField
from devices.models import Manner

MOST_AT_ONCE = 20


class CouncillorField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's takes no [M]
    """Somebody in office today, by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User.objects.none(), empty_label=_("Choose a councillor"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class IssueForm(GovukForm):
    """The fields are named after the arguments of ``issuing.actions.issue_devices``."""

    govuk = {"devices": {"width": "20"}}

    councillor = CouncillorField(
        label=_("To whom?"), error_messages={"required": _("Select the councillor")}
    )
    devices = DevicesField(
        label=_("Asset tags"),
        help_text=_("Scan or type the tag of each device, one on each line"),
        most=MOST_AT_ONCE,
        error_messages={"too_many": _("Issue at most %(most)s devices with one signature")},
    )
    manner = forms.ChoiceField(
        label=_("Where do they sign?"),
        choices=[
            (Manner.DESK.value, _("Here, on this screen")),
            (Manner.ACCOUNT.value, _("Later, in their own account. We send them an email")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select where they sign")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.councillors(timezone.now()).filter(is_active=True)
        self.fields["councillor"].queryset = people.order_by("sorts_as")  # type: ignore[attr-defined]


class DeskSignatureForm(SignatureForm):
    """The fields are named after the arguments of ``issuing.actions.accept_at_desk``."""

    known_from = forms.CharField(
        label=_("Officer: how do you know who they are?"),
        help_text=_("For example: council pass, or known to me"),
        max_length=200,
        error_messages={"required": _("Say how you know who they are")},
    )

    def __init__(self, *args: Any, signer: str, **kwargs: Any) -> None:
        super().__init__(*args, signer=signer, **kwargs)
        self.fields["typed_name"].label = _t("Signature of %(name)s") % {"name": signer}
        self.fields["typed_name"].help_text = _t("The councillor types their own full name")
        self.fields["typed_name"].widget.attrs["autocomplete"] = "off"

    def clean_typed_name(self) -> str:
        typed: str = self.cleaned_data["typed_name"]
        if not self.is_signer(typed):
            raise ValidationError(
                _("This is for %(name)s to sign: type that name"), params={"name": self.signer}
            )
        return typed


class DeclineIssueForm(GovukForm):
    """The fields are named after the arguments of ``issuing.actions.decline``."""

    reason = forms.CharField(
        label=_("Why do you decline it?"),
        help_text=_(
            "For example, something is missing or broken. The ICT service desk reads this."
        ),
        widget=forms.Textarea({"rows": 4}),
        max_length=2_000,
        error_messages={"required": _("Say why you decline it")},
    )


class TermsForm(GovukForm):
    """The fields are named after the arguments of ``issuing.actions.publish_terms``."""

    text = forms.CharField(
        label=_("The terms"),
        help_text=_("An empty line between two paragraphs. Write for somebody who is in a hurry."),
        widget=forms.Textarea({"rows": 20}),
        max_length=20_000,
        error_messages={"required": _("Enter the terms")},
    )
