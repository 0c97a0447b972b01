"""Pages on which a complaint and a report are linked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from breaches.asked import ask
from breaches.complaining.views import handled
from breaches.linking import actions
from breaches.linking.forms import LinkForm
from breaches.models import ComplaintReport
from councilgov.access import Right
from councilgov.accounts.carrying import filled

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])
SEES = permission_required(Right.SEE_COMPLAINTS, raise_exception=True)


@EITHER
@SEES
def link_report(request: Request, pk: int) -> HttpResponse:
    """A report is about the same thing."""
    row = handled(request, pk)
    form = filled(request, LinkForm(request.POST or None))
    do = partial(actions.link_report, complaint=row, by=request.user)
    title = _("Link it to a report")
    return ask(request, form, lambda: do(**form.cleaned_data), title=title, about=row)


@require_POST
@SEES
def unlink_report(request: Request, pk: int, link: int) -> HttpResponse:
    """It is not."""
    row = handled(request, pk)
    seen = ComplaintReport.objects.visible_to(request.user).filter(complaint=row)
    actions.unlink_report(link=get_object_or_404(seen, pk=link), by=request.user)
    messages.success(request, _("They are no longer linked."))
    return redirect(row)
