"""Pages of saved views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import is_valid_path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from councilgov.accounts.carrying import filled
from councilgov.accounts.models import SavedView
from councilgov.accounts.saving import actions
from councilgov.accounts.saving.forms import ViewForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request


@require_http_methods(["GET", "POST"])
def save_view(request: Request) -> HttpResponse:
    """Keep the filters of a register under a name."""
    path, query = request.GET.get("path", ""), request.GET.get("query", "")
    if not path.startswith("/") or not is_valid_path(path):
        raise Http404
    actions.check_filters(path, query)
    view = SavedView(owner=request.user, path=path, query=query)
    form = filled(request, ViewForm(request.POST or None, user=request.user))
    if form.done(
        lambda: actions.save_view(path=path, query=query, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The view is saved."))
        return redirect(view.address)
    context = {"form": form, "view": view, "title": _("Save this view")}
    return render(request, "accounts/saved_view.html", context)


@require_http_methods(["GET", "POST"])
def change_view(request: Request, pk: int) -> HttpResponse:
    """Another name for a view, sharing it, or removing it; a shared one of somebody else is shared
    no longer.
    """
    view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    if view.owner_id != request.user.pk:
        return stop_sharing(request, view)
    if "remove" in request.POST:
        actions.remove_view(view=view, by=request.user)
        messages.success(request, _("The view is removed."))
        return redirect(view.path)
    known = {"name": view.name, "role": view.role}
    form = filled(request, ViewForm(request.POST or None, user=request.user, initial=known))
    if form.done(lambda: actions.change_view(view=view, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The view is saved."))
        return redirect(view.address)
    context = {"form": form, "view": view, "title": _("Change this view")}
    return render(request, "accounts/saved_view.html", context)


def stop_sharing(request: Request, view: SavedView) -> HttpResponse:
    """What somebody else shared with a role is asked for once more, and then is theirs alone."""
    if request.method == "POST":
        actions.stop_sharing(view=view, by=request.user)
        messages.success(request, _("The view is not shared any more."))
        return redirect(view.path)
    return render(request, "accounts/shared_view.html", {"view": view})
