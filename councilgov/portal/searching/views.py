"""The search of the whole portal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from councilgov.forms.sealing import OVER, SEARCHES, SOUGHT, is_over, opened, sealed
from councilgov.portal.searching.facts import one_kind, results
from councilgov.portal.searching.forms import SearchForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: Request) -> HttpResponse:
    """What was typed is sent, and leads to an address that holds it sealed (ADR 0020): it may be
    somebody's name.
    """
    form = form_of(request)
    if not form.is_bound or not form.is_valid():
        return render(request, "portal/searching/search.html", {"form": form})
    words = form.cleaned_data["q"]
    if request.method == "POST":
        sought = sealed(request, dict.fromkeys(SEARCHES, words))
        return redirect(reverse("search", query={SOUGHT: sought}))
    context = {"form": form, "words": words}
    if one := one_kind(request, words):
        whole = reverse("search", query={SOUGHT: request.GET[SOUGHT]})
        return render(request, "portal/searching/kind.html", {**context, "one": one, "back": whole})
    context |= results(request, words)
    return render(request, "portal/searching/search.html", context)


def form_of(request: Request) -> SearchForm:
    """What was sent, or what the address holds; a search that is over says so."""
    if request.method == "POST":
        return SearchForm(request.POST)
    if is_over(request):
        form = SearchForm({})
        form.fields["q"].required = False
        form.add_error("q", OVER)
        return form
    return SearchForm(opened(request))
