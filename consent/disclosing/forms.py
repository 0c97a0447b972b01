"""What is asked when a record is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from consent.disclosing.rules import USUALLY, longest, officers, other_councillors
from consent.models import ActsFor, SharedFor
from councilgov.access import Role
from councilgov.accounts.forms import CHOICE, PersonField
from councilgov.capacity import Capacity
from councilgov.days import day_in_words, today
from councilgov.forms.dates import DateField
from councilgov.forms.fields import line
from councilgov.forms.kit import GovukForm
from councilgov.people.models import Appointment, User

if TYPE_CHECKING:
    from consent.models import Constituent

OFFICER, COUNCILLOR = "officer", "councillor"
ACTS_FOR = [
    (ActsFor.OWNER.value, _("For me: they help me with it")),
    (ActsFor.COUNCIL.value, _("For the council: it answers for what they do")),
]


class OfficerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's takes no [M]
    """An officer in one of their roles."""

    def label_from_instance(self, obj: Appointment) -> str:
        return f"{obj.officer.full_name}, {obj.get_role_display()}"


class ShareForm(GovukForm):
    """Fields as the arguments of ``disclosing.actions.share_person``, which ``answers`` gives."""

    govuk = {
        "with_whom": {
            "conditional": {
                OFFICER: ["officer", "acts_for"],
                COUNCILLOR: ["other", "agrees", "agreed_on"],
            }
        },
    }
    marks_optional = False

    with_whom = forms.ChoiceField(
        label=_("With whom?"),
        choices=[(OFFICER, _("An officer of the council")), (COUNCILLOR, _("Another councillor"))],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(CHOICE, _("Select with whom")),
    )
    officer = OfficerField(
        Appointment.objects.none(),
        label=_("Which officer?"),
        empty_label=_("Choose"),
        error_messages=dict.fromkeys(CHOICE, _("Choose the officer")),
    )
    acts_for = forms.ChoiceField(
        label=_("For whom do they act?"),
        choices=ACTS_FOR,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(CHOICE, _("Select for whom they act")),
    )
    other = PersonField(
        User.objects.none(),
        label=_("Which councillor?"),
        empty_label=_("Choose"),
        error_messages=dict.fromkeys(CHOICE, _("Choose the councillor")),
    )
    agrees = forms.BooleanField(
        label=_("The person knows who will read it, and agrees"),
        error_messages={"required": _("Ask the person first, and tick that they agree")},
    )
    agreed_on = DateField(
        label=_("On which day did you ask them?"),
        noun=_("The day you asked them"),
        past=True,
        error_messages={"required": _("Enter the day")},
    )
    purpose = forms.ChoiceField(
        label=_("What for?"),
        choices=SharedFor,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(CHOICE, _("Select what it is for")),
    )
    words = line(
        _("What are they to do, in a few words?"),
        hint=_(
            "Needed for something else only. For example: ring them about the repair. Nothing "
            "about health or private life"
        ),
        most=150,
    )
    has_log = forms.BooleanField(
        label=_("Show when I was in touch with them, too"),
        help_text=_("The day, the way, the topic, who began, and whether the other answered"),
        required=False,
    )
    until = DateField(
        label=_("Until which day may they read it?"),
        noun=_("The last day"),
        error_messages={"required": _("Enter the last day")},
    )

    def __init__(self, *args: Any, person: Constituent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by = person.councillor
        self.fields["officer"].queryset = officers(by)  # type: ignore[attr-defined]
        self.fields["other"].queryset = other_councillors(by, timezone.now())  # type: ignore[attr-defined]
        told = _t("You can end it at any time. At the latest it ends after %(day)s.")
        self.fields["until"].help_text = told % {"day": day_in_words(longest(today()))}
        self.initial["until"] = today() + USUALLY  # when somebody agreed is typed: it is evidence
        if person.capacity == Capacity.COUNCIL:
            acts_for = self.fields["acts_for"]
            acts_for.choices = [one for one in ACTS_FOR if one[0] == ActsFor.COUNCIL]  # type: ignore[attr-defined]
            self.initial["acts_for"] = ActsFor.COUNCIL

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        is_other = self.cleaned_data.get("purpose") == SharedFor.OTHER
        if is_other and "words" not in self.errors and not self.cleaned_data["words"].strip():
            self.add_error("words", _t("Enter what they are to do"))
        return cleaned

    def answers(self) -> dict[str, Any]:
        """The same as ``disclosing.actions.share_person`` wants it."""
        given = dict(self.cleaned_data)
        is_officer = given.pop("with_whom") == OFFICER
        officer, other = given.pop("officer"), given.pop("other")
        given.pop("agrees")
        if is_officer:
            return given | {"reader": officer.officer, "role": officer.role}
        themselves = {"role": Role.COUNCILLOR, "acts_for": ActsFor.THEMSELVES}
        return given | themselves | {"reader": other}
