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

    View = Callable[..., HttpResponseBase]

PAGE = require_http_methods(["GET", "POST"])
CLASSIFIES = permission_required(Right.CLASSIFY_CHANNELS, raise_exception=True)


def hidden_without(right: Right) -> Callable[[View], View]:
    """A page of somebody's record, or of a councillor's own: without the right it is not there.

    "Not yours = 404": nobody learns by it what there is. A page without a record says 403.
    """

    def hidden(view: View) -> View:
        @wraps(view)
        def page(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perm(right):
                raise Http404
            return view(request, *args, **kwargs)

        return page

    return hidden


KEEPS = hidden_without(Right.KEEP_CONTACTS)
"""A page that a councillor has to themselves."""
