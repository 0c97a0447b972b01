"""What is asked about a suspension."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.days import today
from councilgov.forms.dates import DateField
from councilgov.forms.fields import chosen, line, words
from councilgov.forms.kit import GovukForm
from councilgov.offboarding.models import System
from councilgov.offboarding.suspending.law import deciders
from councilgov.people.models import Council, SuspendedFrom

if TYPE_CHECKING:
    from collections.abc import Mapping

YES, NO = "yes", "no"
BACK, KEPT = "back", "kept"
SHUT, OPEN = "shut", "open"
LAST_DAY = _("Last day")
NO_LAST_DAY = _("Enter the last day")
MOST = 2_000
"""Characters of the reasons, which a councillor reads."""


class Systems(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django's takes no [M]
    """Some of the systems that councillors sign in to."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": _("Select systems of this list")}


class SuspendForm(GovukForm):
    """The fields are those of ``actions.suspend``; of the systems that the council has named."""

    what = chosen(
        _("What was decided?"),
        SuspendedFrom.choices,
        _("Select what was decided"),
        _(
            "Facilities are withdrawn for their safety or misuse. In England that is no penalty "
            "under the code of conduct: ask the legal team first."
        ),
    )
    decider = chosen(_("Who decided it?"), [], _("Select who decided it"))
    decision = line(
        _("Which decision?"),
        _("Enter the date and the minute or number of the decision"),
        _("Its date, its minute or number, and the law that it names"),
        most=300,
    )
    starts_on = DateField(
        label=_("First day"),
        noun=_("The first day"),
        error_messages={"required": _("Enter the first day")},
    )
    ends_on = DateField(
        label=LAST_DAY,
        help_text=_("After this day the portal opens again by itself"),
        noun=_("The last day"),
        error_messages={"required": NO_LAST_DAY},
    )
    closed = Systems(
        System.objects.none(),
        label=_("Which systems are closed to them?"),
        help_text=_("This portal always opens what is their own"),
        required=False,
    )
    narrowed = Systems(
        System.objects.none(),
        label=_("Which systems are partly closed?"),
        help_text=_("Say below how far"),
        required=False,
    )
    desk = chosen(
        _("Does the service desk close anything for that time?"),
        [(YES, _("Yes: what, I say below")), (NO, _("No"))],
        _("Select if the service desk closes anything"),
    )
    kit = chosen(
        _("Their council equipment"),
        [(KEPT, _("They keep it")), (BACK, _("It is asked back"))],
        _("Select what becomes of their equipment"),
    )
    contacts = chosen(
        _("Their contacts, and the permissions that people gave them"),
        [
            (OPEN, _("They go on using them")),
            (SHUT, _("They can’t open them. Nothing is deleted")),
        ],
        _("Select what becomes of their contacts"),
        _("In ward work these are the councillor’s own records, not the council’s"),
    )
    reasons = words(
        _("Why is this closed?"),
        _("Say why this is closed"),
        _(
            "The councillor reads it, and nobody else but the Monitoring Officer and the deputies. "
            "Say no more about the matter itself than is needed"
        ),
        most=MOST,
    )
    extent = words(
        _("What does the service desk do, and how far?"),
        hint=_("The service desk and the councillor read it. Not why: only what is to be closed"),
        rows=2,
        most=MOST,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nation = Council.objects.the().nation
        self.fields["decider"].choices = deciders(nation)  # type: ignore[attr-defined]
        systems = System.objects.used()
        unasked = ["desk"] if systems.exists() else ["closed", "narrowed"]
        for name in unasked:
            del self.fields[name]
        for name in {"closed", "narrowed"} - set(unasked):
            self.fields[name].queryset = systems  # type: ignore[attr-defined]

    def arguments(self) -> Mapping[str, Any]:
        """As the action takes them."""
        found = {"closed": (), "narrowed": (), "desk": NO, **self.cleaned_data}
        return found | {
            "is_for_desk": found.pop("desk") == YES,
            "is_kit_asked_back": found.pop("kit") == BACK,
            "is_without_contacts": found.pop("contacts") == SHUT,
        }


class MoveForm(GovukForm):
    """The fields are named after the arguments of ``actions.move_end``."""

    ends_on = DateField(
        label=LAST_DAY,
        noun=_("The last day"),
        future=True,
        error_messages={"required": NO_LAST_DAY},
    )
    reason = words(
        _("Why does it end on another day?"),
        _("Say why it ends on another day"),
        _("The decision and its date, and what has changed"),
        most=MOST,
    )


class SureForm(GovukForm):
    """Where something is unusual, whoever enters it says that it is right."""

    is_sure = forms.BooleanField(
        label=_("I have checked this against the decision, and it is right"),
        error_messages={"required": _("Tick the box if it is right, or change something")},
    )


def first_day_first() -> Mapping[str, Any]:
    """Most are entered on the day on which they begin."""
    return {"starts_on": today()}
