"""Pages on which a suspension is entered or moved: a form, what follows from it, and the act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from councilgov.accounts.carrying import WHOSE
from councilgov.accounts.checking import checked_first
from councilgov.offboarding.suspending.forms import SureForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from councilgov.forms.kit import GovukForm
    from councilgov.http import Request
    from councilgov.offboarding.suspending.drafting import Draft
    from councilgov.people.models import Suspension, User

CHECKED = checked_first(lambda sent: "checked" in sent)
NOT_SENT_ON = {"csrfmiddlewaretoken", WHOSE, "checked", "change", "is_sure"}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is entered, about whom, and what it is with them."""

    form: GovukForm
    title: str
    back: str
    person: User
    draft: Callable[[], Draft]
    act: Callable[[], Suspension]


def checked(request: Request, entry: Entry) -> HttpResponse:
    """The form until it is right, then what follows; saved once that was looked at, and once what
    is unusual in it was said to be meant.
    """
    context: dict[str, Any] = {
        "form": entry.form,
        "title": entry.title,
        "back": entry.back,
        "person": entry.person,
    }
    drafts: list[Draft] = []
    if not entry.form.done(lambda: drafts.append(entry.draft())):
        return render(request, "offboarding/suspension_form.html", context)
    (draft,), is_checked = drafts, "checked" in request.POST
    sure = SureForm(request.POST if is_checked and draft.unusual else None)
    if not is_checked or (draft.unusual and not sure.is_valid()):
        typed = request.POST.lists()
        sent = [(name, one) for name, all_ in typed if name not in NOT_SENT_ON for one in all_]
        said = {"draft": draft, "sure": sure, "sent": sent}
        return render(request, "offboarding/check_suspension.html", {**context, **said})
    saved: list[Suspension] = []
    if not entry.form.done(lambda: saved.append(entry.act())):
        return render(request, "offboarding/suspension_form.html", context)
    messages.success(request, draft.done)
    return redirect(reverse("offboarding:suspension", args=[saved[0].pk]))
