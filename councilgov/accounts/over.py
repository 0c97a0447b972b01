"""What somebody sees whose access is over: with a session that was open, or with their password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import SESSION_KEY
from django.shortcuts import render

from councilgov.people.models import User
from councilgov.people.standing import Access

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

FORBIDDEN = 403


def is_of_who_left(request: HttpRequest) -> bool:
    """Whether this session was that of somebody who has no access any more. It is asked only where
    nobody is signed in, so it costs the others nothing.
    """
    pk = request.session.get(SESSION_KEY)
    person = User.objects.filter(pk=pk, is_active=True).first() if pk else None
    return person is not None and person.access == Access.OVER


def access_over(request: HttpRequest) -> HttpResponse:
    """The session ends, and a plain page says whom to ring. Whoever mourns may read it too."""
    request.session.flush()
    return render(request, "account/access_over.html", status=FORBIDDEN)
