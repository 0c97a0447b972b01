"""Error pages in the house look. Django finds them by the ``handler`` names in ``urls``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's signature
    """A form from a page that was open too long, or from another site."""
    return render(request, "403.html", {"is_stale_form": True}, status=403)
