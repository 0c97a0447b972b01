"""Pages of questions: where drafters enter them, and where councillors answer."""

from __future__ import annotations

from functools import partial, wraps
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from policies.models import Acknowledgement, Answer, PolicyVersion, Question
from policies.numbers import of_number
from policies.quizzes import actions
from policies.quizzes.checks import OPEN_TO_ASK, check_may_ask, unanswered
from policies.quizzes.forms import AnswersForm, QuestionForm, typed_before
from policies.signatures.actions import check_may_sign
from policies.text.clauses import places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from django.http import HttpResponse

    from councilgov.http import Request

DRAFTS = permission_required(Right.DRAFT_POLICY, raise_exception=True)


def of_question(view: Callable[[Request, Question], HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the question that its address names, or else says that it is there no more."""

    @wraps(view)
    def found(request: Request, pk: int) -> HttpResponse:
        seen = PolicyVersion.objects.visible_to(request.user)
        rows = Question.objects.filter(version__in=seen).select_related("version__policy")
        question = rows.filter(pk=pk).first()
        return view(request, question) if question else removed_before(request, pk)

    return found


def removed_before(request: Request, pk: int) -> HttpResponse:
    """To the questions of its text, from one that is there no more, as after a second click."""
    was = Question.history.filter(id=pk).first()
    seen = PolicyVersion.objects.visible_to(request.user).select_related("policy")
    version = get_object_or_404(seen, pk=was.version_id if was else None)
    messages.info(request, _("This question was removed already."))
    return redirect("policies:edit_questions", version.policy.slug, version.number)


@require_http_methods(["GET", "POST"])
@permission_required(Right.SIGN_POLICY, raise_exception=True)
def questions(request: Request, slug: str) -> HttpResponse:
    """Answer the questions on a text, as often as it takes, and go on to sign."""
    seen = PolicyVersion.objects.filter(policy__slug=slug).select_related("policy")
    row = seen.first_to_read(request.user)
    if row is None:
        raise Http404
    own = Acknowledgement.objects.to_sign_by(row).filter(councillor=request.user)
    own = own.on_own_pages(timezone.now()).with_line().with_version()
    asked = check_may_sign(row, request.user, own.first())
    to_answer = list(unanswered(asked, row))
    if not to_answer or not asked.may_still_sign:
        return redirect("policies:sign_policy", slug)
    form = filled(request, AnswersForm(request.POST or None, questions=to_answer))
    answer = partial(actions.answer_questions, version=row, by=request.user)
    if form.is_valid() and form.done(lambda: answer(chosen=form.chosen())):
        return redirect("policies:questions", slug)
    context = {"version": row, "form": form, "tries": list(tries(asked, row, form, to_answer))}
    return render(request, "policies/questions.html", {**context, "done": done_of(asked, row)})


def done_of(asked: Acknowledgement, version: PolicyVersion) -> int:
    """How many questions on the text they have answered rightly."""
    right = Answer.objects.filter(acknowledgement=asked, is_right=True)
    return right.filter(question__version=version).count()


def tries(
    asked: Acknowledgement,
    version: PolicyVersion,
    form: AnswersForm,
    to_answer: Sequence[Question],
) -> Iterator[dict[str, object]]:
    """Each open question with its radios, and the last answer to it, which was not right."""
    given = Answer.objects.filter(acknowledgement=asked, question__in=to_answer)
    last = {answer.question_id: answer for answer in given.order_by("pk")}
    where = places(version.text)
    for question in to_answer:
        answer = last.get(question.pk)
        yield {
            "field": form[f"question_{question.pk}"],
            "question": question,
            "answered": question.choices[answer.chosen] if answer else "",
            "place": where.get(question.anchor, ""),
        }


@require_safe
@DRAFTS
def edit_questions(request: Request, slug: str, number: tuple[int, int]) -> HttpResponse:
    """The questions on a text, and what may be done with them until it is published."""
    row = version_of(request, slug, number)
    context = {
        "version": row,
        "questions": row.questions.all(),
        "may_change": row.status in OPEN_TO_ASK,
    }
    return render(request, "policies/edit_questions.html", context)


@require_http_methods(["GET", "POST"])
@DRAFTS
def add_question(request: Request, slug: str, number: tuple[int, int]) -> HttpResponse:
    """Add a question on the text."""
    row = version_of(request, slug, number)
    check_may_ask(row)
    form = filled(request, QuestionForm(request.POST or None, version=row))
    add = partial(actions.add_question, version=row, by=request.user)
    if form.is_valid() and form.done(lambda: add(**form.arguments())):
        messages.success(request, _("The question is added."))
        return redirect("policies:edit_questions", slug, row.number)
    context = {"version": row, "form": form, "title": _("Add a question")}
    return render(request, "policies/question.html", context)


@require_http_methods(["GET", "POST"])
@DRAFTS
@of_question
def change_question(request: Request, question: Question) -> HttpResponse:
    """Put a question in other words."""
    row = question.version
    check_may_ask(row)
    start = typed_before(question)
    form = filled(request, QuestionForm(request.POST or None, version=row, initial=start))
    change = partial(actions.change_question, question=question, by=request.user)
    if form.is_valid() and form.done(lambda: change(**form.arguments())):
        messages.success(request, _("The question is saved."))
        return redirect("policies:edit_questions", row.policy.slug, row.number)
    context = {"version": row, "form": form, "title": _("Change a question")}
    return render(request, "policies/question.html", context)


@require_POST
@DRAFTS
@of_question
def move_question(request: Request, question: Question) -> HttpResponse:
    """Let a question change places with the one before it."""
    actions.move_question(question=question, by=request.user)
    return redirect(
        "policies:edit_questions", question.version.policy.slug, question.version.number
    )


@require_POST
@DRAFTS
@of_question
def remove_question(request: Request, question: Question) -> HttpResponse:
    """Take a question out."""
    version = question.version
    actions.remove_question(question=question, by=request.user)
    messages.success(request, _("The question is removed."))
    return redirect("policies:edit_questions", version.policy.slug, version.number)


def version_of(request: Request, slug: str, number: tuple[int, int]) -> PolicyVersion:
    seen = PolicyVersion.objects.visible_to(request.user).select_related("policy")
    return of_number(seen, slug, number)
