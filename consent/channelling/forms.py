"""What is asked about a channel."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.channelling.actions import Rules
from consent.models import ChannelKind, Identifier
from councilgov.forms.fields import line
from councilgov.forms.kit import GovukForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from consent.models import Channel

PRIVATE_KINDS = [choice for choice in ChannelKind.choices if choice[0] != ChannelKind.PUBLIC]
REACHED_BY = [choice for choice in Identifier.choices if choice[0] != Identifier.POSTAL]

FLAGS = [flag.name for flag in fields(Rules)]


class ChannelForm(GovukForm):
    """The fields are named after the arguments of ``channelling.actions.propose_channel``."""

    name = line(
        _("What is it called?"),
        _("Enter the name of the service"),
        hint=_("The name of the app or service, never of a person"),
        most=50,
    )
    kind = forms.ChoiceField(
        label=_("What do people do with it?"),
        choices=PRIVATE_KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what people do with it")},
    )
    identifier = forms.ChoiceField(
        label=_("How do you find somebody on it?"),
        choices=REACHED_BY,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how you find somebody")},
    )


class ClassifyForm(GovukForm):
    """The fields are named after the arguments of ``channelling.actions.classify``."""

    kind = forms.ChoiceField(
        label=_("What do people do with it?"),
        choices=ChannelKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what people do with it")},
    )
    identifier = forms.ChoiceField(
        label=_("How do you find somebody on it?"),
        help_text=_("What councillors noted on it is read as this"),
        choices=REACHED_BY,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how you find somebody")},
    )
    description = line(
        _("What should councillors know about it?"),
        hint=_("One sentence, for example: messages to one person"),
        most=300,
    )
    needs_permission = forms.BooleanField(
        label=_("Councillors ask people before they use it"), required=False
    )
    needs_verification = forms.BooleanField(
        label=_("Councillors check that it is them before they use it"), required=False
    )
    is_secure = forms.BooleanField(
        label=_("It is safe enough for especially sensitive information"), required=False
    )
    is_by_sight = forms.BooleanField(
        label=_("People see one another on it, so they know who it is"), required=False
    )

    def __init__(self, *args: Any, channel: Channel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(known_of(channel))
        if channel.proposed_by_id is None:  # with which the portal came
            del self.fields["identifier"]


def rules_of(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of ``ClassifyForm`` as arguments of ``classify``."""
    rules = Rules(**{name: answers[name] for name in FLAGS})
    about = {name: answers.get(name, "") for name in ("kind", "identifier", "description")}
    return {"rules": rules, **about}


def known_of(channel: Channel) -> dict[str, object]:
    """What ``ClassifyForm`` begins with."""
    return {name: getattr(channel, name) for name in ClassifyForm.base_fields}
