"""Before a question is sent, its asker reads what others were answered: that may be enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from breaches.advising import actions
from breaches.models import PublishedAnswer

if TYPE_CHECKING:
    from django.http import HttpResponse

    from breaches.advising.forms import AskForm
    from breaches.models import AdviceRequest
    from councilgov.http import Request

GO_ON, CHANGE, ANSWERED = "go_on", "change", "answered"
"""The buttons below the answers: send it all the same, change its words, ask no more."""


def answered_before(
    request: Request, form: AskForm, draft: AdviceRequest | None
) -> HttpResponse | None:
    """The page of earlier answers like it; None where there is none, or they have read them."""
    seen = PublishedAnswer.objects.visible_to(request.user)
    if number := request.POST.get(ANSWERED, ""):
        is_number = number.isdecimal() and number.isascii()
        if found := seen.filter(pk=number).first() if is_number else None:
            return ended(request, found, draft)
    if not {GO_ON, CHANGE}.isdisjoint(request.POST) or not form.is_valid():
        return None
    likely = list(seen.like(form.cleaned_data["words"], form.cleaned_data["kind"]))
    if not likely:
        return None
    context = {"form": form, "answers": likely}
    return render(request, "breaches/advising/earlier.html", context)


def ended(request: Request, found: PublishedAnswer, draft: AdviceRequest | None) -> HttpResponse:
    """No question is asked; what was kept of one goes."""
    if draft:
        actions.throw_away_advice(asked=draft, by=request.user)
    messages.success(request, _("Your question was not sent, and nothing of it is kept."))
    return redirect(found)
