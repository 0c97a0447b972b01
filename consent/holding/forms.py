"""What is asked about a hold."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.holds import Covers, HoldReason
from councilgov.days import today
from councilgov.deadlines import months_after
from councilgov.forms.dates import DateField
from councilgov.forms.fields import line
from councilgov.forms.kit import GovukForm
from councilgov.people.models import User


class ReviewForm(GovukForm):
    """The field is named after the argument of ``holding.actions.review_hold``."""

    review_on = DateField(
        label=_("When will you ask whether it is still needed?"),
        help_text=_("We remind you. It goes on until you end it"),
        error_messages={"required": _("Enter the day")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("review_on", months_after(today(), 1))


class HoldForm(ReviewForm):
    """The fields are named after the arguments of ``holding.actions.hold_person``."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=HoldReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select why")},
    )
    reference = line(
        _("Its reference"),
        _("Enter the reference of the request or case"),
        hint=_("A number and no name, for example: FOI 2026/114"),
        most=40,
    )
    field_order = ["covers", "councillor", "reason", "reference", "review_on"]


class OwnerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's takes no [M]
    """Whoever is or was in office, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class RecordsHoldForm(HoldForm):
    """The fields are named after the arguments of ``holding.actions.hold_records``."""

    covers = forms.ChoiceField(
        label=_("What is to be kept?"),
        choices=Covers,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what is to be kept")},
    )
    councillor = OwnerField(
        User.objects.none(),
        empty_label=_("All councillors"),
        label=_("Whose?"),
        help_text=_("What they noted in the ward is theirs: keep it only where the law says so"),
        required=False,
    )
    marks_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = User.objects.filter(terms__isnull=False).distinct()
        self.fields["councillor"].queryset = known  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        of_one = self.cleaned_data.get("covers") == Covers.EVERYTHING
        if of_one and not self.cleaned_data.get("councillor"):
            self.add_error("councillor", _("Select whose records they are"))
        return cleaned
