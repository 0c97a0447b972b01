"""What is asked of whoever reports something: five questions, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from breaches.models import IncidentKind, ReportedVia
from councilgov.forms.clocks import Asked, MomentsForm
from councilgov.forms.fields import line, words
from councilgov.forms.kit import GovukForm
from councilgov.people.models import User

if TYPE_CHECKING:
    from collections.abc import Mapping

NOBODY_NAMED = _("Do not name constituents or describe their cases.")
NOTICED = Asked(
    _("On which day did you notice?"),
    _("At what time, roughly?"),
    _("Enter the day on which you noticed"),
    _("Enter the time at which you noticed"),
    _("The time counts from then, not from this report."),
)
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


class ReportForm(MomentsForm):
    """The fields are named after the arguments of ``reporting.actions.report_incident``."""

    govuk = {"noticed_at_time": {"width": "10"}}
    moments: ClassVar[Mapping[str, Asked]] = {"noticed_at": NOTICED}
    field_order = [
        "kind",
        "happened",
        "data_told",
        "noticed_at_day",
        "noticed_at_time",
        "noticed_at_which",
        "is_near_miss",
    ]

    kind = forms.ChoiceField(
        label=_("What went wrong?"),
        choices=IncidentKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what went wrong")},
    )
    happened = words(
        _("What happened?"), _("Say what happened, in a few words"), NOBODY_NAMED, rows=5
    )
    data_told = words(
        _("Which information was it, and about how many people?"),
        hint=_("For example: names and addresses of about 20 people. Nobody’s name."),
        rows=3,
    )
    is_near_miss = forms.TypedChoiceField(
        label=_("Did anybody see what they should not have?"),
        choices=[("no", _("Yes, or I do not know")), ("yes", _("No, it was stopped in time"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Select if anybody saw what they should not have")},
    )


class ReportForSomebodyForm(ReportForm):
    """The same, written down for somebody who rang, came in, or wrote on paper."""

    govuk = {
        "noticed_at_time": {"width": "10"},
        "reported_at_time": {"width": "10"},
    }
    moments = {
        "noticed_at": NOTICED._replace(
            day=_("On which day did they notice?"),
            time=_("At what time, roughly?"),
            missing_day=_("Enter the day on which they noticed"),
            missing_time=_("Enter the time at which they noticed"),
        ),
        "reported_at": TOLD,
    }
    field_order = ["reported_by", "teller", *ReportForm.field_order, "reported_via"]

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
    reported_via = forms.ChoiceField(
        label=_("How were you told?"),
        choices=VIA,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how you were told")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"reported_at": timezone.now()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        people = self.fields["reported_by"]
        assert isinstance(people, forms.ModelChoiceField)  # noqa: S101  # for the type checker
        people.queryset = User.objects.filter(is_active=True)

    def clean(self) -> dict[str, Any] | None:
        """One of the two says who it was."""
        cleaned = super().clean()
        if not (self.cleaned_data.get("reported_by") or self.cleaned_data.get("teller")):
            self.add_error("reported_by", _("Choose who reports it, or enter their name"))
        return cleaned


class NoteForm(GovukForm):
    """What somebody knows more."""

    words = words(_("What do you know?"), _("Write what you know"), NOBODY_NAMED, rows=5)
