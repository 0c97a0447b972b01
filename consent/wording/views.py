"""Pages of the messages that ask somebody to ring."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consent.models import MessageWording, Wording
from consent.own import CLASSIFIES, KEEPS, PAGE
from consent.permitting.actions import record_test as send
from consent.permitting.checks import check_channel, check_takes_messages
from consent.permitting.sharing import notes_on
from consent.permitting.views import the_permission
from consent.permitting.words import next_word
from consent.wording import actions
from consent.wording.filling import messages_for
from consent.wording.forms import WordingForm
from consent.wordings import FILLED_WITH, PLACES, USUAL
from councilgov.accounts.carrying import filled
from councilgov.people.models import Council

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request


@PAGE
@KEEPS
def record_test(request: Request, pk: int) -> HttpResponse:
    """The words of the test message, to copy; the councillor sends it, and says so here."""
    row = the_permission(request, pk)
    if request.method == "POST":
        send(permission=row, by=request.user)
        messages.success(request, _("Noted. When they ring, note who it was."))
        return redirect(row)
    row.check_move("test_sent", _("The test message"))
    check_channel(row.channel)
    check_takes_messages(row.channel)
    council = Council.objects.the()
    notes = notes_on([row])[row.pk]
    is_shared = any(note.is_same for note in notes)
    word = next_word(row) if council.uses_test_word else ""
    texts = messages_for(row, request.user, word=word, is_shared=is_shared)
    context = {"row": row, "notes": notes, "texts": texts}
    return render(request, "consent/record_test.html", context)


@require_safe
@CLASSIFIES
def wordings(request: Request) -> HttpResponse:
    """The words of each message, as councillors get them."""
    texts = MessageWording.objects.texts()
    rows = [(kind, texts[kind], texts[kind] != str(USUAL[kind])) for kind in Wording]
    return render(request, "consent/wordings.html", {"rows": rows})


@PAGE
@CLASSIFIES
def change_wording(request: Request, kind: str) -> HttpResponse:
    """The council's own words for one message; or the usual ones again."""
    if kind not in Wording:
        raise Http404
    do = partial(actions.change_wording, kind=kind, by=request.user)
    if "usual" in request.POST:
        actions.restore_wording(kind=kind, by=request.user)
        return redirect("consent:wordings")
    begun = {"text": MessageWording.objects.texts()[kind]}
    form = filled(request, WordingForm(request.POST or None, initial=begun))
    if form.done(lambda: do(**form.cleaned_data)):
        messages.success(request, _("Saved. Councillors get these words from now on."))
        return redirect("consent:wordings")
    places = [(place, told) for place, told in FILLED_WITH.items() if place in PLACES[kind]]
    context = {"form": form, "kind": Wording(kind), "places": places}
    return render(request, "consent/change_wording.html", context)
