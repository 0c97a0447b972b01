"""Reason and confirm: one question for every act that is not undone by a click.

The page that shows it is ``councilgov.accounts.reasons``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from councilgov.forms.kit import GovukForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise

MOST = 4_000


@dataclass(frozen=True, kw_only=True)
class Act:
    """An act as its page puts it: what it is, what it brings about, and what is asked.

    ``missing`` is said where the answer is empty, if the question is not why. ``confirmation`` is
    the sentence beside the box that has to be ticked; empty for no box. Without a ``question`` no
    reason is asked for.
    """

    title: StrOrPromise
    back: str
    consequences: Sequence[StrOrPromise]
    question: StrOrPromise
    button: StrOrPromise
    done: StrOrPromise
    caption: StrOrPromise = ""
    hint: StrOrPromise = ""
    missing: StrOrPromise = ""
    confirmation: StrOrPromise = ""
    is_grave: bool = True
    most: int = field(default=MOST)


class ReasonForm(GovukForm):
    """Why, in words, and the box that confirms it."""

    reason = forms.CharField(widget=forms.Textarea({"rows": 4}))
    is_confirmed = forms.BooleanField()

    def __init__(self, *args: Any, act: Act, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = forms.CharField(
            label=act.question,
            help_text=act.hint,
            max_length=act.most,
            widget=forms.Textarea({"rows": 4}),
            error_messages={"required": act.missing or _("Enter the reason")},
        )
        self.fields["reason"] = reason
        if not act.question:
            del self.fields["reason"]
        if act.confirmation:
            self.fields["is_confirmed"].label = act.confirmation
        else:
            del self.fields["is_confirmed"]
