"""The search of an officer: sent, and led on to an address that says nothing (ADR 0020)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.urls import reverse

from consent.reading.forms import SearchForm
from councilgov.forms.sealing import OVER, SOUGHT, is_over, opened, sealed

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request


def search_of(request: Request, *, lists_everybody: bool = True) -> SearchForm:
    """What was sent, or what the address holds sealed. Not valid where that is over, nor where
    nothing was typed on a page that does not list everybody.
    """
    if request.method == "POST":
        form = SearchForm(request.POST)
        form.fields["words"].required = not lists_everybody
        return form
    form = SearchForm(opened(request) or {})
    if is_over(request):
        form.add_error("words", OVER)
    return form


def led_on(request: Request, form: SearchForm) -> HttpResponse | None:
    """Where somebody goes who searched; None for who is there."""
    if request.method != "POST" or not form.is_valid():
        return None
    words = form.cleaned_data["words"]
    match = request.resolver_match
    assert match  # noqa: S101  # of a page that is shown
    query = {SOUGHT: sealed(request, {"words": words})} if words else {}
    return redirect(reverse(match.view_name, args=match.args, kwargs=match.kwargs, query=query))
