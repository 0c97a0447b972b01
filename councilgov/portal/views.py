"""The portal's own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from councilgov.access import Right
from councilgov.forms.branding import branding_css
from councilgov.people.models import Council
from councilgov.portal.checks import PREPARED_ON, REVIEWED_ON, upkeep
from councilgov.portal.equipment import devices_held
from councilgov.portal.home import (
    changed_since_signed,
    contacts,
    held_back,
    own_group,
    summaries,
    waiting,
)
from councilgov.portal.suspended import as_far_as_open
from councilgov.portal.todo import to_do_today
from councilgov.portal.ways import ways

if TYPE_CHECKING:
    from django.http import HttpRequest

    from councilgov.http import Request


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The front door: what this is, and the way in."""
    if request.user.is_authenticated:
        return redirect("home")
    return render(request, "portal/start.html")


@require_safe
def home(request: Request) -> HttpResponse:
    """What this person has to do today."""
    tasks, asked = to_do_today(request.user)
    context = {
        "tasks": tasks,
        "held_back": held_back(request.user) if request.user.is_councillor else [],
        "changed": changed_since_signed(request.user, asked),
        "devices": devices_held(request.user),
        "own_group": own_group(request.user),
        "summaries": list(summaries(request.user)),
        "waiting": list(waiting(request.user)),
        "upkeep": upkeep() if request.user.has_perm(Right.SEE_UPKEEP) else [],
        "ways": list(ways(request.user)),
        "contacts": contacts(request.user),
    }
    return render(request, "portal/home.html", as_far_as_open(request.user, context))


@login_not_required
@cache_control(private=True, max_age=300)  # each answer may renew a session
@require_safe
def branding(_request: HttpRequest) -> HttpResponse:
    """The council's colours, over the stylesheet."""
    council = Council.objects.the()
    css = branding_css(council.header_colour, council.brand_colour)
    return HttpResponse(css, content_type="text/css")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement in the form of SI 2018/952."""
    context = {"prepared_on": PREPARED_ON, "reviewed_on": REVIEWED_ON}
    return render(request, "portal/accessibility.html", context)


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the portal keeps about people, and their rights (UK GDPR Articles 13 and 14)."""
    return render(request, "portal/privacy.html")
