"""Pages on which a draft is commented on, and comments are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from policies.commenting import actions
from policies.commenting.forms import CommentAnswerForm, CommentForm
from policies.models import Comment, PolicyVersion
from policies.numbers import of_number
from policies.text.clauses import places

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request


@require_http_methods(["GET", "POST"])
@permission_required(Right.COMMENT_ON_DRAFT, raise_exception=True)
def comment_on_draft(request: Request, slug: str, number: tuple[int, int]) -> HttpResponse:
    """Comment on the whole of a draft, or on the clause that ``?clause=`` names."""
    seen = PolicyVersion.objects.visible_to(request.user).select_related("policy")
    version = of_number(seen, slug, number)
    actions.check_open(version)
    asked = {"anchor": request.GET.get("clause", "")}
    form = filled(request, CommentForm(request.POST or None, initial=asked))
    if form.done(lambda: actions.comment(version=version, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Your comment is saved. Whoever began the draft is told."))
        return redirect(f"{version.get_absolute_url()}#comments")
    anchor = form["anchor"].value()
    clause = next((clause for clause in version.text if clause.anchor == anchor), None)
    context = {
        "version": version,
        "form": form,
        "clause": clause,
        "place": places(version.text).get(anchor, ""),
    }
    return render(request, "policies/comment_on_draft.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(Right.DRAFT_POLICY, raise_exception=True)
def answer_comment(request: Request, pk: int) -> HttpResponse:
    """Answer a comment on a draft."""
    rows = Comment.objects.select_related("version__policy", "made_by")
    row = get_object_or_404(rows.visible_to(request.user), pk=pk)
    if request.method == "GET":
        actions.check_is_unanswered(row)
    form = filled(request, CommentAnswerForm(request.POST or None))
    if form.done(lambda: actions.answer_comment(comment=row, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Your answer is saved, and whoever commented is told."))
        return redirect(f"{row.version.get_absolute_url()}#comments")
    context = {"comment": row, "version": row.version, "form": form}
    return render(request, "policies/answer_comment.html", context)
