"""What is asked of a councillor who wants advice, and of those who give it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from breaches.advice import ROUTES
from breaches.advising.checks import SentBefore
from breaches.models import AdviceKind, AdviceTeam
from consent.sending.actions import identifiers_in
from councilgov.forms.fields import chosen, words
from councilgov.forms.kit import GovukForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

    from breaches.models import AdviceRequest
    from councilgov.records import Refused

SAME_DAY = _("The Monitoring Officer answers on the same working day.")
HINTS: Mapping[str, StrOrPromise] = {
    AdviceKind.BEFORE_POSTING: SAME_DAY,
    AdviceKind.MESSAGE: _("The Information Management Team answers within a working day."),
    **{
        kind: {
            AdviceTeam.INFORMATION: _(
                "The Information Management Team answers within three working days."
            ),
            AdviceTeam.MONITORING: _("The Monitoring Officer answers within three working days."),
            AdviceTeam.DESK: _("The ICT service desk answers within three working days."),
        }[team]
        for kind, team in ROUTES.items()
        if kind not in {AdviceKind.BEFORE_POSTING, AdviceKind.MESSAGE}
    },
}


class AskForm(GovukForm):
    """The fields are named after the arguments of ``actions.ask_advice``. Words that may say whom
    they are about are pointed at once; whoever asks decides.
    """

    marks_optional = False
    govuk = {"kind": {"hints": HINTS}}

    kind = chosen(_("What is it about?"), AdviceKind, _("Select what it is about"))
    words = words(
        _("What do you want to ask?"),
        _("Write what you want to ask"),
        _(
            "Leave out names and details of people. To ask about a post or a message, copy its "
            "words here."
        ),
        rows=8,
    )
    is_committee = forms.BooleanField(
        label=_("It is about a matter that goes to a committee"),
        help_text=_("Planning, licensing and the like. Then the Monitoring Officer answers."),
        required=False,
    )
    sent_as = forms.UUIDField(widget=forms.HiddenInput, required=False)
    sends_anyway = forms.BooleanField(label=_("Send it as it is"), required=False)

    def __init__(self, *args: Any, is_sent: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("sent_as", uuid4())
        self.named = identifiers_in(self["words"].value() or "") if self.is_bound else ()
        if not (self.named and is_sent):
            del self.fields["sends_anyway"]

    def refuse(self, refusal: Refused) -> None:
        """What was sent before in other words can be asked as well: it becomes another question."""
        super().refuse(refusal)
        if isinstance(refusal, SentBefore):
            self.data = {**self.data, "sent_as": str(uuid4())}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if "sends_anyway" in self.fields and not cleaned.pop("sends_anyway", False):
            told = _t(
                "These words may say whom it is about: %(words)s. Take them out, or tick below."
            )
            self.add_error("words", told % {"words": ", ".join(self.named)})
        return cleaned


def of_draft(draft: AdviceRequest) -> dict[str, Any]:
    """What was written so far."""
    return {"kind": draft.kind, "words": draft.words, "is_committee": draft.is_committee}


class AskMoreForm(GovukForm):
    """The field is named after the argument of ``actions.ask_more``."""

    words = words(
        _("What do you need to know?"),
        _("Say what you need to know"),
        _(
            "Whoever asked reads this. Until they reply, no target counts. Without a word from "
            "them it is closed after ten working days."
        ),
    )


class ReplyForm(GovukForm):
    """The field is named after the argument of ``actions.reply_advice``."""

    words = words(
        _("What else is there to say?"),
        _("Say what else there is"),
        _("Leave out names and details of people."),
        rows=6,
    )


class AnswerForm(GovukForm):
    """The field is named after the argument of ``actions.answer_advice``."""

    words = words(
        _("What do you advise?"),
        _("Say what you advise"),
        _("It begins with “Advice, not permission. You decide what you do”, and so on."),
        rows=8,
    )


class AddForm(GovukForm):
    """The field is named after the argument of ``actions.add_to_answer``."""

    words = words(_("What do you add?"), _("Say what you add"), rows=6)
