"""Pages about one person: what they were asked to sign, and the file that proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from councilgov.access import Right
from councilgov.days import today
from councilgov.people.models import User
from policies.evidence import actions
from policies.evidence.files import made
from policies.evidence.holdings import parts_of

if TYPE_CHECKING:
    from councilgov.http import Request


def known_to(request: Request, pk: int, right: Right) -> User:
    """The person themself, or anybody who was ever in office, to who holds the right; else 404."""
    if pk == request.user.pk:
        return request.user
    if not request.user.has_perm(right):
        raise Http404
    found: User = get_object_or_404(User.objects.exclude(terms=None), pk=pk)
    return found


def reads_statements(request: Request, person: User) -> bool:
    """What somebody typed is read by them and by the Monitoring Officer."""
    return person.pk == request.user.pk or request.user.has_perm(Right.SEE_STATEMENTS)


@require_safe
def person(request: Request, pk: int) -> HttpResponse:
    """Every policy that this person was asked to sign, by term, and what was done about it."""
    found = known_to(request, pk, Right.SEE_REGISTER)
    is_own = found.pk == request.user.pk
    context = {
        "person": found,
        "parts": parts_of(found),
        "is_own": is_own,
        "reads_statements": reads_statements(request, found),
        "sees_account": not is_own and request.user.has_perm(Right.SEE_PEOPLE),
        "may_take": is_own or request.user.has_perm(Right.SEE_EVIDENCE),
    }
    return render(request, "policies/person.html", context)


@require_POST
def evidence(request: Request, pk: int) -> HttpResponse:
    """One file with every signature and every message; that it was made is itself evidence.

    Only on a press of the button: what fetches an address ahead of anybody would make evidence too.
    """
    found = known_to(request, pk, Right.SEE_EVIDENCE)
    file = made(found, by=request.user, reads_statements=reads_statements(request, found))
    actions.export_evidence(
        person=found, by=request.user, sha256=file.sha256, head=file.head, rows=file.rows
    )
    response = HttpResponse(file.content, content_type="application/pdf")
    name = f"evidence-{slugify(found.full_name)}-{today().isoformat()}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
