"""Pages of what was not returned."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from councilgov.access import Right
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from councilgov.pounds import in_pounds
from devices.models import Device
from devices.outstanding.figures import Year, by_year
from devices.outstanding.tables import OutstandingFilter, OutstandingTable
from devices.outstanding.totals import Total, totals, whole
from devices.outstanding.worth import with_worth

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request


HEAD = (
    _lazy("Kind"),
    _lazy("Devices"),
    _lazy("Value when bought"),
    _lazy("Worth today"),
    _lazy("Average age in years"),
)


def cells(row: Total) -> list[str]:
    """One row of the totals, as the page shows it."""
    return [row.kind, f"{row.pieces:,}", in_pounds(row.value), in_pounds(row.worth), row.years]


@require_safe
@permission_required(Right.SEE_DEVICE_FIGURES, raise_exception=True)
def not_returned(request: Request) -> HttpResponse:
    """How much equipment is still out, how old it is and what it is worth. Nobody is named."""
    now = timezone.now()
    found = totals(Device.objects.not_returned(now), now)
    total = whole(found, _("All"))
    context = {
        "head": [str(words) for words in HEAD],
        "rows": [cells(row) for row in [*found, total]] if found else [],
        "whole": total,
        "may_see_list": request.user.has_perm(Right.SEE_DEVICES),
    }
    return render(request, "devices/not_returned.html", context)


@SHOWN_OR_TAKEN
@permission_required(Right.SEE_DEVICES, raise_exception=True)
def not_returned_list(request: Request) -> HttpResponseBase:
    """The same, device by device, with who has it: for those who ask for it back."""
    now = timezone.now()
    seen = Device.objects.visible_to(request.user).not_returned(now).with_row()
    return register_page(
        request,
        queryset=with_worth(seen, timezone.localdate(now)),
        table_class=OutstandingTable,
        filter_class=OutstandingFilter,
        context={
            "title": _("Equipment not returned"),
            "section": _("ICT service desk"),
            "back": reverse("devices:not_returned"),
        },
        on_export=partial(export_register, of="devices.not_returned", by=request.user),
    )


LOSSES = (
    _lazy("Year"),
    _lazy("Lost"),
    _lazy("Stolen"),
    _lazy("Damaged"),
    _lazy("Found again"),
    _lazy("Written off"),
    _lazy("Value written off"),
)
RETURNS = (_lazy("Year"), _lazy("Returns"), _lazy("Signed by both sides"))


@require_safe
@permission_required(Right.SEE_DEVICE_FIGURES, raise_exception=True)
def figures(request: Request) -> HttpResponse:
    """How much was lost, and how much came back, year by year. Nobody is named."""
    years = by_year()
    context = {
        "loss_head": [str(words) for words in LOSSES],
        "losses": [loss_cells(year) for year in years],
        "return_head": [str(words) for words in RETURNS],
        "returns": [[year.year, f"{year.returns:,}", f"{year.signed:,}"] for year in years],
    }
    return render(request, "devices/figures.html", context)


def loss_cells(year: Year) -> list[object]:
    """One row of what was lost."""
    counts = (year.lost, year.stolen, year.damaged, year.found, year.written_off)
    return [year.year, *(f"{count:,}" for count in counts), in_pounds(year.value_written_off)]
