"""A form whose answers are shown once more, to be checked, before anything is done with them.

An answer to a POST is no page to come back to: the browser asks whether to send it again. So what
was sent is kept in the session, and the page that checks it, or says what is wrong in it, has an
address of its own, which Back, Forward and Reload show as often as somebody likes.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.shortcuts import redirect

from councilgov.accounts.carrying import (
    CHECK,
    CHECKED,
    FOUND,
    form_of,
    keep_to_check,
    to_check,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse, QueryDict

    from councilgov.http import Request

P = ParamSpec("P")


def checked_first(
    is_act: Callable[[QueryDict], bool],
) -> Callable[
    [Callable[Concatenate[Request, P], HttpResponse]],
    Callable[Concatenate[Request, P], HttpResponse],
]:
    """For a view that shows a form, a page to check it, and does the act.

    ``is_act`` tells the answers that were checked: they go to the view as they are. All others
    are kept, and the view finds them in ``request.POST`` of the request that shows them.
    """

    def decorate(
        view: Callable[Concatenate[Request, P], HttpResponse],
    ) -> Callable[Concatenate[Request, P], HttpResponse]:
        @wraps(view)
        def wrapped(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method != "POST" and CHECK in request.GET and not show_kept(request):
                return redirect(form_of(request))
            if request.method == "POST" and not is_act(request.POST) and keep_to_check(request):
                return redirect(page_of_check(request))
            response = view(request, *args, **kwargs)
            if request.method == "POST" and response.status_code == FOUND:
                request.session.pop(CHECKED, None)
            return response

        return wrapped

    return decorate


def show_kept(request: Request) -> bool:
    """Put what was sent where the view looks for it; whether there is anything."""
    typed = to_check(request)
    if typed:
        request.POST = typed  # type: ignore[assignment]  # as it was sent, past the check of CSRF
    return bool(typed)


def page_of_check(request: Request) -> str:
    """The address of the page that checks what was sent."""
    asked = request.GET.copy()
    asked[CHECK] = "1"
    return f"{request.path}?{asked.urlencode()}"
