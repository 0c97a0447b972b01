"""Whose the pages of permission to contact are."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.views.decorators.http import require_http_methods

from councilgov.access import Right

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http.response import HttpResponseBase

    from councilgov.http import Request

PAGE = require_http_methods(["GET", "POST"])
KEEPS = permission_required(Right.KEEP_CONTACTS, raise_exception=True)
CLASSIFIES = permission_required(Right.CLASSIFY_CHANNELS, raise_exception=True)


def own_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page that a councillor has to themselves: for others it is not there, and they get 404."""

    @wraps(view)
    def page(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(Right.KEEP_CONTACTS):
            raise Http404
        return view(request, *args, **kwargs)

    return page
