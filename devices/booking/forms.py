"""What is asked of a slot: when it is, for how many, and which one somebody takes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from councilgov.days import LONDON
from councilgov.forms.clocks import ClockField
from councilgov.forms.dates import DateField
from councilgov.forms.kit import GovukForm
from councilgov.people.models import User
from devices.issuing.forms import CouncillorField
from devices.models import RecallLine

if TYPE_CHECKING:
    from devices.models import Slot
    from devices.recalls import SlotQuerySet


class SlotForm(GovukForm):
    """A day, from when until when, and for how many."""

    govuk = {"from_": {"width": "5"}, "until": {"width": "5"}, "places": {"width": "3"}}

    day = DateField(
        label=_("Day"), future=True, error_messages={"required": _("Enter the day of the slot")}
    )
    from_ = ClockField(
        label=_("From"),
        help_text=_("For example, 9am or 13:30"),
        error_messages={"required": _("Enter when the slot starts")},
    )
    until = ClockField(label=_("Until"), error_messages={"required": _("Enter when the slot ends")})
    places = forms.IntegerField(
        label=_("How many people can come?"),
        min_value=1,
        max_value=200,
        error_messages={"required": _("Enter how many people can come")},
    )

    def arguments(self) -> dict[str, Any]:
        """As ``booking.actions.offer_slot`` takes them."""
        answers = self.cleaned_data
        return {
            "starts_at": datetime.combine(answers["day"], answers["from_"], tzinfo=LONDON),
            "ends_at": datetime.combine(answers["day"], answers["until"], tzinfo=LONDON),
            "places": answers["places"],
        }


class SlotChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's takes no [M]
    """A slot, with how many places it still has."""

    def label_from_instance(self, obj: Any) -> str:
        slot: Slot = obj
        left = slot.places - obj.taken
        told = ngettext("%(slot)s (%(n)s place left)", "%(slot)s (%(n)s places left)", left)
        return told % {"slot": slot.in_words, "n": left}


class BookForm(GovukForm):
    """The field is named after the argument of ``booking.actions.book``."""

    slot = SlotChoice(
        queryset=None,
        label=_("When will you come?"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Select a slot"),
            "invalid_choice": _(
                "Somebody else has just taken the last place of this slot. Choose another"
            ),
        },
    )

    def __init__(self, *args: Any, slots: SlotQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slot"].queryset = slots  # type: ignore[attr-defined]


class BookForForm(GovukForm):
    """The field is named after the argument of ``booking.actions.book``."""

    councillor = CouncillorField(
        label=_("Who comes?"),
        help_text=_("Those who are asked to bring something in"),
        error_messages={"required": _("Select who comes")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = RecallLine.objects.to_bring().values("holder")
        people = User.objects.filter(pk__in=asked).order_by("sorts_as")
        self.fields["councillor"].queryset = people  # type: ignore[attr-defined]
