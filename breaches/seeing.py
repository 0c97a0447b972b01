"""Which incident somebody may look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from breaches.models import Incident
from breaches.notifying.actions import may_read, may_tell
from breaches.triaging.checks import may_add, may_handle

if TYPE_CHECKING:
    from breaches.models import Assessment
    from councilgov.http import Request


def the_incident(request: Request, pk: int) -> Incident:
    """The incident of that number, if this person may see it. Raises ``Http404``."""
    seen = (
        Incident.objects.visible_to(request.user)
        .with_row()
        .prefetch_related("involved", "assessments")
    )
    return get_object_or_404(seen, pk=pk)


def added_to(request: Request, pk: int) -> Incident:
    """The incident, for who may add what they know. Raises ``PermissionDenied`` for who has only
    opened it in an emergency, and ``Http404``.
    """
    incident = the_incident(request, pk)
    if not may_add(incident, request.user):
        raise PermissionDenied
    return incident


def handled(request: Request, pk: int) -> Incident:
    """The incident, for who may look into it and has no part in it. Raises ``PermissionDenied``
    for others who see it, and ``Http404``.
    """
    incident = the_incident(request, pk)
    if not may_handle(incident, request.user):
        raise PermissionDenied
    return incident


def the_part(request: Request, pk: int, part: int) -> Assessment:
    """One controller's part of it, if this person may see that. Raises ``Http404``."""
    incident = the_incident(request, pk)
    rows = incident.assessments.visible_to(request.user).with_row()
    row = get_object_or_404(rows, pk=part)
    row.incident = incident
    return row


def own_part(request: Request, pk: int, part: int) -> Assessment:
    """One's own part. Raises ``PermissionDenied`` for others who see it, and ``Http404``."""
    row = the_part(request, pk, part)
    if row.councillor != request.user:
        raise PermissionDenied
    return row


def read_by(request: Request, pk: int, part: int) -> Assessment:
    """The part whose report this person may read. Raises ``PermissionDenied`` and ``Http404``."""
    row = the_part(request, pk, part)
    if not may_read(row, request.user):
        raise PermissionDenied
    return row


def told_by(request: Request, pk: int, part: int) -> Assessment:
    """The part for which this person reports. Raises ``PermissionDenied`` for others who see it,
    and ``Http404``.
    """
    row = the_part(request, pk, part)
    if not may_tell(row, request.user):
        raise PermissionDenied
    return row
