"""What is asked of an officer who writes down what somebody else reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from breaches.models import ReportedVia
from breaches.reporting.forms import (
    EARLIER,
    NOTICED,
    OCCURRED,
    THEN,
    UNKNOWN,
    UNSURE,
    AllForm,
    ReportForm,
    choose,
)
from breaches.reporting.leads import NO_KINDS, choices
from councilgov.capacity import Capacity
from councilgov.forms.clocks import Asked
from councilgov.forms.fields import line
from councilgov.people.models import User

TOLD = Asked(
    _("On which day were you told?"),
    _("At what time?"),
    _("Enter the day on which you were told"),
    _("Enter the time at which you were told"),
)
VIA = [
    (via.value, via.label)
    for via in ReportedVia
    if via not in {ReportedVia.PORTAL, ReportedVia.SIGNED_OUT}
]
OF_SOMEBODY = [
    (Capacity.COUNCIL, _("The council’s")),
    (Capacity.WARD, _("A councillor’s own, in their ward")),
    (Capacity.OUTSIDE_BODY, _("An outside body’s, where a councillor sits for the council")),
    (Capacity.POLITICAL, _("A political party’s, or a campaign’s")),
    (UNSURE, _("They are not sure")),
]
"""Whose work it was, asked about somebody else."""
NONE_OF_THESE = _("They are not sure, or it is none of these")
WHEN_THEY_KNOW = [
    (THEN, _("At that moment")),
    (EARLIER, _("Before that")),
    (UNKNOWN, _("They do not know")),
]
IF_THEY_KNOW = [
    ("no", _("Yes, or they do not know")),
    ("yes", _("No, it was stopped in time")),
]


class ReportForSomebodyForm(AllForm):
    """The same, written down for somebody who rang, came in, or wrote on paper."""

    moments = {
        "noticed_at": NOTICED._replace(
            day=_("On which day did they notice?"),
            missing_day=_("Enter the day on which they noticed"),
            missing_time=_("Enter the time at which they noticed"),
        ),
        "occurred_at": OCCURRED,
        "reported_at": TOLD,
    }
    field_order = ["reported_by", "teller", "owner", *ReportForm.field_order, "reported_via"]

    reported_by = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who reports it?"),
        required=False,
        empty_label=_("Nobody with an account"),
    )
    teller = line(
        _("Their name, if they have no account"),
        hint=_("For example, their partner, or a resident"),
        most=150,
    )
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=_("In whose work did it happen, or whose account or device is it?"),
        required=False,
        empty_label=_("Nobody knows yet, or nobody’s"),
    )
    reported_via = forms.ChoiceField(
        label=_("How were you told?"),
        choices=VIA,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how you were told")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"reported_at": timezone.now()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        for name in ("reported_by", "owner"):
            choose(self, name).queryset = User.objects.filter(is_active=True)

    def _fill(self) -> None:
        """Whoever rang may report anything here, and be a councillor; whose it is is asked by
        name.
        """
        del self.fields["device"], self.fields["whose"]
        recipient = choose(self, "recipient")
        recipient.queryset = User.objects.filter(is_active=True)
        recipient.empty_label = _("No, or they do not know")
        choose(self, "occurred").choices = WHEN_THEY_KNOW
        choose(self, "is_near_miss").choices = IF_THEY_KNOW
        for name in ("misuse", "social"):
            one = choose(self, name)
            one.choices = [
                (value, NONE_OF_THESE if value == UNSURE else label) for value, label in one.choices
            ]
        choose(self, "kind").choices = [one for one in choices() if one[0] not in NO_KINDS]
        choose(self, "capacity").choices = OF_SOMEBODY

    def clean(self) -> dict[str, Any] | None:
        """One of the two says who it was."""
        cleaned = super().clean()
        if not (self.cleaned_data.get("reported_by") or self.cleaned_data.get("teller")):
            self.add_error("reported_by", _("Choose who reports it, or enter their name"))
        return cleaned
