"""What a councillor has signed, and the proof of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from councilgov.ledger.certificates import certificate_of, pdf
from policies.models import Acknowledgement

if TYPE_CHECKING:
    from councilgov.http import Request

LATELY = timedelta(hours=1)


@require_safe
def receipt(request: Request, pk: int) -> HttpResponse:
    """What a councillor signed, with the certificate: their own, in office or not.

    Of a signature on paper or by phone, the paper is the proof: who recorded it and when.
    """
    mine = Acknowledgement.objects.filter(councillor=request.user).once_signed()
    asked = get_object_or_404(mine.with_version().with_recorded().with_new_request(), pk=pk)
    if asked.is_recorded:
        return render(request, "policies/recorded.html", {"asked": asked})
    is_new = asked.signed_at and timezone.now() - asked.signed_at < LATELY
    context = {"asked": asked, "certificate": certificate_of(asked), "is_new": is_new}
    return render(request, "policies/receipt.html", context)


@require_safe
def signed(request: Request) -> HttpResponse:
    """Every policy that this person has signed or declined to sign, in office or not."""
    mine = Acknowledgement.objects.filter(councillor=request.user).with_version()
    now = timezone.now()
    context = {
        "rows": (mine.signed() | mine.disputed()).with_recorded().order_by("-signed_at"),
        "set_aside": mine.set_aside().with_recorded().with_new_request().order_by("-signed_at"),
        "lapsed": mine.lapsed().order_by("-lapsed_on", "pk"),
        "declined": mine.declined().with_line().with_office(now).order_by("-declined_at"),
    }
    return render(request, "policies/signed.html", context)


@require_safe
def certificate(request: Request, pk: int) -> HttpResponse:
    """The certificate of a signature as a PDF: one's own, or as keeper of the statements."""
    seen = Acknowledgement.objects.signed().statements_visible_to(request.user)
    row = get_object_or_404(seen.with_version().filter(recorded=None), pk=pk)
    issued = certificate_of(row)
    response = HttpResponse(pdf(issued), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{issued.code}.pdf"'
    return response
