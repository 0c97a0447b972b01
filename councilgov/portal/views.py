"""The portal's own pages."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from councilgov.access import Right
from councilgov.forms.branding import branding_css
from councilgov.people.models import Council
from councilgov.portal.advice import advice_to_do
from councilgov.portal.begun import reports_to_do
from councilgov.portal.checks import PREPARED_ON, REVIEWED_ON, upkeep
from councilgov.portal.contacting import contacts_to_do, leaving_to_do
from councilgov.portal.elections import declaration_to_do
from councilgov.portal.equipment import equipment_to_do
from councilgov.portal.home import (
    asked_of,
    changed_since_signed,
    contacts,
    held_back,
    summaries,
    things_to_do,
    waiting,
)
from councilgov.portal.incidents import (
    breaches_to_do,
    breaches_to_wait_for,
    follow_ups_to_do,
    holds_to_do,
)
from councilgov.portal.leaving import leaving_office_to_do
from councilgov.portal.suspended import as_far_as_open
from councilgov.portal.talking import complaints_to_do
from councilgov.portal.ways import ways

if TYPE_CHECKING:
    from django.http import HttpRequest

    from councilgov.forms.templatetags.govuk import Task
    from councilgov.http import Request
    from councilgov.people.models import User
    from policies.models import Acknowledgement


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The front door: what this is, and the way in."""
    if request.user.is_authenticated:
        return redirect("home")
    return render(request, "portal/start.html")


def to_do_today(user: User, asked: list[Acknowledgement]) -> list[Task]:
    """What somebody has to do, first that of which hours count."""
    today = timezone.localdate()
    urgent = (breaches_to_do(user), reports_to_do(user))
    others = (
        declaration_to_do(user),
        breaches_to_wait_for(user),
        follow_ups_to_do(user),
        holds_to_do(user),
        advice_to_do(user),
        complaints_to_do(user),
        leaving_office_to_do(user),
        leaving_to_do(user),
        equipment_to_do(user, today),
        contacts_to_do(user, today),
    )
    return [*chain(*urgent), *things_to_do(asked, today, chain(*others))]


@require_safe
def home(request: Request) -> HttpResponse:
    """What this person has to do today."""
    asked = asked_of(request.user)
    context = {
        "tasks": to_do_today(request.user, asked),
        "held_back": held_back(request.user) if request.user.is_councillor else [],
        "changed": changed_since_signed(request.user, asked),
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


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Whom to ring about what."""
    return render(request, "portal/help.html")
