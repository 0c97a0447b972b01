"""Pages that a councillor has to themselves: for everybody else they are not there."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404

from councilgov.access import Right

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http.response import HttpResponseBase

    from councilgov.http import Request


def own_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Of councillors alone. Others get 404, as if nobody kept such a thing."""

    @wraps(view)
    def page(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(Right.KEEP_CONTACTS):
            raise Http404
        return view(request, *args, **kwargs)

    return page
