"""The page on which the council keeps the names of the systems that councillors sign in to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.offboarding import actions
from councilgov.offboarding.models import System
from councilgov.offboarding.naming.forms import SystemForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request

KEEPS = permission_required(Right.KEEP_SYSTEMS, raise_exception=True)
USED = "used"


@require_http_methods(["GET", "POST"])
@KEEPS
def systems(request: Request) -> HttpResponse:
    """The systems of the council, and one more."""
    form = filled(request, SystemForm(request.POST or None))
    if form.done(partial(_add, request, form)):
        messages.success(request, _("It is in the list."))
        return redirect("offboarding:systems")
    context = {"form": form, "systems": System.objects.visible_to(request.user)}
    return render(request, "offboarding/systems.html", context)


def _add(request: Request, form: SystemForm) -> None:
    actions.add_system(by=request.user, **form.cleaned_data)


@require_POST
@KEEPS
def use_system(request: Request, pk: int) -> HttpResponse:
    """A system is asked for from now on, or not any more."""
    row = get_object_or_404(System.objects.visible_to(request.user), pk=pk)
    is_used = request.POST.get("use") == USED
    actions.use_system(system=row, is_used=is_used, by=request.user)
    told = _("It is asked for again.") if is_used else _("It is not asked for any more.")
    messages.success(request, told)
    return redirect("offboarding:systems")
