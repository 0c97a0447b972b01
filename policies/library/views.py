"""Pages of the policy library: texts go out as a file, and come in as drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from councilgov.access import Right
from councilgov.days import today
from councilgov.records import Refused
from policies.library import actions, parcels
from policies.library.forms import ExportForm, ImportForm
from policies.models import UnsavedText
from policies.text.reading import FORBIDDEN

if TYPE_CHECKING:
    from councilgov.http import Request

DRAFTS = permission_required(Right.DRAFT_POLICY, raise_exception=True)


@require_safe
@DRAFTS
def library(request: Request) -> HttpResponse:
    """Send policies to another council, or take theirs in."""
    return render(request, "policies/library.html")


@require_http_methods(["GET", "POST"])
@DRAFTS
def export_policies(request: Request) -> HttpResponse:
    """Choose policies, and get them as a file."""
    form = ExportForm(request.POST or None)
    form.fields["versions"].queryset = actions.to_hand_out()  # type: ignore[attr-defined]
    if not form.is_valid():
        return render(request, "policies/export_policies.html", {"form": form})
    text = actions.hand_out(versions=form.cleaned_data["versions"], by=request.user)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="policies-{today():%Y-%m-%d}.json"'
    return response


@require_http_methods(["GET", "POST"])
@DRAFTS
def import_policies(request: Request) -> HttpResponse:
    """Choose another council's file."""
    is_sent = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if is_sent else ImportForm()
    if form.done(lambda: take_in(request, form)):
        return redirect("policies:check_import")
    return render(request, "policies/import_policies.html", {"form": form})


def take_in(request: Request, form: ImportForm) -> None:
    file = form.cleaned_data["file"]
    content = file.read(parcels.LARGEST + 1)
    name = FORBIDDEN.sub("", file.name)[-parcels.SHORT :]
    try:
        actions.take_in(content=content, name=name, by=request.user)
    except Refused as refusal:
        raise Refused(str(refusal), field="file") from refusal


@require_http_methods(["GET", "POST"])
@DRAFTS
def check_import(request: Request) -> HttpResponse:
    """What becomes of each policy of the file, and the button that takes them in."""
    if request.method == "POST":
        made = actions.bring_in(by=request.user)
        count = len(made)
        told = ngettext("%d draft was entered.", "%d drafts were entered.", count) % count
        messages.success(request, told)
        return redirect("policies:drafts")
    row = UnsavedText.objects.filter(version=None, entered_by=request.user).first()
    if row is None:
        return redirect("policies:import_policies")
    found = actions.judged(bytes(row.content))
    context = {"row": row, "judged": found, "is_any_new": any(one.is_new for one in found)}
    return render(request, "policies/check_import.html", context)
