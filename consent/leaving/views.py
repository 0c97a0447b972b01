"""Pages of the end of a term: for who leaves, for who takes over, and for officers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from consent.accepting.checks import is_to_accept
from consent.counting.figures import in_words
from consent.leaving import actions
from consent.leaving.acts import COLOURS, beginning, having_the_file, stopping
from consent.leaving.answering import record_answer as record
from consent.leaving.forms import AnswerForm, ChoiceForm
from consent.leaving.reminding import letters_due
from consent.leaving.rules import (
    OF_THEIRS,
    choose_by,
    keeps_for_themselves,
    people_of,
    successors_of,
    to_choose_for_all,
    to_choose_of,
    undecided,
    what_to_say,
)
from consent.models import Leaving, Parting, PartingStatus
from consent.own import KEEPS, PAGE
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.confirming import confirmed_with
from councilgov.accounts.reasons import reason_page
from councilgov.capacity import Capacity
from councilgov.days import day_in_words
from councilgov.people.terms import back_after
from councilgov.records import Refused

if TYPE_CHECKING:
    from consent.models import Constituent
    from councilgov.http import Request

SEES = permission_required(Right.SEE_LEAVERS, raise_exception=True)
ANSWERS = permission_required(Right.RECORD_ANSWER, raise_exception=True)
BEGINS = permission_required(Right.BEGIN_PERIOD, raise_exception=True)
ON_A_PAGE = 50


def the_leaving(request: Request) -> Leaving:
    """One's own, the earliest that is not over. It needs no right: who has left has none. Whoever
    sends again what ended it is told that it is done.
    """
    mine = Leaving.objects.visible_to(request.user).with_row().first()
    if mine is not None:
        return mine
    if request.method == "POST" and Leaving.objects.decided_by(request.user).exists():
        raise Refused(_("It is done: you have chosen for everybody."))
    raise Http404


@require_http_methods(["GET", "HEAD"])
def leaving(request: Request) -> HttpResponse:
    """What becomes of whom; once the records are sealed, how many there are and nobody's name."""
    row = the_leaving(request)
    people, files = to_choose_of(row), Parting.objects.filter(leaving=row, status="to_return")
    listed = people.select_related("parting__successor").order_by("full_name", "pk")
    page = Paginator(listed, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "row": row,
        "page": None if row.is_sealed else page,
        "shown": [] if row.is_sealed else [(one, *_standing(one)) for one in page],
        "count": page.paginator.count,
        "left": undecided(people).count(),
        "for_all": to_choose_for_all(row).exists(),
        "to_take": files.count(),
        "is_taken": files.exclude(returned_at=None).exists(),
        "choose_by": choose_by(row),
        "back_on": back_after(row.councillor_id, row.last_day),
        "of_their_own": keeps_for_themselves(row),
        "of_council": people_of(row).filter(capacity=Capacity.COUNCIL).count(),
    }
    return render(request, "consent/leaving/leaving.html", context)


def _standing(person: Constituent) -> tuple[bool, str, str]:
    """Whether anything is chosen for somebody, and what, with the colour of its tag."""
    chosen: Parting | None = getattr(person, "parting", None)
    if chosen is None:
        return False, _("To be decided"), "blue"
    return True, chosen.get_status_display(), COLOURS[chosen.status]


@PAGE
def decide(request: Request, pk: int) -> HttpResponse:
    """What becomes of one person. Once the records are sealed, of nobody alone."""
    row = the_leaving(request)
    if row.is_sealed:
        raise Http404
    return _choose(request, row, get_object_or_404(to_choose_of(row), pk=pk))


@PAGE
def decide_all(request: Request) -> HttpResponse:
    """What becomes of everybody for whom nothing is chosen yet."""
    row = the_leaving(request)
    if not to_choose_for_all(row).exists():
        messages.info(request, _("You have chosen for everybody already."))
        return redirect("consent:leaving")
    return _choose(request, row, None)


def _choose(request: Request, row: Leaving, person: Constituent | None) -> HttpResponse:
    form = filled(request, ChoiceForm(request.POST or None, leaving=row, person=person))
    if form.done(lambda: _say(request, row, person, form)):
        return redirect("consent:leaving" if Leaving.objects.visible_to(request.user) else "home")
    others = list(successors_of(row)) if "successor" in form.fields else []
    context = {
        "form": form,
        "row": row,
        "person": person,
        "count": 1 if person else to_choose_for_all(row).count(),
        "words": what_to_say(row, others[0] if len(others) == 1 else None) if others else "",
    }
    return render(request, "consent/leaving/decide.html", context)


def _say(request: Request, row: Leaving, person: Constituent | None, form: ChoiceForm) -> None:
    whom = person.pk if person else None
    count = actions.decide(leaving=row, person=whom, by=request.user, **form.cleaned_data)
    told = ngettext("Noted for %(n)s person.", "Noted for %(n)s people.", count) % {"n": count}
    messages.success(request, told)
    is_to_hand = form.cleaned_data["choice"] == PartingStatus.OFFERED
    if is_to_hand and person is None and to_choose_for_all(row).exists():
        messages.info(request, _("The others cannot be handed on. Choose again for them."))


@require_POST
def take_file(request: Request) -> HttpResponse:
    """Everything about those who are to be returned, as one file, once it is sure who asks."""
    row = the_leaving(request)
    act = _("You take everything that you noted about these people out of the portal.")
    method = confirmed_with(request, act=act, button=_("Download the file"))
    text = actions.take_file(leaving=row, by=request.user, confirmed_with=method)
    headers = {"Content-Disposition": 'attachment; filename="my-contacts.txt"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


@PAGE
def confirm_file(request: Request) -> HttpResponse:
    """The councillor has the file."""
    row = the_leaving(request)
    return reason_page(
        request,
        having_the_file(),
        lambda _reason: actions.confirm_file(leaving=row, by=request.user),
        then=reverse("home") if row.is_over else "",
    )


@PAGE
@KEEPS
def offers(request: Request) -> HttpResponse:
    """Whom councillors who leave would hand over: how many; who it is stands on no page before."""
    offered = Parting.objects.offered_to(request.user)
    if request.method == "POST":
        return _answer(request)
    counts = offered.values("leaving").annotate(n=Count("pk")).values_list("leaving", "n")
    rows = Leaving.objects.with_row().in_bulk([pk for pk, _n in counts])
    context = {
        "offers": [(rows[pk], n) for pk, n in counts],
        "is_to_accept": is_to_accept(request.user, Capacity.WARD),
    }
    return render(request, "consent/leaving/offers.html", context)


def _answer(request: Request) -> HttpResponse:
    """Taken over, or not. What they have answered already is refused in words."""
    offered = Parting.objects.filter(successor=request.user).values("leaving")
    pk = request.POST.get("leaving", "")
    rows = Leaving.objects.with_row()
    row = get_object_or_404(rows, pk__in=offered, pk=pk if pk.isdecimal() else None)
    if request.POST.get("answer") == "yes":
        actions.accept(leaving=row, by=request.user)
        messages.success(request, _accepted(row))
    else:
        actions.decline(leaving=row, by=request.user)
        messages.success(request, _("You do not take over. The other councillor has been told."))
    return redirect("consent:offers")


def _accepted(row: Leaving) -> str:
    if row.is_over:
        return _("You take over. Check each of them before you contact them.")
    told = _("You take over. You find them in your contacts after %(day)s.")
    return told % {"day": day_in_words(row.last_day)}


@PAGE
@SEES
def leavers(request: Request) -> HttpResponse:
    """Who leaves office, and what is sealed: how many records, and none of them."""
    rows = Leaving.objects.in_hand(request.user).with_row()
    if request.method == "POST":
        pk = request.POST.get("leaving", "")
        row = get_object_or_404(rows, pk=pk if pk.isdecimal() else None)
        return _note_letter(request, row)
    counts = dict(rows.values_list("pk").annotate(n=Count("people", filter=OF_THEIRS)))
    found = [(row, in_words(counts[row.pk]) if row.is_sealed else "") for row in rows]
    context = {
        "rows": found,
        "letters": set(letters_due()),
        "unreached": set(Leaving.objects.to_write_to()),
        "may_answer": request.user.has_perm(Right.RECORD_ANSWER),
    }
    return render(request, "consent/leaving/leavers.html", context)


def _note_letter(request: Request, row: Leaving) -> HttpResponse:
    actions.note_letter(leaving=row, by=request.user)
    messages.success(request, _("Noted: you have written to them."))
    return redirect("consent:leavers")


@PAGE
@BEGINS
def begin_period(request: Request, pk: int) -> HttpResponse:
    """Nobody can be told any more: an officer sets the day on which sealed records go."""
    row = get_object_or_404(Leaving.objects.in_hand(request.user).with_row(), pk=pk)
    return reason_page(
        request,
        beginning(row),
        lambda _reason: actions.begin_period(leaving=row, by=request.user),
    )


@PAGE
@BEGINS
def stop_period(request: Request, pk: int) -> HttpResponse:
    """The day is taken back, before anything is deleted."""
    row = get_object_or_404(Leaving.objects.in_hand(request.user).with_row(), pk=pk)
    return reason_page(
        request,
        stopping(row),
        lambda _reason: actions.stop_period(leaving=row, by=request.user),
    )


@PAGE
@ANSWERS
def record_answer(request: Request, pk: int) -> HttpResponse:
    """What a councillor who left says of their records, once they can't sign in themselves."""
    rows = Leaving.objects.in_hand(request.user).exclude(left_at=None).of_the_living()
    row = get_object_or_404(rows.with_row(), pk=pk)
    form = filled(request, AnswerForm(request.POST or None, leaving=row))
    if form.done(lambda: record(leaving=row, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Recorded."))
        return redirect("consent:leavers")
    return render(request, "consent/leaving/answer.html", {"form": form, "row": row})
