"""The page of an act that needs a reason and a confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render

from councilgov.accounts.carrying import filled
from councilgov.forms.reasons import ReasonForm
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from councilgov.forms.reasons import Act
    from councilgov.http import Request


def reason_page(
    request: Request, act: Act, do: Callable[[str], object], *, then: str = ""
) -> HttpResponse:
    """Ask why, say what follows, and ``do`` it with the reason; a refusal stands on the page.

    An act without a ``question`` needs no reason: then there is none to give.

    Leads to the address ``then``, or to where the page came from. ``do`` may ask them to confirm
    who they are (``confirmed_with``) before it calls its action::

        return reason_page(request, act, lambda reason: actions.withdraw(..., reason=reason))
    """
    sent = request.POST if request.method == "POST" else None
    form = filled(request, ReasonForm(sent, act=act))
    if form.is_valid():
        try:
            do(form.cleaned_data.get("reason", ""))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, str(act.done))
            return redirect(then or act.back)
    return render(request, "govuk/reason.html", {"act": act, "form": form})
