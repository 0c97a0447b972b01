"""The board of leavers, and the page of one case."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from councilgov.access import Right
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from councilgov.offboarding.models import OffboardingCase
from councilgov.offboarding.showing.facts import may_see, shown
from councilgov.offboarding.showing.tables import BoardFilter, BoardTable
from councilgov.offboarding.suspending.facts import board_line

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

SEES = permission_required(Right.SEE_OFFBOARDING, raise_exception=True)


@SHOWN_OR_TAKEN
@SEES
def board(request: Request) -> HttpResponseBase:
    """Everybody who leaves, or left and is not done; the most urgent first."""
    cases = OffboardingCase.objects.visible_to(request.user).with_next_due().with_row()
    return register_page(
        request,
        queryset=cases.prefetch_related("tasks"),
        table_class=BoardTable,
        filter_class=BoardFilter,
        template="offboarding/board.html",
        context={"title": _("Leavers"), "suspended": board_line(), **may_see(request.user)},
        on_export=partial(export_register, of="offboarding", by=request.user),
        can_save=True,
    )


@require_safe
@SEES
def case(request: Request, pk: int) -> HttpResponse:
    """One case: its clocks, its tasks, what the person holds, and what happened."""
    row = get_object_or_404(OffboardingCase.objects.visible_to(request.user).with_row(), pk=pk)
    return render(request, "offboarding/case.html", shown(row, request.user))


@require_safe
@SEES
def case_of(request: Request, person: int) -> HttpResponse:
    """The last case of somebody: pages about people lead here without knowing of cases."""
    cases = OffboardingCase.objects.visible_to(request.user).filter(councillor=person)
    if row := cases.order_by("-last_day", "-pk").first():
        return redirect(row)
    messages.info(request, _("There is no case of leaving office of this person."))
    if request.user.has_perm(Right.SEE_PEOPLE):
        return redirect("accounts:person", person)
    return redirect("offboarding:board")
