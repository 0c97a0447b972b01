"""What the registers of one version can be narrowed to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.filters import RegisterFilter, SearchFilter
from policies.filters import OVERDUE, RequestFilter, SignatureFilter
from policies.machines import SIGNED
from policies.models import AcknowledgementStatus, Event, Manner, Source

if TYPE_CHECKING:
    from policies.models import AcknowledgementQuerySet

PORTAL = "portal"
NOT_SIGNED = [
    (OVERDUE, _("Overdue")),
    *(
        (status.value, status.label)
        for status in AcknowledgementStatus
        if status not in SIGNED | {AcknowledgementStatus.VOIDED}
    ),
]


class NotSignedFilter(SignatureFilter):
    """By name, group and status; the version is that of the page."""

    policy = None  # type: ignore[assignment]  # takes the filter away
    status = filters.MultipleChoiceFilter(
        label=_("Status"),
        choices=NOT_SIGNED,
        widget=forms.CheckboxSelectMultiple,
        method="of_status",
    )


class SignedFilter(RequestFilter):
    """By name, group, with an objection or without, and how it was given."""

    policy = None  # type: ignore[assignment]  # takes the filter away
    status = filters.MultipleChoiceFilter(
        label=_("Status"),
        choices=[
            (status.value, status.label) for status in AcknowledgementStatus if status in SIGNED
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    how = filters.ChoiceFilter(
        label=_("How it was given"),
        choices=[(PORTAL, _("In the portal")), *Manner.choices],
        empty_label=_("All ways"),
        method="given_by",
    )

    def given_by(
        self, rows: AcknowledgementQuerySet, _name: str, wanted: str
    ) -> AcknowledgementQuerySet:
        if wanted == PORTAL:
            return rows.filter(recorded=None)
        return rows.filter(recorded__manner=wanted)


class LogFilter(RegisterFilter):
    """By name, one person (from a link), and acts or messages."""

    q = SearchFilter(["acknowledgement__councillor__full_name"], help_text=_("Councillor’s name"))
    source = filters.ChoiceFilter(
        label=_("Show"), choices=Source.choices, empty_label=_("Acts and messages")
    )
    person = filters.NumberFilter(
        field_name="acknowledgement__councillor", widget=forms.HiddenInput, max_value=2**63 - 1
    )

    class Meta:
        model = Event
        fields: list[str] = []

    @property
    def of_person(self) -> Any:
        """The number of the one councillor whose log it is, if it is one's."""
        return self.form.cleaned_data.get("person") if self.form.is_valid() else None


class GroupFilter(RequestFilter):
    """By name, policy, and whether it is done; the group is the leader's own."""

    group = None  # type: ignore[assignment]  # takes the filter away
    signed = filters.ChoiceFilter(
        label=_("Status"),
        choices=[("yes", _("Signed")), ("no", _("Not signed"))],
        empty_label=_("All"),
        method="of_signed",
    )

    def of_signed(
        self, rows: AcknowledgementQuerySet, _name: str, wanted: str
    ) -> AcknowledgementQuerySet:
        """As the table tells it: nothing of why somebody has not."""
        return rows.signed() if wanted == "yes" else rows.not_signed()
