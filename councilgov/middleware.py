"""What stands between every request and every view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.cache import add_never_cache_headers

from councilgov.people.council import NotSetUp
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

NO_SENSORS = "camera=(), geolocation=(), microphone=()"


class RefusalMiddleware:
    """Shows a rule that was broken, or that the council is missing, as a page, not as a crash."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotSetUp):
            return not_set_up()
        if not isinstance(exception, Refused):
            return None
        return render(request, "409.html", {"reason": str(exception)}, status=409)


def not_set_up() -> HttpResponse:
    """What every page says before ``manage.py create_council``."""
    return HttpResponse(loader.get_template("not_set_up.html").render(), status=503)


class PrivacyMiddleware:
    """Pages of somebody signed in are not kept by browsers, nor shown by Back after signing out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", NO_SENSORS)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response
