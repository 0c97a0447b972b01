"""The pages of help, open to everybody: nothing in them is about anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councilgov.portal.helping.guides import guides, guides_of, words
from councilgov.portal.helping.panels import panels

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Whom to ring about what, and where to read more."""
    own = guides_of(request.user)
    context = {"own": own, "others": [one for one in guides() if one not in own]}
    return render(request, "portal/help.html", context)


@login_not_required
@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """What one role does here, from a morning to once a year."""
    found = next((one for one in guides() if one.slug == slug), None)
    if found is None:
        raise Http404
    context = {"guide": found.read_by(request.user), "is_own": found.is_of(request.user)}
    return render(request, "portal/helping/guide.html", context)


@login_not_required
@require_safe
def help_words(request: HttpRequest) -> HttpResponse:
    """What the words mean."""
    return render(request, "portal/helping/words.html", {"words": words()})


@login_not_required
@require_safe
def help_rules(request: HttpRequest) -> HttpResponse:
    """Do and don't, topic by topic, with the clauses."""
    return render(request, "portal/helping/rules.html", {"panels": list(panels())})
