"""Which incident somebody may look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from breaches.models import Incident

if TYPE_CHECKING:
    from councilgov.http import Request


def the_incident(request: Request, pk: int) -> Incident:
    """The incident of that number, if this person may see it. Raises ``Http404``."""
    seen = Incident.objects.visible_to(request.user).with_row().prefetch_related("involved")
    return get_object_or_404(seen, pk=pk)
