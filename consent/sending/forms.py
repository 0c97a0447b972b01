"""What is asked before a message is sent."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.permitting.forms import ChannelField
from consent.sending.posting import Point, Sign
from councilgov.forms.kit import GovukForm

MOST = 5_000
"""Characters: of a long email."""


class DraftForm(GovukForm):
    """The draft. Browsers are asked to keep none of it either."""

    draft = forms.CharField(
        label=_("Paste what you want to send"),
        help_text=_("It is checked and forgotten. Nobody else sees it."),
        max_length=MOST,
        strip=False,
        widget=forms.Textarea({"rows": 8, "autocomplete": "off", "spellcheck": "true"}),
        error_messages={
            "required": _("Paste what you want to send"),
            "max_length": _("Paste no more than 5,000 characters at a time"),
        },
    )
    channel = ChannelField(
        label=_("How do you want to send it?"), empty_label=_("I do not know yet"), required=False
    )


class PostForm(GovukForm):
    """About a post, and never the post itself: only ticks."""

    signs = forms.MultipleChoiceField(
        label=_("Will it count as posted by a councillor?"),
        help_text=_("Tick each to which you say yes"),
        choices=Sign.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sure_of = forms.MultipleChoiceField(
        label=_("Have you made sure?"),
        help_text=_("Tick what is true"),
        choices=Point.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    govuk = {"signs": {"size": "m"}, "sure_of": {"size": "m"}}
    marks_optional = False
