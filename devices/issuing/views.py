"""Pages of equipment that is issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from devices.models import Issue

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request


@require_safe
def issue(request: Request, pk: int) -> HttpResponse:
    """What was issued to somebody, and whether they accepted it."""
    row = get_object_or_404(Issue.objects.visible_to(request.user).with_row(), pk=pk)
    context = {"issue": row, "assignments": row.assignments.with_row().order_by("pk")}
    return render(request, "devices/issue.html", context)
