"""The page of the dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consent.counting.figures import stale
from councilgov.access import Right
from councilgov.portal.dashboard.cards import cards, signed_bars
from councilgov.portal.dashboard.months import months
from councilgov.portal.dashboard.urgent import urgent
from councilgov.portal.home import summaries, waiting

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request


@require_safe
@permission_required(Right.SEE_DASHBOARD, raise_exception=True)
def dashboard(request: Request) -> HttpResponse:
    """What needs the Monitoring Officer, and how far everything is."""
    user = request.user
    policies = list(summaries(user))
    context = {
        "now": timezone.now(),
        "cards": list(cards(user, policies)),
        "urgent": urgent(user),
        "waiting": list(waiting(user)),
        "months": months(user),
        "signed": list(signed_bars(policies)),
        "stale": stale(),
        "stale_head": [_("To be checked again"), _("Councillors")],
    }
    return render(request, "portal/dashboard/dashboard.html", context)
