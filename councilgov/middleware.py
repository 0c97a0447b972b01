"""What stands between every request and every view."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.shortcuts import render
from django.template import loader
from django.urls import is_valid_path
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from councilgov.people.council import NotSetUp
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

NOT_ALLOWED = 405
SAFE = ("GET", "HEAD")
LONGEST_ADDRESS = 4_000
"""Characters of path and query. Ours have a few hundred; gunicorn itself takes 8,190 bytes."""
LARGEST_REQUEST = 60_000_000
"""Bytes. A form of ours takes five files, of 50 MB together."""
NO_SENSORS = "camera=(), geolocation=(), microphone=()"


class RefusalMiddleware:
    """Shows a rule that was broken, or that the council is missing, as a page, not as a crash."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == NOT_ALLOWED and not response.content:
            return wrong_way(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotSetUp):
            return not_set_up()
        if not isinstance(exception, Refused):
            return None
        way = exception.way
        context = {"reason": str(exception), "way": way, "back": page_before(request)}
        return render(request, "409.html", context, status=409)


def page_before(request: HttpRequest) -> str:
    """The page of ours from which somebody came, or "". A refused page is no way back to itself."""
    before = request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}):
        return ""
    is_itself = urlsplit(before).path == request.path
    return "" if is_itself and request.method in SAFE else before


def wrong_way(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An address of a button that was opened as a page, or the other way round."""
    allowed = response["Allow"]
    page = request.path if "GET" in allowed else page_above(request.path)
    try:
        shown = render(request, "405.html", {"page": page}, status=NOT_ALLOWED)
    except NotSetUp:
        return not_set_up()
    shown["Allow"] = allowed
    return shown


def page_above(path: str) -> str:
    """The page of which an address is a file, or the nearest above: there its button is."""
    stem, dot, _kind = path.rpartition(".")
    if dot and is_valid_path(f"{stem}/"):
        return f"{stem}/"
    while path := path.rstrip("/").rpartition("/")[0]:
        if is_valid_path(f"{path}/"):
            return f"{path}/"
    return "/"


class AddressMiddleware:
    """Answers an address that is too long in the house look, before gunicorn would in its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if len(request.get_full_path()) > LONGEST_ADDRESS:
            return HttpResponse(loader.get_template("414.html").render(), status=414)
        return self.get_response(request)


class SizeMiddleware:
    """Refuses what is far too large by its announced length, before any of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdecimal() and int(announced) <= LARGEST_REQUEST:
            return self.get_response(request)
        return HttpResponse(loader.get_template("413.html").render(), status=413)


class IdleMiddleware(SessionMiddleware):
    """Signs somebody out who is idle: a page that looks for news by itself (``X-Refresh``) is no
    sign that they are still there, and changes nothing of their session.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if "X-Refresh" not in request.headers or request.method not in SAFE:
            return super().process_response(request, response)
        patch_vary_headers(response, ("Cookie",))
        return response


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
