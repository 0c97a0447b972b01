"""What an officer enters about signatures on paper or by phone, and decides on a dispute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.dates import PARTS, DateField
from councilgov.forms.kit import GovukForm
from councilgov.people.models import User
from policies.assisting.checks import to_record
from policies.models import Manner

if TYPE_CHECKING:
    from django.http import QueryDict

    from councilgov.records import Refused
    from policies.models import PolicyVersion

KEPT, CALL = "where_kept", "who_rang"


class Names(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django's takes no [M]
    """People by their full names, as they stand on the paper."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class RecordForm(GovukForm):
    """The fields are named after the arguments of ``actions.record_signatures``.

    ``evidence`` is asked for in the words of each manner.
    """

    govuk = {"manner": {"conditional": {Manner.PAPER: [KEPT], Manner.PHONE: [CALL]}}}

    councillors = Names(
        label=_("Who signed?"),
        help_text=_("Only those who were asked and have not signed yet are listed."),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Select who signed"),
            "invalid_choice": _(
                "Somebody whom you selected has signed since, or is not asked any more. "
                "Select who else signed"
            ),
        },
    )
    manner = forms.ChoiceField(
        label=_("How did they sign?"),
        choices=Manner.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how they signed")},
    )
    where_kept = forms.CharField(
        label=_("Where are the papers kept?"),
        help_text=_("For example: Members’ services, file “Induction May 2026”"),
        max_length=300,
        error_messages={"required": _("Enter where the papers are kept")},
    )
    who_rang = forms.CharField(
        label=_("Who rang whom, and on which number?"),
        help_text=_("For example: I rang each on the number in the council’s records"),
        max_length=300,
        error_messages={"required": _("Enter who rang whom, and on which number")},
    )
    given_on = DateField(
        label=_("On which day did they sign?"),
        help_text=_("The day on the paper, or of the call. For example, 27 3 2026"),
        past=True,
        error_messages={"required": _("Enter the day on which they signed")},
    )

    def __init__(self, *args: Any, version: PolicyVersion, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = to_record(version, by).values("councillor")
        self.fields["councillors"].queryset = User.objects.filter(pk__in=asked)  # type: ignore[attr-defined]

    def refuse(self, refusal: Refused) -> None:
        """What is wrong with the evidence stands at the box that asked for it."""
        if refusal.field == "evidence":
            refusal.field = CALL if self["manner"].value() == Manner.PHONE else KEPT
        super().refuse(refusal)

    def arguments(self) -> dict[str, Any]:
        """Of ``actions.record_signatures``."""
        answers = dict(self.cleaned_data)
        kept, call = answers.pop(KEPT), answers.pop(CALL)
        return {**answers, "evidence": call if answers["manner"] == Manner.PHONE else kept}

    def typed(self) -> list[tuple[str, str]]:
        """All that was typed, name and value, to be sent once more from the page that checks it."""
        typed: QueryDict = self.data  # type: ignore[assignment]  # from a request
        boxes = [f"given_on_{part}" for part in PARTS]
        names = [name for name in (*self.fields, *boxes) if name in typed]
        return [(name, value) for name in names for value in typed.getlist(name)]


class SettleForm(GovukForm):
    """The fields are named after the arguments of ``actions.settle_dispute``."""

    govuk = {
        "stands": {
            "hints": {
                "yes": _("The councillor counts as having signed."),
                "no": _("It counts no more. The councillor is asked to sign again, with new days."),
            }
        }
    }

    stands = forms.TypedChoiceField(
        label=_("Does the signature stand?"),
        choices=[("yes", _("Yes, it stands")), ("no", _("No, it is set aside"))],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select whether the signature stands")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The councillor reads this, and it stays on record."),
        max_length=4_000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": _("Enter the reason")},
    )
