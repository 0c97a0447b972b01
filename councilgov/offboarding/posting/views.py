"""Pages of letters: who is to be written to, and each letter on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councilgov.access import Right
from councilgov.offboarding.models import LetterKind, OffboardingCase
from councilgov.offboarding.posting import actions
from councilgov.offboarding.posting.due import due_by_kind, letters_due
from councilgov.offboarding.posting.words import as_pdf

if TYPE_CHECKING:
    from councilgov.http import Request

KEEPS = permission_required(Right.KEEP_OFFBOARDING, raise_exception=True)


@require_http_methods(["GET", "HEAD", "POST"])
@KEEPS
def letters(request: Request) -> HttpResponse:
    """Whom no email reaches, with the letter to each; and that it was posted."""
    if request.method == "POST":
        return _note(request)
    return render(request, "offboarding/letters.html", {"due": letters_due()})


def _note(request: Request) -> HttpResponse:
    pk, kind = request.POST.get("case", ""), request.POST.get("kind", "")
    if kind not in LetterKind.values:
        raise Http404
    seen = OffboardingCase.objects.visible_to(request.user)
    case = get_object_or_404(seen, pk=pk if pk.isdecimal() else None)
    actions.note_letter(case=case, kind=LetterKind(kind), by=request.user)
    messages.success(request, _("Noted: the letter is posted."))
    return redirect("offboarding:letters")


@require_safe
@KEEPS
def letter(_request: Request, pk: int, kind: str) -> HttpResponse:
    """One letter to print: those that are due, and no others."""
    if kind not in LetterKind.values:
        raise Http404
    case = get_object_or_404(due_by_kind()[LetterKind(kind)].with_row(), pk=pk)
    response = HttpResponse(as_pdf(case, LetterKind(kind)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="letter-{kind}-{case.pk}.pdf"'
    return response
