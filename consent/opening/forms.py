"""What is asked before ward records are opened."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from councilgov.forms.kit import GovukForm
from councilgov.openings import HOURS
from councilgov.people.models import User


class CouncillorField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's takes no [M]
    """Somebody in office, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class OpenForm(GovukForm):
    """The fields are named after the arguments of ``opening.actions.open_record``."""

    councillor = CouncillorField(
        User.objects.none(),
        label=_("Whose ward records?"),
        empty_label=_("Choose a councillor"),
        error_messages={"required": _("Choose the councillor")},
    )
    reason = forms.CharField(
        label=_("Why is it needed?"),
        help_text=_("The councillor and the Monitoring Officer read this. Name no constituent."),
        widget=forms.Textarea({"rows": 4}),
        max_length=500,
        error_messages={"required": _("Enter why it is needed")},
    )
    hours = forms.TypedChoiceField(
        label=_("For how long?"),
        coerce=int,
        choices=[(n, n) for n in HOURS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for how long")},
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.councillors(timezone.now()).exclude(pk=by.pk).order_by("sorts_as")
        self.fields["councillor"].queryset = people  # type: ignore[attr-defined]
        self.fields["hours"].choices = [  # type: ignore[attr-defined]
            (n, ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}) for n in HOURS
        ]
