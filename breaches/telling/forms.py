"""What is asked about telling the people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from breaches.models import TELLING, Way
from breaches.telling.cautions import cautions
from breaches.telling.wording import names_in
from consent.models import ContactPermission
from councilgov.days import today
from councilgov.forms.clocks import Asked, MomentsForm
from councilgov.forms.fields import line, words
from councilgov.forms.kit import GovukForm

if TYPE_CHECKING:
    from breaches.models import Recipient

MAY_NAME = ("happened", "consequences", "measures")
PLAIN = _("In plain words: they know nothing of it yet.")


class LetterForm(GovukForm):
    """The fields are named after the arguments of ``telling.actions.word_letter``."""

    happened = words(_("What happened?"), _("Say what happened"), hint=PLAIN)
    consequences = words(_("What may come of it for them?"), _("Say what may come of it"))
    measures = words(_("What do you do about it?"), _("Say what you do about it"))
    advice = words(_("What can they do themselves?"), _("Say what they can do"))
    contact = words(_("Whom can they ask?"), _("Say whom they can ask"), rows=2)
    is_checked = forms.BooleanField(
        label=_("I checked: nobody is named whom the others on the list may not know of"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = [str(self[name].value() or "") for name in MAY_NAME]
        self.named = names_in(*typed) if self.is_bound else ()
        if not self.named:
            del self.fields["is_checked"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if self.named and not cleaned.pop("is_checked", False):
            told = _t(
                "The letter may name somebody else: %(words)s. Each copy goes to another person. "
                "Take it out, or tick this."
            )
            self.add_error("is_checked", told % {"words": ", ".join(self.named)})
        return cleaned


class RecipientForm(GovukForm):
    """The fields are named after the arguments of ``telling.actions.add_recipient``."""

    full_name = line(_("Their name"), _("Enter their name"), most=150)
    how = forms.ChoiceField(
        label=_("How are they reached?"),
        choices=Way,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how they are reached")},
    )
    where = words(
        _("Address or number"),
        hint=_("For a letter, an email, a call or a message. Nothing is needed for in person."),
        rows=3,
    )


class ContactsForm(GovukForm):
    """Which of their own contacts a councillor tells: what is not checked, and whose number is
    another's too, stands beside each way.
    """

    ways = forms.ModelMultipleChoiceField(
        ContactPermission.objects.none(),
        label=_("Whom do you tell, and how?"),
        help_text=_("Choose one way for each person. Nobody else sees who they are."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Select whom you tell")},
    )

    knows_unchecked = forms.BooleanField(
        label=_("I make sure who answers, before I say anything to somebody who is not checked"),
        required=False,
    )

    def __init__(self, *args: Any, ways: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ways"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101  # for the type checker
        field.queryset = ways
        field.label_from_instance = _labelled  # type: ignore[assignment,method-assign]
        rows = list(ways)
        hints = {str(pk): " ".join(told) for pk, told in cautions(rows).items()}
        self.govuk = {"ways": {"hints": hints}}  # type: ignore[misc]  # of this form alone
        if all(row.is_usable(today()) for row in rows):
            del self.fields["knows_unchecked"]


def _labelled(way: Any) -> str:
    return f"{way.constituent.full_name}, {way.channel}: {way.handle}"


class ToldPersonForm(MomentsForm):
    """The fields are named after the arguments of ``telling.actions.mark_told``."""

    govuk = {"told_at_time": {"width": "10"}}
    moments = {
        "told_at": Asked(
            _("On which day were they told?"),
            _("At what time?"),
            _("Enter the day on which they were told"),
            _("Enter the time at which they were told"),
        )
    }
    field_order = ["told_how", "told_at_day", "told_at_time", "told_at_which"]

    told_how = forms.ChoiceField(
        label=_("How did they learn of it?"),
        choices=[(way.value, way.label) for way in TELLING],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how they learnt of it")},
    )

    def __init__(self, *args: Any, recipient: Recipient, **kwargs: Any) -> None:
        known = {"told_at": timezone.now(), "told_how": recipient.way}
        kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class PublishForm(MomentsForm):
    """The fields are named after the arguments of ``telling.actions.publish``."""

    govuk = {"published_at_time": {"width": "10"}}
    moments = {
        "published_at": Asked(
            _("On which day was it published?"),
            _("At what time?"),
            _("Enter the day on which it was published"),
            _("Enter the time at which it was published"),
        )
    }
    field_order = ["text", "place", "published_at_day", "published_at_time", "published_at_which"]

    text = words(_("What does the notice say?"), _("Enter what the notice says"), rows=6)
    place = line(
        _("Where was it published?"),
        _("Enter where it was published"),
        hint=_("For example, the address of the page"),
        most=300,
    )
