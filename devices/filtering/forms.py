"""What is asked when a sender of email is to be blocked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.forms.fields import line
from councilgov.forms.kit import GovukForm
from councilgov.people.models import User
from devices.issuing.forms import CouncillorField
from devices.models import AskedVia
from devices.senders import tidy_sender, validate_sender


class FilterRequestForm(GovukForm):
    """The fields are named after the arguments of ``filtering.actions.ask_filter``."""

    sender = forms.CharField(
        label=_("Which sender?"),
        help_text=_(
            "A whole address like ann@example.com. Or only what stands after the @, like "
            "news.example.com: then everybody there is blocked"
        ),
        max_length=254,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "type": "text"}),
        error_messages={"required": _("Enter the address or domain to block")},
    )
    reason = line(
        _("Why?"),
        hint=_("For example: adverts every day. Do not name people or write about their cases"),
        most=500,
    )

    def clean_sender(self) -> str:
        sender = tidy_sender(self.cleaned_data["sender"])
        validate_sender(sender)
        return sender


class OnBehalfForm(FilterRequestForm):
    """The same, when a councillor rings the desk or comes by."""

    councillor = CouncillorField(
        label=_("Who asks?"), error_messages={"required": _("Select the councillor")}
    )
    via = forms.ChoiceField(
        label=_("How did they ask?"),
        choices=[choice for choice in AskedVia.choices if choice[0] != AskedVia.PORTAL],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how they asked")},
    )
    field_order = ["councillor", "via"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.councillors(timezone.now()).filter(is_active=True)
        self.fields["councillor"].queryset = people.order_by("sorts_as")  # type: ignore[attr-defined]
