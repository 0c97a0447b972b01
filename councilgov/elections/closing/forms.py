"""What is asked about days that are no working days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from councilgov.elections.closing.days import days_from
from councilgov.forms.fields import chosen, line, words
from councilgov.forms.kit import GovukForm
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.http import QueryDict


class Why(TextChoices):
    """Why a day is no working day."""

    CLOSED = "closed", _("The council is closed")
    HOLIDAY = "holiday", _("It is a one-off holiday for the whole country")


class ClosingForm(GovukForm):
    """Which days, and why."""

    days = words(
        _("Which days?"),
        _("Enter at least one day"),
        _("One on each line, for example: 24 December 2026, and below it 29 to 31 December 2026"),
    )
    why = chosen(_("Why do they not count?"), Why.choices, _("Select why they do not count"))
    name = line(
        _("What is it called?"),
        _("Enter what it is called"),
        _("For example: Christmas closure, or Bank holiday for the state funeral"),
        most=100,
    )

    def clean_days(self) -> Sequence[date]:
        try:
            return days_from(self.cleaned_data["days"])
        except Refused as refusal:
            raise ValidationError(str(refusal)) from None

    def arguments(self) -> dict[str, Any]:
        """What ``actions.close_on`` takes."""
        return {
            "days": self.cleaned_data["days"],
            "name": self.cleaned_data["name"],
            "is_holiday": self.cleaned_data["why"] == Why.HOLIDAY,
        }

    def typed(self) -> list[tuple[str, str]]:
        """All that was typed, name and value: the page that checks it sends it once more."""
        data: QueryDict = self.data  # type: ignore[assignment]  # from a request
        return [(name, data.get(name, "")) for name in self.fields]
