"""Pages of leaving office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from councilgov.access import Right
from councilgov.offboarding.models import OffboardingCase

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request

SEES = permission_required(Right.SEE_OFFBOARDING, raise_exception=True)


@require_safe
@SEES
def board(request: Request) -> HttpResponse:
    """Everybody who leaves, or left and is not done."""
    cases = OffboardingCase.objects.visible_to(request.user).open().with_row()
    return render(request, "offboarding/board.html", {"cases": cases})


@require_safe
@SEES
def case(request: Request, pk: int) -> HttpResponse:
    """One case: its clocks and its tasks."""
    row = get_object_or_404(OffboardingCase.objects.visible_to(request.user).with_row(), pk=pk)
    return render(request, "offboarding/case.html", {"case": row})


@require_safe
def mine(request: Request) -> HttpResponse:
    """What somebody who leaves has still to do."""
    own = OffboardingCase.objects.filter(councillor=request.user).open().with_row()
    row = get_object_or_404(own.order_by("-last_day")[:1])
    return render(request, "offboarding/mine.html", {"case": row})
