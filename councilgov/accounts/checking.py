"""A form whose answers are shown once more, to be checked, before anything is done with them.

An answer to a POST is no page to come back to: the browser asks whether to send it again. So what
was sent is kept in the session, and the page that checks it, or says what is wrong in it, has an
address of its own, which Back, Forward and Reload show as often as somebody likes. That page holds
the answers too, and sends them along with its button to change something (``name="change"``): so
nothing is lost if the session ended, or kept them for too long.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.http import QueryDict
from django.shortcuts import redirect

from councilgov.accounts.carrying import (
    AFRESH,
    CHANGE,
    CHECK,
    FOUND,
    TYPED,
    forget_checked,
    form_of,
    keep_to_check,
    page_of_check,
    to_check,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from councilgov.http import Request

P = ParamSpec("P")


def checked_first(
    is_act: Callable[[QueryDict], bool],
) -> Callable[
    [Callable[Concatenate[Request, P], HttpResponse]],
    Callable[Concatenate[Request, P], HttpResponse],
]:
    """For a view that shows a form, a page to check it, and does the act.

    ``is_act`` tells the answers that were checked: they go to the view as they are, and nothing
    is kept of them once it leads on. All others are kept, and the view finds them in
    ``request.POST`` of the request that shows them.
    """

    def decorate(
        view: Callable[Concatenate[Request, P], HttpResponse],
    ) -> Callable[Concatenate[Request, P], HttpResponse]:
        @wraps(view)
        def wrapped(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method != "POST":
                return look(request) or view(request, *args, **kwargs)
            if not is_act(request.POST):
                return keep(request) or view(request, *args, **kwargs)
            response = view(request, *args, **kwargs)
            if response.status_code == FOUND:
                forget_checked(request)
            return response

        return wrapped

    return decorate


def look(request: Request) -> HttpResponse | None:
    """Lead to the form where there is nothing to check, or nothing any more."""
    if AFRESH in request.GET:
        forget_checked(request)
        return redirect(form_of(request))
    if CHECK in request.GET and not show_kept(request):
        return redirect(form_of(request))
    return None


def keep(request: Request) -> HttpResponse | None:
    """Lead on to the page that checks what was sent, or back to the form to change it.

    What is too much to keep the view shows at once.
    """
    is_changed = CHANGE in request.POST
    if keep_to_check(request):
        return redirect(form_of(request) if is_changed else page_of_check(request))
    if is_changed:
        setattr(request, TYPED, request.POST)
        request.method, request.POST = "GET", QueryDict()
    return None


def show_kept(request: Request) -> bool:
    """Put what was sent where the view looks for it; whether there is anything."""
    typed = to_check(request)
    if typed:
        request.POST = typed  # type: ignore[assignment]  # as it was sent, past the check of CSRF
    return bool(typed)
