"""What is typed when equipment is issued, accepted or declined."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm
from councilgov.forms.signature import SignatureForm
from councilgov.ledger.statements import tidy
from councilgov.people.models import User
from devices.models import Device, Label, Manner

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_AT_ONCE = 20
SCANNED = re.compile(r"[\s,;]+")


def by_tag_or_label(typed: Sequence[str]) -> dict[str, Device]:
    """The device of each tag, or of the label whose QR code or number was scanned: two queries."""
    codes = {tidy(scanned): scanned for scanned in typed if tidy(scanned)}
    on_label = Q(token__in=codes) | Q(number__in=typed)
    labels = Label.objects.live().exclude(device=None).filter(on_label).select_related("device")
    found: dict[str, Device] = {}
    for label in labels:
        assert label.device is not None  # noqa: S101  # for the type checker
        found |= {label.number: label.device, codes.get(label.token, ""): label.device}
    return found | {row.asset_tag: row for row in Device.objects.filter(asset_tag__in=typed)}


class TagsField(forms.CharField):
    """Asset tags, each on a line of its own as a scanner types them; what was scanned is devices.

    A tag that nobody knows is named, so that it can be looked at once more.
    """

    widget = forms.Textarea({"rows": 3, "autocomplete": "off", "spellcheck": "false"})

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value) or ""
        tags = [scanned.rstrip("/").rpartition("/")[2] for scanned in SCANNED.split(typed)]
        return list(dict.fromkeys(tag.upper() for tag in tags if tag))

    def clean(self, value: Any) -> Any:
        tags = super().clean(value)
        if len(tags) > MOST_AT_ONCE:
            told = _("Issue at most %(most)s devices with one signature")
            raise ValidationError(told, params={"most": MOST_AT_ONCE})
        found = by_tag_or_label(tags)
        if unknown := [tag for tag in tags if tag not in found]:
            told = _("There is no device with this tag: %(tags)s. Compare it with the label")
            raise ValidationError(told, params={"tags": ", ".join(unknown)})
        return list(dict.fromkeys(found[tag] for tag in tags))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


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
    devices = TagsField(
        label=_("Asset tags"),
        help_text=_("Scan or type the tag of each device, one on each line"),
        error_messages={"required": _("Scan or type at least one asset tag")},
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
