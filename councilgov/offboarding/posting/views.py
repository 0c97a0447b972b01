"""Pages of letters: who is to be written to, and each letter on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councilgov.access import Right
from councilgov.offboarding.models import LetterKind, OffboardingCase
from councilgov.offboarding.posting import actions
from councilgov.offboarding.posting.due import due_by_kind, letters_due
from councilgov.offboarding.posting.words import as_pdf
from councilgov.offboarding.suspending import reaching
from councilgov.offboarding.suspending.reaching import OF_SUSPENSIONS, note_posted
from councilgov.people.models import Suspension

if TYPE_CHECKING:
    from councilgov.http import Request

KEEPS = permission_required(Right.KEEP_OFFBOARDING, raise_exception=True)


@require_http_methods(["GET", "HEAD", "POST"])
@KEEPS
def letters(request: Request) -> HttpResponse:
    """Whom no email reaches, with the letter to each; and that it was posted."""
    if request.method == "POST":
        return _note(request)
    written = Suspension.objects.visible_to(request.user).to_write(timezone.now()).with_row()
    return render(request, "offboarding/letters.html", {"due": letters_due(), "suspended": written})


def _note(request: Request) -> HttpResponse:
    pk, kind = request.POST.get("case", ""), request.POST.get("kind", "")
    key = pk if pk.isdecimal() else None
    if kind == OF_SUSPENSIONS:
        seen = Suspension.objects.visible_to(request.user)
        note_posted(suspension=get_object_or_404(seen, pk=key), by=request.user)
    elif kind in LetterKind.values:
        case = get_object_or_404(OffboardingCase.objects.visible_to(request.user), pk=key)
        actions.note_letter(case=case, kind=LetterKind(kind), by=request.user)
    else:
        raise Http404
    messages.success(request, _("Noted: the letter is posted."))
    return redirect("offboarding:letters")


@require_safe
@KEEPS
def letter(_request: Request, pk: int, kind: str) -> HttpResponse:
    """One letter to print: those that are due, and no others."""
    response = HttpResponse(_printed(pk, kind), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="letter-{kind}-{pk}.pdf"'
    return response


def _printed(pk: int, kind: str) -> bytes:
    if kind == OF_SUSPENSIONS:
        due = Suspension.objects.to_write(timezone.now()).with_row()
        return reaching.as_pdf(get_object_or_404(due, pk=pk))
    if kind not in LetterKind.values:
        raise Http404
    case = get_object_or_404(due_by_kind()[LetterKind(kind)].with_row(), pk=pk)
    return as_pdf(case, LetterKind(kind))
