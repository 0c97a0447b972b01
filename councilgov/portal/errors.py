"""Error pages in the house look. Django finds them by the ``handler`` names in ``urls``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpResponse
from django.shortcuts import render
from django.template import loader

from councilgov.access import Role
from councilgov.middleware import not_set_up
from councilgov.people.council import NotSetUp

if TYPE_CHECKING:
    from django.http import HttpRequest

ASKED = (Role.MEMBERS_SERVICES, Role.MONITORING_OFFICER, Role.ICT_DESK)
"""Who can say how to come by a role, the first whom the reader is not."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that no browser of ours sends, or one that is too large."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """A page of another role, and whom to ask for it: nobody is told to ask themselves."""
    user = getattr(request, "user", None)
    roles = user.roles if user and user.is_authenticated else set()
    whom = next((who for who in ASKED if who not in roles), None)
    return page(request, "403.html", 403, whom=whom)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """A page that is not there, or is somebody else's."""
    return page(request, "404.html", 404)


def crash(_request: HttpRequest) -> HttpResponse:
    """A fault of ours. Needs neither the database nor a context."""
    return HttpResponse(loader.get_template("500.html").render(), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's signature
    """A form from a page that was open too long, or from another site."""
    return page(request, "403.html", 403, is_stale_form=True)


def page(request: HttpRequest, template: str, status: int, **context: object) -> HttpResponse:
    """A page with the council's name, or the one that says that there is no council yet."""
    try:
        return render(request, template, context, status=status)
    except NotSetUp:
        return not_set_up()
