"""Pages of somebody who leaves: what to do, and how they can be reached."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councilgov.accounts.carrying import filled
from councilgov.offboarding import actions
from councilgov.offboarding.own.facts import own_case, shown
from councilgov.offboarding.own.forms import ContactForm
from councilgov.offboarding.receipting.views import my_receipt
from councilgov.offboarding.suspending.reaching import say_reach, to_reach

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from councilgov.http import Request
    from councilgov.offboarding.models import OffboardingCase
    from councilgov.people.models import Suspension


def the_own_case(request: Request) -> OffboardingCase:
    """It needs no right: who has left has none. Raises ``Http404`` for whoever does not leave."""
    case = own_case(request.user)
    if case is None:
        raise Http404
    return case


@require_safe
def mine(request: Request) -> HttpResponse:
    """What somebody who leaves has to do, in order, and what happens next; once all is done, their
    receipt.
    """
    case = own_case(request.user)
    if case is None:
        return my_receipt(request)
    return render(request, "offboarding/mine.html", shown(case))


@require_http_methods(["GET", "POST"])
def choose_contact(request: Request) -> HttpResponse:
    """An address of their own, or letters: asked before the mailbox is closed."""
    if own_case(request.user) is None and (row := to_reach(request.user).first()):
        do = partial(say_reach, councillor=request.user)
        return _chosen(request, row, do, "offboarding:my_suspension")
    case = the_own_case(request)
    return _chosen(request, case, partial(actions.choose_contact, case=case), "offboarding:mine")


def _chosen(
    request: Request,
    row: OffboardingCase | Suspension,
    do: Callable[..., object],
    page: str,
) -> HttpResponse:
    form = filled(request, ContactForm(request.POST or None, case=row))
    if form.done(lambda: do(**form.cleaned_data, by=request.user)):
        messages.success(request, _("Saved. Thank you."))
        return redirect(page)
    context = {
        "row": row,
        "form": form,
        "back": reverse(page),
        "leaves": page == "offboarding:mine",
    }
    return render(request, "offboarding/choose_contact.html", context)
