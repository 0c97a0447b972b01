"""Pages of the receipt, and of the copy of all that is held about somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consent.adding.views import the_person
from consent.own import KEEPS, PAGE
from consent.permitting.views import the_permission
from consent.receipting import actions
from consent.receipting.receipts import lines_of
from councilgov.people.models import Council

if TYPE_CHECKING:
    from councilgov.http import Request


@require_safe
@KEEPS
def receipt(request: Request, pk: int) -> HttpResponse:
    """What somebody agreed to, to print for them or to send."""
    row = the_permission(request, pk)
    lines = lines_of(row, Council.objects.the())
    return render(request, "consent/receipt.html", {"row": row, "lines": lines})


@require_safe
@KEEPS
def receipt_text(request: Request, pk: int) -> HttpResponse:
    """The same as a text."""
    lines = lines_of(the_permission(request, pk), Council.objects.the())
    return _text("\n".join(f"{label}: {value}" for label, value in lines), name="receipt.txt")


@PAGE
@KEEPS
def copy_person(request: Request, pk: int) -> HttpResponse:
    """All that is held about somebody; the button hands it over as one file."""
    person = the_person(request, pk)
    if request.method == "POST":
        whole = actions.copy_person(person=person, by=request.user)
        return _text(whole, name="everything-held.txt")
    return render(request, "consent/copy_person.html", {"person": person})


def _text(text: str, *, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)
