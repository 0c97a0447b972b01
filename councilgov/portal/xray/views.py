"""Pages of the X-ray."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.portal.xray import actions
from councilgov.portal.xray.facts import report_for, rules_for
from councilgov.portal.xray.forms import SetAsideForm
from councilgov.portal.xray.models import SetAside

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request

OVERSEES = permission_required(Right.OVERSEE_XRAY, raise_exception=True)


@require_safe
@permission_required(Right.SEE_XRAY, raise_exception=True)
def findings(request: Request) -> HttpResponse:
    """What does not fit together, the worst first, each with where it is mended."""
    context = {
        "report": report_for(request.user),
        "rules": rules_for(request.user),
        "looked_at": timezone.now(),
        "may_set_aside": request.user.has_perm(Right.OVERSEE_XRAY),
    }
    return render(request, "portal/xray/findings.html", context)


@require_http_methods(["GET", "POST"])
@OVERSEES
def set_aside(request: Request, key: str) -> HttpResponse:
    """Leave a finding for now, with a reason and until a day."""
    finding = report_for(request.user).finding(key)
    if finding is None:
        raise Http404
    form = filled(request, SetAsideForm(request.POST or None))
    leave = partial(actions.set_aside, finding=key, known=finding.found.n, by=request.user)
    if form.is_valid() and form.done(lambda: leave(**form.cleaned_data)):
        messages.success(request, _("It is set aside. It comes back by itself."))
        return redirect("xray:findings")
    earlier = SetAside.objects.filter(finding=key).with_row().order_by("-set_at")
    context = {"finding": finding, "form": form, "earlier": earlier}
    return render(request, "portal/xray/set_aside.html", context)


@require_POST
@OVERSEES
def bring_back(request: Request, pk: int) -> HttpResponse:
    """Show a finding with the others again, before its day."""
    row = get_object_or_404(SetAside.objects.all(), pk=pk)
    actions.bring_back(row=row, by=request.user)
    messages.success(request, _("It is on the list again."))
    return redirect("xray:findings")
