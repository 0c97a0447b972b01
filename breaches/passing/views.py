"""Pages of complaints about ward work: to pass one on, and of the councillor who answers it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from breaches.asked import act_of, ask
from breaches.complaining.forms import AnswerForm
from breaches.complaining.views import CHECKS_EMAILS, GIVES_BACK, answered, handled, has_email
from breaches.complaining.wording import draft_passing_on
from breaches.models import OPEN_COMPLAINTS, ComplaintStatus, MessageKind, WardComplaint
from breaches.passing import actions, facts
from breaches.passing.acts import END_SHARE, SHARE, TAKE_BACK
from breaches.passing.checks import check_passable
from breaches.passing.forms import OwnAcknowledgementForm, OwnAnswerForm
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.days import today

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])
SEES = permission_required(Right.SEE_COMPLAINTS, raise_exception=True)
PER_PAGE = 25


@EITHER
@SEES
@GIVES_BACK
@CHECKS_EMAILS
def pass_complaint(request: Request, pk: int) -> HttpResponse:
    """The councillor gets it, and whoever complains is told who answers."""
    row = handled(request, pk, at=OPEN_COMPLAINTS, doing=actions.PASSING)
    whom = check_passable(row)
    first = {"text": draft_passing_on(row, whom)}
    form = AnswerForm(request.POST or None, has_email=has_email(row), initial=first)
    told = _(
        "Councillor %(name)s gets what they wrote, their name and how to reach them, and answers "
        "in their own name. Below is what you tell whoever complains."
    )
    return answered(
        request,
        row,
        form,
        actions.pass_to_councillor,
        _("Pass it to the councillor"),
        kind=MessageKind.PASSED_ON,
        warnings=[{"text": told % {"name": whom.full_name}}],
    )


@EITHER
@SEES
@GIVES_BACK
def take_back_complaint(request: Request, pk: int) -> HttpResponse:
    """The council looks into it after all."""
    row = handled(request, pk, at={ComplaintStatus.PASSED_ON}, doing=actions.TAKING_BACK)
    do = partial(actions.take_back, complaint=row, by=request.user)
    return reason_page(request, act_of(row, TAKE_BACK), lambda why: do(reason=why))


@require_safe
def own_complaints(request: Request) -> HttpResponse:
    """The complaints that this councillor answers, or has answered."""
    rows = WardComplaint.objects.visible_to(request.user)
    if not (request.user.is_councillor or rows.exists()):
        raise PermissionDenied
    page = Paginator(rows.with_row(), PER_PAGE).get_page(request.GET.get("page"))
    lines = [(row, facts.standing(row), facts.left(row)) for row in page]
    return render(request, "breaches/passing/own.html", {"page": page, "lines": lines})


def the_own(request: Request, pk: int) -> WardComplaint:
    """One that this person answers. Raises ``Http404`` for anybody else."""
    return get_object_or_404(WardComplaint.objects.visible_to(request.user).with_row(), pk=pk)


@require_safe
def own_complaint(request: Request, pk: int) -> HttpResponse:
    """One of them: who complains, by when, what to do, and whom to ring."""
    return render(request, "breaches/passing/own_complaint.html", facts.shown(the_own(request, pk)))


@EITHER
def acknowledge_own_complaint(request: Request, pk: int) -> HttpResponse:
    """They told whoever complains that they have it."""
    row = the_own(request, pk)
    first = {"acknowledged_on": row.acknowledged_on or today()}
    form = filled(request, OwnAcknowledgementForm(request.POST or None, initial=first))
    do = partial(actions.acknowledge_own, passed=row, by=request.user)
    title = _("Record that you told them you have it")
    return ask(request, form, lambda: do(**form.cleaned_data), title=title, about=row)


@EITHER
def answer_own_complaint(request: Request, pk: int) -> HttpResponse:
    """They told whoever complains what came of it."""
    row = the_own(request, pk)
    first = {"answered_on": row.answered_on or today(), "outcome": row.outcome}
    form = filled(request, OwnAnswerForm(request.POST or None, initial=first))
    do = partial(actions.answer_own, passed=row, by=request.user)
    title = _("Record your answer")
    return ask(request, form, lambda: do(**form.cleaned_data), title=title, about=row)


@EITHER
def share_own_complaint(request: Request, pk: int) -> HttpResponse:
    """The officers may see how far it is."""
    row = the_own(request, pk)
    do = partial(actions.share_own, passed=row, by=request.user)
    return reason_page(request, act_of(row, SHARE), lambda _why: do())


@EITHER
def end_share_own_complaint(request: Request, pk: int) -> HttpResponse:
    """They may not any more."""
    row = the_own(request, pk)
    do = partial(actions.end_share_own, passed=row, by=request.user)
    return reason_page(request, act_of(row, END_SHARE), lambda _why: do())
