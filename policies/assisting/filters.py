"""What the list of disputes can be narrowed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from councilgov.forms.filters import RegisterFilter, SearchFilter
from policies.models import RecordedSignature

if TYPE_CHECKING:
    from policies.assisted import RecordedSignatureQuerySet

OPEN, SETTLED = "open", "settled"


class DisputeFilter(RegisterFilter):
    """By name, and whether somebody has decided."""

    q = SearchFilter(["acknowledgement__councillor__full_name"], help_text=_("Councillor’s name"))
    dispute = filters.ChoiceFilter(
        label=_("Decided or not"),
        choices=[(OPEN, _("Not yet decided")), (SETTLED, _("Decided"))],
        method="of_dispute",
        empty_label=_("All disputes"),
    )

    class Meta:
        model = RecordedSignature
        fields: list[str] = []

    def of_dispute(
        self, rows: RecordedSignatureQuerySet, _name: str, wanted: str
    ) -> RecordedSignatureQuerySet:
        return rows.unsettled() if wanted == OPEN else rows.settled()
