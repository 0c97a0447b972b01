"""The page on which a councillor makes the link, and those that the person sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from consent.models import StopLink
from consent.own import KEEPS, PAGE
from consent.permitting.views import the_permission
from consent.stop_links import DeadLink
from consent.stopping import actions
from councilgov.limits import Limit
from councilgov.records import Refused

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from councilgov.http import Request

GONE, TOO_OFTEN = 410, 429
NOTHING_LEFT = _("There is nothing to take back: the councillor no longer has your details.")
"""No other refusal is read out to who is not signed in: it may name somebody."""
STOPS = Limit("stop-links", most=10, seconds=3_600)
"""Of one address in an hour: somebody has one or two links, and the others are guesses."""


@PAGE
@KEEPS
def make_link(request: Request, pk: int) -> HttpResponse:
    """The link for the person, as a text to copy; with the button a new one is made."""
    row = the_permission(request, pk)
    actions.check_stoppable(row)
    if request.method == "POST":
        actions.make_link(permission=row, by=request.user)
        return redirect("consent:make_link", row.pk)
    link = StopLink.objects.filter(permission=row).first()
    shown = link if link and link.token and link.is_open(timezone.now()) else None
    return render(request, "consent/make_link.html", {"row": row, "link": shown})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """What the person sees: what it is about, and one button. To open the page changes nothing."""
    if request.method == "POST" and STOPS.is_reached(request):
        return render(request, "consent/stop_wait.html", status=TOO_OFTEN)
    try:
        if request.method == "POST":
            STOPS.count(request)
            actions.stop(token=token)
            return redirect("stopped")
        about = StopLink.objects.of_token(token).permission
    except Refused as refusal:
        reason = refusal if isinstance(refusal, DeadLink) else NOTHING_LEFT
        return render(request, "consent/stop_dead.html", {"reason": str(reason)}, status=GONE)
    return render(request, "consent/stop.html", {"about": about})


@login_not_required
@require_safe
def stopped(request: HttpRequest) -> HttpResponse:
    """It has been taken back."""
    return render(request, "consent/stopped.html")
