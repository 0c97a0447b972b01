"""What is asked about tasks against more harm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from breaches.models import Team
from councilgov.forms.clocks import Asked, MomentsForm
from councilgov.forms.fields import chosen, line, words
from councilgov.forms.kit import GovukForm

if TYPE_CHECKING:
    from django import forms


def team() -> forms.ChoiceField:
    return chosen(_("Who does it?"), Team.choices, _("Select who does it"))


class TaskForm(GovukForm):
    """The fields are named after the arguments of ``actions.add_task``."""

    words = line(
        _("What is to be done?"),
        _("Enter what is to be done"),
        _("The ICT service desk reads this. Name nobody who is not to be known."),
    )
    team = team()


class DoneForm(MomentsForm):
    """The fields are named after the arguments of ``actions.finish_task``."""

    govuk = {"done_at_time": {"width": "10"}}
    moments = {
        "done_at": Asked(
            _("On which day was it done?"),
            _("At what time?"),
            _("Enter the day on which it was done"),
            _("Enter the time at which it was done"),
        )
    }
    field_order = ["words", "done_at_day", "done_at_time", "done_at_which"]

    words = words(_("What was done?"), _("Say what was done"), rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"done_at": timezone.now()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class TemplateForm(GovukForm):
    """The fields are named after the arguments of ``actions.add_template``."""

    words = line(_("What else is to be done?"), _("Enter what is to be done"))
    team = team()
    is_required = chosen(
        _("Does it have to be done before a report is contained?"),
        [("yes", _("Yes, or somebody says why not")), ("no", _("No"))],
        _("Select if it has to be done"),
    )

    def clean_is_required(self) -> bool:
        return bool(self.cleaned_data["is_required"] == "yes")
