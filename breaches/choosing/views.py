"""Pages of the clauses that kinds of reports cite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from breaches.choosing import actions, facts
from breaches.choosing.forms import BUILT_IN, ClauseForm, value_of
from breaches.clauses import KINDS
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from policies.models import PolicyVersion

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request
    from councilgov.people.models import User

HANDLES = permission_required(Right.HANDLE_INCIDENT, raise_exception=True)


@require_safe
@HANDLES
def clauses(request: Request) -> HttpResponse:
    """Which clause each kind of report cites today."""
    return render(request, "breaches/choosing/clauses.html", {"lines": list(facts.lines())})


@require_http_methods(["GET", "POST"])
@HANDLES
def choose_clause(request: Request, what: str) -> HttpResponse:
    """Another clause for one kind of report."""
    if what not in KINDS:
        raise Http404
    line = next(one for one in facts.lines() if one.what == what)
    versions = PolicyVersion.objects.in_force().select_related("policy").order_by("policy__title")
    first = {"clause": value_of(line)}
    form = ClauseForm(request.POST or None, versions=list(versions), initial=first)
    form = filled(request, form)
    if form.done(lambda: _choose(form, what, by=request.user)):
        messages.success(request, _("Saved. Reports from now on cite it."))
        return redirect("breaches:clauses")
    context = {"form": form, "line": line}
    return render(request, "breaches/choosing/choose_clause.html", context)


def _choose(form: ClauseForm, what: str, *, by: User) -> None:
    if form.cleaned_data["clause"] == BUILT_IN:
        actions.use_built_in(what=what, by=by)
        return
    version, anchor = form.chosen
    actions.choose_clause(what=what, version=version, anchor=anchor, by=by)
