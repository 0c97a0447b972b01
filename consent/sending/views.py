"""Pages that help before something is sent. What is pasted is never kept.

Their forms do not say whose they are: what was typed is carried through no sign-in page, and into
no session (``councilgov.accounts.carrying``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from consent.models import Channel
from consent.own import KEEPS, PAGE
from consent.sending.finding import find, pieces, reasons
from consent.sending.forms import DraftForm, PostForm
from consent.sending.kinds import Group
from consent.sending.posting import MEANING, left, verdict
from consent.wording.filling import contact_only

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request


class CheckingFailed(Exception):
    """The draft could not be checked. It says no word of it: a crash is logged."""


@require_safe
@KEEPS
def messages_help(request: Request) -> HttpResponse:
    """All that helps with messages and posts."""
    return render(request, "consent/sending/help.html")


@sensitive_variables()
@sensitive_post_parameters()
@PAGE
@KEEPS
def before_sending(request: Request) -> HttpResponse:
    """What in a draft says whom it is about, or is sensitive; and what to say instead."""
    form = DraftForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        context |= checked(form.cleaned_data["draft"])
        context["instead"] = contact_only(request.user)
        context["channel"] = form.cleaned_data["channel"]
        context["secure"] = Channel.objects.used().filter(is_secure=True)
    return render(request, "consent/sending/before_sending.html", context)


@PAGE
@KEEPS
def before_posting(request: Request) -> HttpResponse:
    """What to make sure of, and whether it counts as a councillor's. Nothing of it is kept."""
    form = PostForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        taken_as = verdict(form.cleaned_data["signs"])
        context |= {
            "taken_as": taken_as,
            "meaning": MEANING[taken_as],
            "left": left(form.cleaned_data["sure_of"]),
        }
    return render(request, "consent/sending/before_posting.html", context)


@sensitive_variables()
def checked(draft: str) -> dict[str, Any]:
    """What is shown of a draft. Raises ``CheckingFailed``, and nothing that repeats the draft."""
    try:
        found = find(draft)
        why = reasons(draft, found)
        return {
            "is_checked": True,
            "is_sensitive": any(one.group != Group.IDENTIFIER for one in why),
            "reasons": why,
            "pieces": pieces(draft, found),
        }
    except Exception:  # noqa: BLE001  # what it says may quote the draft, and would be logged
        raise CheckingFailed from None
