"""Pages of how long reports are kept whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from breaches.keeping.forms import KeepingForm
from breaches.models import CaseHold, Incident
from councilgov.access import Right
from councilgov.accounts.ruling.views import settings_page
from councilgov.people.models import Council

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])
ON_A_PAGE = 50


@EITHER
@permission_required(Right.CHANGE_SETTINGS, raise_exception=True)
def change_keeping(request: Request) -> HttpResponse:
    """After how many years personal details go."""
    about = _(
        "Then the words, names and files of a report, or of a matter of conduct, are erased. What "
        "kind it was, when, and what was decided stays, so that the figures do not change. The day "
        "stands on its page four weeks before. Who changed this is kept."
    )
    title = _("How long reports are kept")
    return settings_page(request, KeepingForm, title=title, about=about)


@require_safe
@permission_required(Right.SEE_INCIDENTS, raise_exception=True)
def going(request: Request) -> HttpResponse:
    """Whose personal details are erased in the next weeks, so that what is needed is kept."""
    seen = Incident.objects.visible_to(request.user)
    rows = seen.exclude(erases_on=None).order_by("erases_on", "pk")
    context = {
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "kept": CaseHold.objects.in_force().open_to(request.user).count(),
        "years": Council.objects.the().incident_years,
    }
    return render(request, "breaches/keeping/going.html", context)
