"""What a councillor who leaves is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.leaving.rules import successors_of
from consent.models import Answer, Manner, PartingStatus, Said
from councilgov.accounts.forms import CHOICE, PersonField
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.forms.dates import DateField
from councilgov.forms.fields import chosen, line
from councilgov.forms.kit import GovukForm
from councilgov.people.models import User

if TYPE_CHECKING:
    from consent.models import Constituent, Leaving, Parting

TO_DELETE, TO_RETURN, OFFERED = (
    PartingStatus.TO_DELETE.value,
    PartingStatus.TO_RETURN.value,
    PartingStatus.OFFERED.value,
)
OF_ONE = {
    TO_DELETE: _("Delete it"),
    TO_RETURN: _("Give it to me as a file, then delete it"),
    OFFERED: _("Hand it to another councillor of the ward"),
}
OF_ALL = {
    TO_DELETE: _("Delete them"),
    TO_RETURN: _("Give them to me as a file, then delete them"),
    OFFERED: _("Hand them to another councillor of the ward"),
}


def _chosen_before(person: Constituent | None) -> dict[str, Any]:
    """What was chosen for somebody, as the form asks it; nothing for what it does not ask."""
    chosen: Parting | None = getattr(person, "parting", None)
    if chosen is None or chosen.status not in OF_ONE:
        return {}
    how = {"successor": chosen.successor_id, "told_on": chosen.told_on, "said": chosen.said}
    return {"choice": chosen.status} | (how if chosen.status == OFFERED else {})


class ChoiceForm(GovukForm):
    """The fields are named after the arguments of ``leaving.actions.decide``."""

    govuk = {"choice": {"conditional": {OFFERED: ["successor", "told_on", "said"]}}}

    choice = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what becomes of it")},
    )
    successor = PersonField(
        User.objects.none(),
        label=_("To whom?"),
        empty_label=_("Choose"),
        error_messages=dict.fromkeys(CHOICE, _("Choose a councillor")),
    )
    told_on = DateField(
        label=_("When did you tell the person?"),
        noun=_("The day you told them"),
        past=True,
        help_text=_("They must know to whom you hand their name and number"),
        error_messages={"required": _("Enter the day on which you told them")},
    )
    said = forms.ChoiceField(
        label=_("What did they say?"),
        help_text=_("If they said no, choose another answer above"),
        choices=Said,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what they said")},
    )

    def __init__(
        self, *args: Any, leaving: Leaving, person: Constituent | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        others = successors_of(leaving)
        can_hand = person is None or person.capacity == Capacity.WARD
        may = can_hand and not leaving.is_sealed and others.exists()
        offered = {**(OF_ONE if person else OF_ALL)}
        if not may:
            del offered[OFFERED]
        choice = self.fields["choice"]
        choice.choices = list(offered.items())  # type: ignore[attr-defined]
        choice.label = _("What becomes of the record?") if person else _("What becomes of them?")
        self.fields["successor"].queryset = others  # type: ignore[attr-defined]
        self.initial["told_on"] = today()
        self.initial.update(_chosen_before(person))
        if not may:
            for name in ("successor", "told_on", "said"):
                del self.fields[name]
            self.govuk = {}  # type: ignore[misc]  # of this form alone


class AnswerForm(GovukForm):
    """The fields are named after the arguments of ``leaving.answering.record_answer``."""

    answer = chosen(
        _("What did they say?"),
        Answer.choices,
        _("Select what they said"),
        _("Read it back to them before you save it: what is deleted can’t be brought back"),
    )
    said_on = DateField(
        label=_("When did they say it?"),
        noun=_("The day they said it"),
        past=True,
        error_messages={"required": _("Enter the day on which they said it")},
    )
    manner = chosen(_("How did they say it?"), Manner.choices, _("Select how they said it"))
    known_from = line(
        _("How did you know that it was them?"),
        _("Say how you knew that it was them"),
        _("For example: rang back on the number that members’ services have"),
    )

    def __init__(self, *args: Any, leaving: Leaving, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not leaving.is_sealed:
            offered = [(Answer.DELETE.value, Answer.DELETE.label)]
            self.fields["answer"].choices = offered  # type: ignore[attr-defined]
