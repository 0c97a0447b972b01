"""What is asked of an officer who writes up an answer, and of whoever looks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from breaches.answering.anonymous import words_to_check
from breaches.models import AdviceKind, kinds_published_by
from councilgov.forms.fields import chosen, line, words
from councilgov.forms.filters import LONGEST_SEARCH
from councilgov.forms.kit import GovukForm

if TYPE_CHECKING:
    from breaches.models import AdviceRequest
    from councilgov.people.models import User


class PublishedForm(GovukForm):
    """The fields are named after the arguments of ``actions.add_answer``. Whether somebody checked
    is asked once there is something to check.
    """

    marks_optional = False

    kind = chosen(_("What is it about?"), AdviceKind, _("Select what it is about"))
    question = line(
        _("The question"),
        _("Enter the question"),
        _("In your own words. Name nobody."),
        most=300,
    )
    answer = words(
        _("The answer"), _("Enter the answer"), _("In your own words. Name nobody."), rows=8
    )
    is_checked = forms.BooleanField(
        label=_("I checked: it says nothing of anybody who could be recognised"), required=False
    )

    def __init__(
        self, *args: Any, by: User, source: AdviceRequest | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = kinds_published_by(by)
        choices = [(kind, label) for kind, label in AdviceKind.choices if kind in kinds]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        typed = [str(self[name].value() or "") for name in ("question", "answer")]
        if not (self.is_bound and words_to_check(*typed, source=source)):
            del self.fields["is_checked"]


class FindForm(GovukForm):
    """Words of a question or its answer."""

    marks_optional = False

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
