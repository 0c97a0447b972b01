"""Pages of answers that everybody who is signed in may read."""

from __future__ import annotations

from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from breaches.answering import actions
from breaches.answering.facts import versions_of
from breaches.answering.forms import FindForm, PublishedForm
from breaches.models import AdviceRequest, PublishedAnswer, kinds_published_by
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.forms.filters import SearchFilter
from councilgov.forms.reasons import Act

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])
PER_PAGE = 25
SEARCH = SearchFilter(["question", "answer"])


@require_safe
def published_answers(request: Request) -> HttpResponse:
    """Questions that others had, by their words."""
    form = FindForm(request.GET or None)
    asked = form.cleaned_data["q"] if form.is_valid() else ""
    rows = SEARCH.filter(PublishedAnswer.objects.visible_to(request.user), asked)
    context = {
        "form": form,
        "asked": asked,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_publish": bool(kinds_published_by(request.user)),
        "may_ask": request.user.has_perm(Right.ASK_ADVICE),
    }
    return render(request, "breaches/answering/published_answers.html", context)


def the_answer(request: Request, pk: int) -> PublishedAnswer:
    """One that this person may read. Raises ``Http404``."""
    return get_object_or_404(PublishedAnswer.objects.visible_to(request.user), pk=pk)


def publishes(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who publish answers; of one that there is, those about such questions."""

    @wraps(view)
    def shown(request: Request, pk: int | None = None) -> HttpResponse:
        kinds = kinds_published_by(request.user)
        if not kinds:
            raise PermissionDenied
        if pk is None:
            return view(request)
        row = the_answer(request, pk)
        if row.kind not in kinds:
            raise PermissionDenied
        return view(request, row)

    return shown


@require_safe
def published_answer(request: Request, pk: int) -> HttpResponse:
    """One question and its answer; to those who publish also what its words were before."""
    row = the_answer(request, pk)
    may_publish = row.kind in kinds_published_by(request.user)
    context = {
        "row": row,
        "may_publish": may_publish,
        "may_ask": request.user.has_perm(Right.ASK_ADVICE),
        "versions": versions_of(row) if may_publish else [],
    }
    return render(request, "breaches/answering/published_answer.html", context)


@EITHER
@publishes
def add_answer(request: Request) -> HttpResponse:
    """An officer writes up an answer, perhaps to a question that somebody asked."""
    number = request.GET.get("from", "").removeprefix("ADV-")
    seen = AdviceRequest.objects.to_advise(request.user).with_row()
    source = seen.filter(pk=number).first() if number.isdecimal() and number.isascii() else None
    first = {"kind": source.kind if source else ""}
    form = PublishedForm(request.POST or None, initial=first, source=source, by=request.user)
    form = filled(request, form)
    do = partial(actions.add_answer, source=source)
    return written(request, form, do, title=_("Write up an answer"), source=source)


@EITHER
@publishes
def change_answer(request: Request, row: PublishedAnswer) -> HttpResponse:
    """An officer changes its words."""
    first = {"kind": row.kind, "question": row.question, "answer": row.answer}
    form = PublishedForm(request.POST or None, initial=first, source=row.source, by=request.user)
    form = filled(request, form)
    do = partial(actions.change_answer, published=row)
    return written(request, form, do, title=_("Change the answer"), row=row)


def written(
    request: Request, form: PublishedForm, do: Any, *, title: str, **about: Any
) -> HttpResponse:
    """The page on which an answer is written: shown, or published."""
    made: list[PublishedAnswer] = []
    if form.done(lambda: made.append(do(by=request.user, **form.cleaned_data))):
        messages.success(request, _("It is published to everybody who is signed in."))
        return redirect(made[0])
    about = {"source": None, "row": None, **about}
    context = {"form": form, "title": title, **about}
    return render(request, "breaches/answering/write.html", context)


@EITHER
@publishes
def withdraw_answer(request: Request, row: PublishedAnswer) -> HttpResponse:
    """An officer takes it away from everybody."""
    act = Act(
        title=_("Withdraw the answer"),
        caption=row.question,
        back=row.get_absolute_url(),
        consequences=[_("Only those who publish answers can read it after that.")],
        question=_("Why is it withdrawn?"),
        button=_("Withdraw it"),
        done=_("It is withdrawn."),
        is_grave=False,
    )
    do = partial(actions.withdraw_answer, published=row, by=request.user)
    then = reverse("breaches:published_answers")
    return reason_page(request, act, lambda reason: do(reason=reason), then=then)


@EITHER
@publishes
def erase_answer(request: Request, row: PublishedAnswer) -> HttpResponse:
    """An officer erases what was withdrawn: it named somebody."""
    act = Act(
        title=_("Erase the answer"),
        caption=row.question,
        back=row.get_absolute_url(),
        consequences=[
            _("All that it ever said goes for good."),
            _("That there was an answer stays as evidence, without a word of it."),
        ],
        question="",
        button=_("Erase it"),
        done=_("It is erased."),
    )
    then = reverse("breaches:published_answers")
    do = partial(actions.erase_answer, published=row, by=request.user)
    return reason_page(request, act, lambda _why: do(), then=then)
