"""What is asked of whoever complains, and of the officers who answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from breaches.complaining import robots
from breaches.models import About, Acting, CameBy, Complaint, Outcome, Sent
from councilgov.forms.dates import DateField
from councilgov.forms.fields import chosen, count, line
from councilgov.forms.fields import words as in_words
from councilgov.forms.kit import GovukForm
from councilgov.people.models import User

MOST = 4_000
SHORTEST = 6
"""An extension of the town hall is longer, with its name."""
CAME_HOW = [(way.value, way.label) for way in CameBy if way != CameBy.PAGE]


def email(label: Any, hint: Any = "") -> forms.EmailField:
    widget = forms.EmailInput({"autocomplete": "email", "spellcheck": "false"})
    return forms.EmailField(
        label=label,
        help_text=hint,
        required=False,
        max_length=254,
        widget=widget,
        error_messages={"invalid": _("Enter an email address like name@example.com")},
    )


def complaint(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea({"rows": 8}),
        max_length=MOST,
        error_messages={"required": _("Say what the complaint is")},
    )


class ComplaintForm(GovukForm):
    """The fields are named after the arguments of ``actions.complain``."""

    marks_optional = False

    words = complaint(
        _("What is your complaint?"),
        _(
            "Say what was done with information about you, when, and what you want us to do. Leave "
            "out what is about other people"
        ),
    )
    about = chosen(_("Who is it about?"), About.choices, _("Select who it is about"))
    name = line(_("Your name"), _("Enter your name"), most=150)
    email = email(
        _("Your email address"),
        _("Give this, or another way to reach you below. Then you get our answer by email"),
    )
    contact = forms.CharField(
        label=_("Another way to reach you"),
        help_text=_("Your postal address or a phone number, if you gave no email address"),
        widget=forms.Textarea({"rows": 3}),
        min_length=SHORTEST,
        max_length=400,
        required=False,
    )
    since = forms.CharField(widget=forms.HiddenInput, required=False, initial=robots.stamped)

    def clean(self) -> dict[str, Any] | None:
        """Who looks like a robot sends it once more, from a page that was made just now. Where
        something else is to be put right that is said alone, and the time goes on.
        """
        cleaned = super().clean()
        since = self.cleaned_data.pop(robots.SINCE, "")
        if not (self.data.get("email") or self.data.get("contact", "").strip()):
            told = _t("Enter an email address, or another way to reach you, so that we can answer")
            self.add_error("email", told)
        if self.errors:
            return cleaned
        if robots.is_trapped(self.data) or not robots.is_plausible(since):
            sent = QueryDict(mutable=True)
            sent.update(self.data)
            sent[robots.SINCE], sent[robots.TRAP] = robots.stamped(), ""
            self.data = sent
            told = _t(
                "We could not tell whether a person sent this. Wait a moment, then send it again."
            )
            self.add_error(None, told)
        return cleaned


class RecordComplaintForm(GovukForm):
    """The fields are named after the arguments of ``actions.record_complaint``."""

    came_how = chosen(_("How did it come in?"), CAME_HOW, _("Select how it came in"))
    received_on = DateField(
        label=_("On which day did it reach the council?"),
        help_text=_("The true day, whoever got it. The 30 days begin then"),
        past=True,
        noun=_("The day"),
        error_messages={"required": _("Enter the day on which it reached the council")},
    )
    words = complaint(_("What is the complaint?"), _("In their own words, as far as you can"))
    about = chosen(_("Who is it about?"), About.choices, _("Select who it is about"))
    name = line(_("Their name"), _("Enter their name"), most=150)
    email = email(_("Their email address"))
    contact = forms.CharField(
        label=_("Another way to reach them"),
        help_text=_("A postal address or a phone number"),
        widget=forms.Textarea({"rows": 3}),
        max_length=400,
        required=False,
    )


class AnswerForm(GovukForm):
    """The fields are named after the arguments of ``actions.acknowledge`` and ``tell_progress``."""

    text = forms.CharField(
        label=_("What are they told?"),
        help_text=_(
            "How to complain to the regulator is added to every email and letter. An answer begins "
            "with what came of it"
        ),
        widget=forms.Textarea({"rows": 10}),
        max_length=20_000,
        error_messages={"required": _("Write what they are told")},
    )
    how = chosen(_("How are they told?"), Sent.choices, _("Select how they are told"))
    sent_on = DateField(
        label=_("On which day was it sent or said?"),
        help_text=_("Leave this empty for an email from here"),
        past=True,
        noun=_("The day"),
        required=False,
    )

    def __init__(self, *args: Any, has_email: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_email:
            ways = [(way.value, way.label) for way in Sent if way != Sent.EMAIL]
            self.fields["how"].choices = ways  # type: ignore[attr-defined]
            self.fields["sent_on"].help_text = ""

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What an email needs, name and value: the page that checks it sends it once more."""
        names = [name for name in self.fields if name != "sent_on"]
        return [(name, str(self.data.get(name, ""))) for name in names]


class OutcomeForm(AnswerForm):
    """The fields are named after the arguments of ``actions.send_outcome``."""

    field_order = ["outcome", "text", "how", "sent_on"]

    outcome = chosen(_("What came of it?"), Outcome.choices, _("Select what came of it"))


class DayForm(GovukForm):
    """The fields are named after the arguments of ``mending.correct_received``."""

    received_on = DateField(
        label=_("On which day did it reach the council?"),
        help_text=_("The true day, whoever got it. The 30 days begin then"),
        past=True,
        noun=_("The day"),
        error_messages={"required": _("Enter the day on which it reached the council")},
    )
    reason = in_words(
        _("Why is it corrected?"),
        _("Say why it is corrected"),
        _("Nothing about whoever complains: this is kept"),
    )


class AnotherWayForm(GovukForm):
    """The fields are named after the arguments of ``mending.send_another_way``."""

    how = chosen(
        _("How did the same words go to them?"),
        [(way.value, way.label) for way in Sent if way != Sent.EMAIL],
        _("Select how they were told"),
    )
    sent_on = DateField(
        label=_("On which day was it sent or said?"),
        past=True,
        noun=_("The day"),
        error_messages={"required": _("Enter the day on which it was sent or said")},
    )


class DirectForm(GovukForm):
    """The fields are named after the arguments of ``actions.direct``."""

    govuk = {"about": {"conditional": {"councillor": ["councillor", "capacity"]}}}

    about = chosen(_("Who is it about?"), About.choices, _("Select who it is about"))
    councillor = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Which councillor?"),
        help_text=_("Those of today, and of the day on which it came in"),
        required=False,
        empty_label=_("Not known yet"),
    )
    capacity = chosen(
        _("Is it about their ward work?"),
        [*Acting.choices, ("", _("Not known yet"))],
        hint=_("For example a letter of theirs to a resident is ward work"),
    )

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = complaint.who_may_answer().order_by("sorts_as", "pk")
        self.fields["councillor"].queryset = people  # type: ignore[attr-defined]


class NoteForm(GovukForm):
    """The field is named after the argument of ``mending.add_note``."""

    words = in_words(
        _("What do you want to keep?"),
        _("Write what you want to keep"),
        _(
            "For example of a call. Those who may read the complaint see it, and whoever complains "
            "may ask for it. It is erased with their name"
        ),
    )


class PartyForm(GovukForm):
    """The field is named after the argument of ``actions.name_party``."""

    person = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who has a part in it?"),
        help_text=_("Whom it is about, or who complains. They see nothing of it from now on"),
        error_messages={"required": _("Choose who has a part in it")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).order_by("sorts_as", "pk")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class KeepingForm(GovukForm):
    """How long it is kept. The field is named after a column of ``Council``."""

    govuk = {"complaint_months": {"width": "3", "suffix": _("months")}}

    complaint_months = count(_("How long after the answer are names and words kept?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["complaint_months"]
        field.required = True
        field.error_messages["required"] = _("Enter how many months")
