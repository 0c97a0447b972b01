"""To whom a breach is left that is about their own records alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.fields import words
from councilgov.forms.kit import GovukForm
from councilgov.people.models import User

if TYPE_CHECKING:
    from breaches.models import Incident


class HandOverForm(GovukForm):
    """The fields are named after the arguments of ``actions.hand_over``."""

    councillor = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Which councillor answers for it?"),
        help_text=_(
            "It then stands in their log and not in the council’s register. You no longer see it, "
            "unless they share it with you."
        ),
        error_messages={"required": _("Choose the councillor")},
    )
    reason = words(_("Why is nothing of it the council’s?"), _("Say why, in a few words"), rows=3)

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = incident.who_may_answer().filter(is_active=True).order_by("sorts_as", "pk")
        self.fields["councillor"].queryset = people  # type: ignore[attr-defined]
