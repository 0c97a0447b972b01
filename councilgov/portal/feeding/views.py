"""The file that calendars look up, and the page on which somebody makes the link to it."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from councilgov.limits import Limit
from councilgov.portal.feeding import actions
from councilgov.portal.feeding.feed import feed
from councilgov.portal.feeding.links import READS, address_of
from councilgov.portal.models import CalendarLink

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

TOO_OFTEN = 429
WRONG_LINKS = Limit("calendar-links", most=30, seconds=60)
"""Of one address in a minute: only links that lead nowhere count."""


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The deadlines of whoever has this link. What leads nowhere says nothing of why."""
    link = CalendarLink.objects.of_secret(secret)
    if link is None:
        if WRONG_LINKS.is_reached(request):
            return HttpResponse(status=TOO_OFTEN)
        WRONG_LINKS.count(request)
        raise Http404
    content = feed(link.person)
    etag = f'"{sha256(content).hexdigest()}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


@require_safe
def my_calendar(request: Request) -> HttpResponse:
    """Whether there is a link, and how it is made."""
    link = CalendarLink.objects.visible_to(request.user).first()
    context = {"link": link, "is_working": request.user.access in READS}
    return render(request, "portal/feeding/my_calendar.html", context)


@require_POST
def make_calendar_link(request: Request) -> HttpResponse:
    """The new link, this once: it stands in no page after this one."""
    address = address_of(actions.make_link(by=request.user))
    return render(request, "portal/feeding/link.html", {"address": address})


@require_POST
def stop_calendar_link(request: Request) -> HttpResponse:
    """The link stops at once."""
    if actions.stop_link(by=request.user):
        messages.success(request, _("The link has stopped working."))
    return redirect("my_calendar")
