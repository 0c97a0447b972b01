"""What people type about a draft, and what is answered."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm


class CommentForm(GovukForm):
    """The fields are named after the arguments of ``actions.comment``."""

    text = forms.CharField(
        label=_("Your comment"),
        help_text=_("Say what should change and why. Do not name constituents."),
        widget=forms.Textarea({"rows": 5}),
        max_length=4_000,
        error_messages={"required": _("Enter your comment")},
    )
    anchor = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)


class CommentAnswerForm(GovukForm):
    """The fields are named after the arguments of ``actions.answer_comment``."""

    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_("Say what was changed, or why it stays. You cannot change the answer later."),
        widget=forms.Textarea({"rows": 5}),
        max_length=4_000,
        error_messages={"required": _("Enter your answer")},
    )
