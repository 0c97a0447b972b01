"""What is asked about declarations of acceptance."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.days import today
from councilgov.elections.declaring.newly import to_declare
from councilgov.forms.dates import DateField
from councilgov.forms.kit import GovukForm
from councilgov.people.models import TermOfOffice


class TermField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django's takes no [M]
    """Terms, by who holds them."""

    def label_from_instance(self, obj: TermOfOffice) -> str:
        place = obj.ward or obj.get_kind_display()
        return f"{obj.councillor.full_name}, {place}"


class DeclareForm(GovukForm):
    """Who declared on one day."""

    terms = TermField(
        TermOfOffice.objects.none(),
        label=_("Who made the declaration?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Select who made the declaration")},
    )
    declared_on = DateField(
        label=_("On which day?"),
        past=True,
        initial=today,
        error_messages={"required": _("Enter the day of the declaration")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["terms"]
        assert isinstance(choice, TermField)  # noqa: S101  # for the type checker
        choice.queryset = to_declare().select_related("councillor", "ward")
