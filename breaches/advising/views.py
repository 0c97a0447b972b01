"""Pages of questions: for whoever asks, and for those who advise."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from breaches.advising import actions, facts
from breaches.advising.checks import may_advise
from breaches.advising.earlier import CHANGE, answered_before
from breaches.advising.forms import AddForm, AnswerForm, AskForm, AskMoreForm, ReplyForm, of_draft
from breaches.advising.places import Place, name_of, place_of
from breaches.advising.tables import (
    AdviceFilter,
    AdviceNamesFilter,
    AdviceNamesTable,
    AdviceTable,
)
from breaches.giving_back import Queue, gives_words_back
from breaches.models import AdviceRequest
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.days import moment_in_words
from councilgov.forms.reasons import Act
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.forms.kit import GovukForm
    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])
GIVES_BACK = gives_words_back(
    Queue(
        Right.SEE_ADVICE,
        _lazy(
            "You can’t see this question any more. Somebody may have passed it to another team "
            "while you wrote."
        ),
        "breaches:advice_queue",
        _lazy("Questions to answer"),
    )
)
"""For an officer who wrote while a colleague passed the question on."""
PER_PAGE = 25
LATER = "later"
"""The button that saves a question, to be gone on with another time."""


def the_request(request: Request, pk: int) -> AdviceRequest:
    """One's own, or one that one advises on. Raises ``Http404`` for anybody else."""
    return get_object_or_404(AdviceRequest.objects.visible_to(request.user).with_row(), pk=pk)


def own_request(request: Request, pk: int) -> AdviceRequest:
    """One's own. Raises ``PermissionDenied`` for those who advise, else as ``the_request``."""
    row = the_request(request, pk)
    if row.asker_id != request.user.pk:
        raise PermissionDenied
    return row


def advised_by(request: Request, pk: int) -> AdviceRequest:
    """One that this person may answer. Raises ``PermissionDenied`` for others who see it."""
    row = the_request(request, pk)
    if not may_advise(row, request.user):
        raise PermissionDenied
    return row


def turned_away(request: Request, asked: AdviceRequest, may: str) -> HttpResponse | None:
    """Back to the question where its form could only refuse, before anything is typed. What was
    sent is judged by the act.
    """
    if request.method == "POST" or facts.may_do(asked, request.user)[may]:
        return None
    messages.info(request, facts.last_done(asked))
    return redirect(asked)


@require_safe
def advice(request: Request) -> HttpResponse:
    """What this person asked, and the ways to ask, to answer and to read what others asked."""
    if about := request.GET.get("about"):
        return redirect(reverse("breaches:ask_advice", query={"about": about}))
    rows = AdviceRequest.objects.of(request.user).visible_to(request.user).with_row()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_ask": request.user.has_perm(Right.ASK_ADVICE),
        "sees_queue": request.user.has_perm(Right.SEE_ADVICE),
        "sees_names": request.user.has_perm(Right.SEE_ADVICE_NAMES),
    }
    return render(request, "breaches/advising/advice.html", context)


@EITHER
@permission_required(Right.ASK_ADVICE, raise_exception=True)
def ask_advice(request: Request) -> HttpResponse:
    """A councillor asks, perhaps about what they were just reading."""
    first, place = asked_again(request)
    form = AskForm(request.POST or None, initial=first, is_sent=LATER not in request.POST)
    return written(request, filled(request, form), place)


def asked_again(request: Request) -> tuple[dict[str, Any], Place]:
    """What a question begins with: with ``?again=``, an earlier one of theirs, by its number."""
    number = request.GET.get("again", "").removeprefix("ADV-")
    mine = AdviceRequest.objects.of(request.user).visible_to(request.user).with_row()
    if number.isdecimal() and number.isascii() and (row := mine.filter(pk=number).first()):
        words = _("This is about %(row)s.") % {"row": row}
        first = {**of_draft(row), "words": f"{words}\n\n"}
        return first, Place(row.version, row.clause, row.channel)
    first = {"kind": request.GET.get("kind", "")}
    return first, place_of(request.GET.get("about", ""), request.user)


@EITHER
def change_advice(request: Request, pk: int) -> HttpResponse:
    """A question that was kept is gone on with, and sent."""
    draft = own_request(request, pk)
    place = Place(draft.version, draft.clause, draft.channel)
    first = of_draft(draft)
    form = AskForm(request.POST or None, initial=first, is_sent=LATER not in request.POST)
    return written(request, filled(request, form), place, draft)


def written(
    request: Request, form: AskForm, place: Place, draft: AdviceRequest | None = None
) -> HttpResponse:
    """The page on which a question is written: shown, saved or sent."""
    do, done = actions.ask_advice, _("Your question is sent.")
    if LATER not in request.POST and (page := answered_before(request, form, draft)):
        return page
    if LATER in request.POST:
        do, done = actions.save_advice, _("Your question is saved and not sent.")
    more: Any = {"place": place, "draft": draft, "by": request.user}
    made: list[AdviceRequest] = []
    is_changed = CHANGE in request.POST
    if not is_changed and form.done(lambda: made.append(do(**form.cleaned_data, **more))):
        messages.success(request, done)
        return redirect(made[0])
    context = {"form": form, "about": name_of(place), "draft": draft, **facts.of_council()}
    return render(request, "breaches/advising/ask_advice.html", context)


@SHOWN_OR_TAKEN
@permission_required(Right.SEE_ADVICE, raise_exception=True)
def advice_queue(request: Request) -> HttpResponseBase:
    """What others asked of this officer's team, the most urgent first."""
    return register_page(
        request,
        queryset=AdviceRequest.objects.to_advise(request.user).ranked().with_row(),
        table_class=AdviceTable,
        filter_class=AdviceFilter,
        context={"title": _("Questions to answer"), "back": reverse("breaches:advice")},
        on_export=partial(export_register, of="breaches.advice", by=request.user),
    )


@SHOWN_OR_TAKEN
@permission_required(Right.SEE_ADVICE_NAMES, raise_exception=True)
def advice_names(request: Request) -> HttpResponseBase:
    """Who asked, and how far it is, for members' services: no word of what it is about."""
    return register_page(
        request,
        queryset=AdviceRequest.objects.named_to(request.user).ranked(),
        table_class=AdviceNamesTable,
        filter_class=AdviceNamesFilter,
        context={"title": _("Who asked for advice"), "back": reverse("breaches:advice")},
        on_export=partial(export_register, of="breaches.advice_names", by=request.user),
    )


@require_safe
def advice_request(request: Request, pk: int) -> HttpResponse:
    """One question, its answer, and what can be done now."""
    row = the_request(request, pk)
    shown = facts.shown(row, request.user, Council.objects.the())
    return render(request, "breaches/advising/advice_request.html", shown)


def ask(
    request: Request,
    form: GovukForm,
    do: Callable[..., AdviceRequest],
    asked: AdviceRequest,
    title: str,
    *,
    may: str,
) -> HttpResponse:
    """The page of a form about a question: shown, or done and back to it; ``may`` is what it is
    for, as the page of the question knows it.
    """
    if away := turned_away(request, asked, may):
        return away
    form = filled(request, form)
    if form.done(lambda: do(asked=asked, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Sent."))
        return redirect(asked)
    return form_page(request, form, asked, title)


def form_page(request: Request, form: GovukForm, asked: AdviceRequest, title: str) -> HttpResponse:
    """A form with all that was asked and said so far."""
    context = {"form": form, "asked": asked, "title": title}
    context |= facts.behind(asked, request.user, Council.objects.the())
    return render(request, "breaches/advising/form.html", context)


@EITHER
@GIVES_BACK
def ask_more(request: Request, pk: int) -> HttpResponse:
    """An officer needs to know more."""
    row = advised_by(request, pk)
    form = AskMoreForm(request.POST or None)
    return ask(request, form, actions.ask_more, row, _("Ask for more"), may="may_ask_more")


@EITHER
def reply_advice(request: Request, pk: int) -> HttpResponse:
    """Whoever asked says more."""
    row, form = own_request(request, pk), ReplyForm(request.POST or None)
    return ask(request, form, actions.reply_advice, row, _("Say more"), may="may_reply")


@EITHER
@GIVES_BACK
def answer_advice(request: Request, pk: int) -> HttpResponse:
    """An officer advises. Where another did so a moment before, nothing of it is lost."""
    row = advised_by(request, pk)
    if away := turned_away(request, row, "may_answer"):
        return away
    form, made = filled(request, AnswerForm(request.POST or None)), list[AdviceRequest]()
    do = partial(actions.answer_advice, asked=row, by=request.user)
    if form.done(lambda: made.append(do(**form.cleaned_data))):
        tell_whose_stands(request, made[0], form.cleaned_data["words"])
        return redirect(row)
    return form_page(request, form, row, _("Give advice"))


def tell_whose_stands(request: Request, asked: AdviceRequest, words: str) -> None:
    """That the advice was sent; or who answered before, and when, and that it was not."""
    if (asked.answered_by, asked.answer) == (request.user, words.strip()):
        messages.success(request, _("Your advice is sent."))
        return
    told = _(
        "Not sent: %(name)s answered at %(moment)s. Your words are kept below, and whoever asked "
        "does not see them. “Add to the answer” sends more."
    )
    moment = moment_in_words(asked.answered_at) if asked.answered_at else ""
    messages.warning(request, told % {"name": asked.answered_by, "moment": moment})


@EITHER
@GIVES_BACK
def add_to_answer(request: Request, pk: int) -> HttpResponse:
    """An officer says more than the answer did."""
    row, form = advised_by(request, pk), AddForm(request.POST or None)
    return ask(request, form, actions.add_to_answer, row, _("Add to the answer"), may="may_add")


@EITHER
@GIVES_BACK
def escalate_advice(request: Request, pk: int) -> HttpResponse:
    """An officer passes it to the Monitoring Officer."""
    row = advised_by(request, pk)
    if away := turned_away(request, row, "may_escalate"):
        return away
    act = Act(
        title=_("Pass it to the Monitoring Officer"),
        caption=row.reference,
        back=row.get_absolute_url(),
        consequences=[_("You and your team see it no more. The target stays as it is.")],
        question=_("Why is it for the Monitoring Officer?"),
        hint=_("Whoever asked reads this too."),
        button=_("Pass it on"),
        done=_("It is passed on."),
        is_grave=False,
    )
    do = partial(actions.escalate_advice, asked=row, by=request.user)
    then = reverse("breaches:advice_queue")
    return reason_page(request, act, lambda reason: do(reason=reason), then=then)


@EITHER
def withdraw_advice(request: Request, pk: int) -> HttpResponse:
    """Whoever asked needs no answer any more."""
    row = own_request(request, pk)
    if away := turned_away(request, row, "may_withdraw"):
        return away
    act = Act(
        title=_("Withdraw your question"),
        caption=row.reference,
        back=row.get_absolute_url(),
        consequences=[_("Nobody answers it any more. You can ask anew at any time.")],
        question="",
        button=_("Withdraw it"),
        done=_("It is withdrawn."),
        is_grave=False,
    )
    return reason_page(
        request, act, lambda _why: actions.withdraw_advice(asked=row, by=request.user)
    )


@require_POST
def throw_away_advice(request: Request, pk: int) -> HttpResponse:
    """A question that was not sent is deleted."""
    actions.throw_away_advice(asked=own_request(request, pk), by=request.user)
    messages.success(request, _("It is thrown away. Nothing of it is kept."))
    return redirect("breaches:advice")


@require_POST
def take_on_advice(request: Request, pk: int) -> HttpResponse:
    """An officer looks at it."""
    row = advised_by(request, pk)
    actions.take_on_advice(asked=row, by=request.user)
    messages.success(request, _("You took it on. Your team sees that."))
    return redirect(row)


@require_POST
def go_on_advice(request: Request, pk: int) -> HttpResponse:
    """An officer goes on without what they had asked for."""
    row = advised_by(request, pk)
    actions.go_on_advice(asked=row, by=request.user)
    return redirect("breaches:answer_advice", row.reference)


@require_POST
def accept_advice(request: Request, pk: int) -> HttpResponse:
    """Whoever asked is content."""
    row = own_request(request, pk)
    actions.accept_advice(asked=row, by=request.user)
    messages.success(request, _("It is closed. You can still read it here."))
    return redirect(row)
