"""Checking certificates and the ledger, without an account."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from councilgov.ledger.certificates import is_intact, published_keys, statement_of
from councilgov.ledger.forms import UNKNOWN_CODE, Genuine, VerifyForm
from councilgov.ledger.limits import WRONG_CODES
from councilgov.ledger.models import Seal
from councilgov.ledger.signing import pem
from councilgov.ledger.statements import in_groups, lines_of

if TYPE_CHECKING:
    from django.http import HttpRequest

DAYS_SHOWN = 31


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Check a certificate by its code, by its proof or as a file."""
    if WRONG_CODES.is_reached(request):
        return render(request, "ledger/wait.html", status=429)
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    if not form.is_valid() or form.genuine is None:
        return _asked(request, form)
    if not form.genuine.outcome:
        return redirect("ledger:certificate", in_groups(form.genuine.certificate.code))
    return _shown(request, form.genuine)


@login_not_required
@never_cache
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """What a certificate says, for whoever has its code: the QR code leads here."""
    if WRONG_CODES.is_reached(request):
        return render(request, "ledger/wait.html", status=429)
    form = VerifyForm({"code": code})
    if not form.is_valid() or form.genuine is None:
        return _asked(request, form)
    return _shown(request, form.genuine)


def _asked(request: HttpRequest, form: VerifyForm) -> HttpResponse:
    if form.has_error("code", UNKNOWN_CODE):
        WRONG_CODES.count(request)
    return render(request, "ledger/verify.html", {"form": form})


def _shown(request: HttpRequest, genuine: Genuine) -> HttpResponse:
    certificate, own = genuine.certificate, statement_of(genuine.certificate)
    statement = genuine.statement or own
    context = {
        "certificate": certificate,
        "outcome": genuine.outcome,
        "title": statement["title"] if statement else _("Certificate"),
        "lines": lines_of(statement, certificate.texts) if statement else [],
        "is_erased": own is None,
        "is_intact": is_intact(certificate, statement),
        "seal": getattr(certificate.entry, "seal", None),
    }
    return render(request, "ledger/certificate.html", context)


@login_not_required
@require_safe
def heads(request: HttpRequest) -> HttpResponse:
    """The last seal of each day: whoever keeps one can prove that nothing before it was changed."""
    return render(request, "ledger/heads.html", {"heads": Seal.objects.daily_heads(DAYS_SHOWN)})


@login_not_required
@require_safe
def heads_text(_request: HttpRequest) -> HttpResponse:
    """The same of every day, a line each: day and head."""
    lines = (
        f"{timezone.localdate(seal.sealed_at)} {seal}\n" for seal in Seal.objects.daily_heads()
    )
    return HttpResponse("".join(lines), content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def heads_json(_request: HttpRequest) -> HttpResponse:
    """The same of every day, for programs."""
    found = [
        {
            "day": timezone.localdate(seal.sealed_at),
            "sealed_at": seal.sealed_at,
            "sequence": seal.sequence,
            "digest": seal.digest,
        }
        for seal in Seal.objects.daily_heads()
    ]
    return JsonResponse({"heads": found})


@login_not_required
@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The public keys of the council, with which anybody can check its certificates."""
    keys = [(row, pem(row.public_bytes)) for row in published_keys()]
    return render(request, "ledger/key.html", {"keys": keys})


@login_not_required
@require_safe
def key_text(_request: HttpRequest) -> HttpResponse:
    """The same keys as a file for the checker, the newest first, a line each."""
    lines = "".join(f"{row.public}\n" for row in published_keys())
    response = HttpResponse(lines, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="key.txt"'
    return response


@login_not_required
@cache_control(private=True, max_age=3600)  # each answer may renew a session
@require_safe
def checker(_request: HttpRequest) -> HttpResponse:
    """The program that checks certificates offline, as one file."""
    program = Path(__file__).with_name("checker.py").read_bytes()
    response = HttpResponse(program, content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="checker.py"'
    return response
