"""The receipt of whoever left: for them while they may sign in, and for officers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from councilgov.ledger.certificates import certificate_of, pdf, statement_of
from councilgov.ledger.statements import lines_of
from councilgov.offboarding.machines import WITH_RECEIPT
from councilgov.offboarding.models import OffboardingCase
from councilgov.offboarding.own.facts import also_left
from devices.models import Return

if TYPE_CHECKING:
    from councilgov.http import Request


def the_case(request: Request, pk: int) -> OffboardingCase:
    """One that is completed, or of who is in office again: to officers who see leavers, and to whom
    it is about.
    """
    seen = OffboardingCase.objects.visible_to(request.user).filter(status__in=WITH_RECEIPT)
    return get_object_or_404(seen.with_row(), pk=pk)


@require_safe
def my_receipt(request: Request) -> HttpResponse:
    """To one’s own, the last one."""
    mine = OffboardingCase.objects.filter(councillor=request.user)
    case = mine.filter(status__in=WITH_RECEIPT).order_by("-last_day", "-pk").first()
    if case is None:
        raise Http404
    return redirect("offboarding:receipt", case.pk)


@require_safe
def receipt(request: Request, pk: int) -> HttpResponse:
    """What was returned, closed and not needed, to print."""
    case = the_case(request, pk)
    issued = certificate_of(case)
    said = statement_of(issued)
    is_own = case.councillor_id == request.user.pk
    context = {
        "case": case,
        "certificate": issued,
        "lines": lines_of(said, issued.texts) if said else [],
        "is_own": is_own,
        "also_left": list(also_left(request.user)) if is_own else [],
        "returns": Return.objects.filter(councillor=request.user) if is_own else [],
    }
    return render(request, "offboarding/receipt.html", context)


@require_safe
def certificate(request: Request, pk: int) -> HttpResponse:
    """The certificate as a PDF that proves itself."""
    issued = certificate_of(the_case(request, pk))
    response = HttpResponse(pdf(issued), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="leaving-{issued.code}.pdf"'
    return response
